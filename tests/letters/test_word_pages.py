"""A candidate sends their letter as a Word file on its pages, and sees what would be sent before anything is (P8)."""

from datetime import timedelta

import httpx
import pytest

from app.core.clock import utc_now
from app.web.middleware import MOST_FILE_BYTES
from tests.make import letters as make
from tests.make import word_files
from tests.make.uploads import DOCX
from tests.make.visitor import SAME_ORIGIN, Visitor
from tests.office import Office

WISH = "I want this role, and I would start in January."


def choosing(office: Office, *, link: str = "sent") -> Visitor:
    """A candidate with a letter begun, where a file is chosen."""
    interview = office.held()
    letter = make.begin(office.candidate(interview["id"]), interview)
    visitor = Visitor(office, interview["id"], link=link)
    visitor.open(f"/letters/{letter['id']}/word")
    return visitor


def upload(visitor: Visitor, file: bytes | None, name: str = "letter.docx") -> httpx.Response:
    """Send the form with a file, as a browser does; without one it sends an empty one without a name."""
    form = visitor.form("/word")
    files = {"file": (name if file is not None else "", file or b"", DOCX)}
    answer = visitor.web.post(form.action, data={"csrf": form.fields["csrf"][0]}, files=files, headers=SAME_ORIGIN)
    visitor.page = visitor.web.get(answer.headers["location"]) if answer.is_redirect else answer
    return visitor.page


@pytest.mark.practice("P8")
def test_a_word_file_is_read_while_the_page_waits_and_shown_as_it_will_be_sent_before_it_is_used(
    office: Office,
) -> None:
    """The page for a Word file: read while one waits, shown back as it will be sent."""
    visitor = choosing(office)

    waiting = upload(visitor, word_files.in_the_margins())
    assert (visitor.heading, waiting.headers["Refresh"]) == ("We are reading your file", "2")
    office.run_tasks()
    visitor.open(waiting.url.path)

    assert visitor.heading == "Your letter as it will be sent"
    assert "Refresh" not in visitor.page.headers
    assert "What we did with your file" in visitor.text
    assert "Use this text" in visitor.text
    assert "Choose another file" in visitor.text
    check = f"{waiting.url.path.partition('/word')[0]}/check"
    assert f'href="{check}"' in visitor.page.text


def test_the_page_of_a_file_that_a_newer_one_replaced_leads_to_the_one_that_counts(office: Office) -> None:
    visitor = choosing(office)
    chooser = visitor.page
    older = upload(visitor, word_files.letter("The first try.")).url.path
    visitor.page = chooser
    newer = upload(visitor, word_files.letter("The second try.")).url.path
    office.run_tasks()

    visitor.open(older)

    assert visitor.heading == "A newer file took its place"
    assert "counts. Of this one nothing was read, and it was deleted." in visitor.text
    assert f'<a class="button" href="{newer}">Open the file that counts</a>' in visitor.page.text
    assert "The second try." in visitor.open(newer).text


@pytest.mark.practice("P8")
def test_a_letter_is_typed_as_one_text_and_shown_as_it_will_be_sent(office: Office) -> None:
    """The composer as one text, and the page that shows it as it will be sent."""
    visitor = choosing(office)
    visitor.open(f"{visitor.page.url.path.partition('/word')[0]}?as=text")

    visitor.send({"content.text": f"{word_files.THANKS}\n\n{WISH}"})

    assert visitor.heading == "Your letter as it will be sent"
    assert f"<p>{word_files.THANKS}</p>\n<p>{WISH}</p>" in visitor.page.text


def test_after_fifteen_seconds_the_page_says_what_is_the_matter_and_what_to_do(office: Office) -> None:
    visitor = choosing(office)
    waiting = upload(visitor, word_files.letter())
    office.clock.move_to(utc_now() + timedelta(seconds=20))

    visitor.open(waiting.url.path)

    assert visitor.heading == "Reading your file takes longer than it should"
    assert "Paste the text instead" in visitor.text


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (word_files.old_doc(), "This is a Word file of the old kind (.doc). Open it in Word, choose Save As"),
        (b"%PDF-1.7 a letter", "This is a PDF"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_with_the_way_out(office: Office, file: bytes, words: str) -> None:
    visitor = choosing(office)
    waiting = upload(visitor, file)
    office.run_tasks()

    visitor.open(waiting.url.path)

    assert visitor.heading == "We cannot take this file"
    assert words in visitor.text
    assert "Choose another file" in visitor.text


def test_no_file_and_an_empty_one_are_asked_for_again_and_one_too_large_is_a_page_that_says_so(office: Office) -> None:
    visitor = choosing(office)
    for file in (None, b""):
        assert upload(visitor, file).status_code == 422
        assert "Choose the Word file first" in visitor.text
    form = visitor.form("/word")
    large = visitor.web.post(
        form.action,
        data={"csrf": form.fields["csrf"][0]},
        files={"file": ("letter.docx", b"x" * (MOST_FILE_BYTES + 20_000), DOCX)},
        headers={**SAME_ORIGIN, "Accept": "text/html"},
    )
    assert (large.status_code, large.headers["content-type"]) == (413, "text/html; charset=utf-8")
    assert "larger than 10 MB" in large.text


def test_what_was_typed_meanwhile_stands_until_the_files_text_is_used_and_a_second_press_changes_nothing(
    office: Office,
) -> None:
    visitor = choosing(office)
    waiting = upload(visitor, word_files.letter())
    letter = waiting.url.path.partition("/word")[0]
    visitor.open(letter)
    visitor.send({"content.paragraphs.0.text": "Typed on the train.", "do": "stay"})
    office.run_tasks()
    visitor.open(waiting.url.path)
    shown = visitor.page
    assert "the draft stands as you wrote it" in visitor.text

    for _ in range(2):
        visitor.page = shown
        visitor.send()
        assert visitor.page.url.path == f"{letter}/check"
        assert word_files.WISH in visitor.text
    visitor.open(f"{letter}/word")
    assert "was read, and is in your letter" in visitor.text


def test_by_a_link_that_was_handed_over_a_file_is_sent_and_nothing_of_it_shown(office: Office) -> None:
    visitor = choosing(office, link="returned")
    waiting = upload(visitor, word_files.letter())
    office.run_tasks()

    visitor.open(waiting.url.path)

    assert visitor.heading == "Your file was read"
    assert word_files.WISH not in visitor.page.text
