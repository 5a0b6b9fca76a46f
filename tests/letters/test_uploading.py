"""A letter is uploaded as a Word file, shown back by the worker, and taken as the draft (P8)."""

import pytest

from app.letters.rules.uploaded import MOST_UPLOADS
from tests.make import debriefs, uploads, word_files
from tests.make import letters as make
from tests.make.uploads import begun, stored
from tests.office import Office, text_of


@pytest.mark.practice("P8")
def test_a_word_letter_is_read_and_shown_back_as_it_will_be_sent_with_what_stays_behind(office: Office) -> None:
    """The candidate uploads the letter as a Word document and reads it back as it will be sent, with plain words about
    what stays behind: tracked changes, comments, hidden text, headers, pictures, the names of its writers."""
    candidate, letter = begun(office)

    answer = uploads.send(candidate, letter, word_files.in_the_margins())
    waiting = answer.json()
    office.run_tasks()
    shown = candidate.get(answer.headers["Location"]).json()

    assert (answer.status_code, waiting["state"], waiting["content"]) == (202, "waiting", None)
    assert waiting["words"] == "We are reading your file. This takes a few seconds."
    assert (shown["state"], shown["taken"], shown["refusal"]) == ("read", True, None)
    assert make.words_of(shown["content"]) == (
        "Thank you for the hour on Monday.\n\nI want this role.\n\nCall me.\n\nA product people eat."
    )
    assert shown["word_count"] == 17
    assert [one["words"] for one in shown["warnings"]] == [
        "3 tracked changes, a comment and a hidden passage: we send the clean text.",
        "A header or footer, a footnote and a picture: left out. What the reader needs of it, put into the text.",
        "A text box: the words stand as ordinary text. Check that the place is right.",
        "The name of a writer: not sent.",
    ]
    assert shown["warnings"][0]["found"] == {"tracked_changes": 3, "comments": 1, "hidden_text": 1}
    assert make.read(candidate, letter)["content"] == shown["content"]
    assert make.read(candidate, letter)["draft"] == shown["draft"]
    assert office.trail(letter["id"]) == ["letter.drafted"]


def test_the_text_of_a_file_keeps_addressees_and_what_the_draft_says_of_words_that_are_the_same(office: Office) -> None:
    interview = office.held()
    candidate = office.candidate(interview["id"])
    debriefs.submit(candidate, interview["id"])
    letter = make.begin(candidate, interview, to=("Tom",))
    (concern,) = (one["key"] for one in letter["coverage"])
    left_out = [{"concern": "c9", "reason": "Priya raises it herself."}]
    answered = make.strategic(concern, left_out=left_out)
    make.save(candidate, letter, answered)
    changed = [one["text"] for one in answered["paragraphs"]]
    changed[1] = "I want this role, and I would start in January."

    shown = uploads.read(office, candidate, letter, word_files.letter(*changed))

    assert [one["text"] for one in shown["content"]["paragraphs"]] == changed
    assert [one["part"] for one in shown["content"]["paragraphs"]] == ["thanks", None, "concern", "more"]
    assert shown["content"]["left_out"] == left_out
    assert [one["state"] for one in shown["coverage"]] == ["answered"]
    now = make.read(candidate, letter)
    assert [one["name"] for one in now["addressees"]] == ["Tom Achterberg"]
    assert (now["coverage"], now["checks"]) == (shown["coverage"], shown["checks"])


def test_what_was_typed_while_the_file_was_read_stands_until_its_writer_decides(office: Office) -> None:
    candidate, letter = begun(office)
    upload = uploads.sent(candidate, letter)
    typed = make.save(candidate, letter, make.thank_you())
    office.run_tasks()

    shown = uploads.looked_at(candidate, upload)

    assert (shown["state"], shown["taken"]) == ("read", False)
    assert "the draft stands as you wrote it" in shown["words"]
    assert make.read(candidate, letter)["content"] == typed["content"]
    stale = uploads.take(candidate, upload, letter["draft"]["etag"])
    assert (stale.status_code, stale.json()["code"]) == (412, "draft_changed")
    assert uploads.take(candidate, upload, None).status_code == 428
    taken = uploads.take(candidate, upload, shown["draft"]["etag"])
    assert (taken.status_code, taken.json()["taken"]) == (200, True)
    assert taken.headers["ETag"] != candidate.get(uploads.path_to(upload)).headers.get("x", "")
    assert make.words_of(make.read(candidate, letter)["content"]) == f"{word_files.THANKS}\n\n{word_files.WISH}"


def test_pressing_take_twice_takes_once(office: Office) -> None:
    candidate, letter = begun(office)
    upload = uploads.read(office, candidate, letter)

    answers = [uploads.take(candidate, upload, upload["draft"]["etag"]) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 412]


def test_a_newer_file_takes_the_place_of_one_that_waits(office: Office) -> None:
    candidate, letter = begun(office)
    older = uploads.sent(candidate, letter, word_files.letter("The first try."))
    newer = uploads.sent(candidate, letter, word_files.letter("The second try."))
    office.run_tasks()

    passed, counted = uploads.looked_at(candidate, older), uploads.looked_at(candidate, newer)

    assert (passed["state"], passed["content"], stored(office, older, "file")) == ("superseded", None, None)
    assert "that one counts" in passed["words"]
    assert (counted["state"], counted["taken"]) == ("read", True)
    assert make.words_of(make.read(candidate, letter)["content"]) == "The second try."
    refused = uploads.take(candidate, older, make.read(candidate, letter)["draft"]["etag"])
    assert (refused.status_code, refused.json()["code"]) == (409, "upload_not_read")


def test_the_consultant_is_told_what_stayed_behind_of_the_file_a_letter_came_as(office: Office) -> None:
    candidate, letter = begun(office)
    uploads.read(office, candidate, letter, word_files.in_the_margins())
    path = f"/v1/letters/{letter['id']}/uploads"
    before = office.priya.get(path).json()["data"]
    assert make.submit(candidate, make.read(candidate, letter)).status_code == 200
    office.run_tasks()

    (mail,) = office.mails(to=f"priya@{office.name}.example")
    assert "It came as a Word document; only its text is sent." in text_of(mail)
    assert "3 tracked changes, a comment and a hidden passage: we send the clean text." in text_of(mail)
    (listed,) = office.priya.get(path).json()["data"]
    assert (before, listed["version"], listed["warnings"][0]["code"]) == ([], 1, "clean_text")
    assert listed == candidate.get(path).json()["data"][0]


def test_a_link_that_was_handed_over_uploads_and_is_shown_nothing(office: Office) -> None:
    interview = office.announce()
    handed = office.candidate(interview["id"], link="returned")
    own = office.candidate(interview["id"])
    letter = make.begin(own, interview)

    shown = uploads.read(office, handed, letter, word_files.in_the_margins())

    assert (shown["state"], shown["taken"]) == ("read", True)
    assert (shown["content"], shown["word_count"], shown["warnings"], shown["checks"]) == (None, None, [], [])
    listed = handed.get(f"/v1/letters/{letter['id']}/uploads").json()["data"]
    assert [one["warnings"] for one in listed] == [[]]
    refused = uploads.take(handed, shown, '"1"')
    assert (refused.status_code, refused.json()["code"]) == (403, "text_not_shown")
    assert uploads.looked_at(own, shown)["content"] is not None
    told = uploads.read(office, handed, letter, b"%PDF-1.4")
    assert told["refusal"]["code"] == "pdf"


def test_nothing_is_uploaded_to_a_letter_that_cannot_be_written_on(office: Office) -> None:
    interview = office.announce()
    candidate = office.candidate(interview["id"])
    letter = make.submitted(candidate, interview)

    refused = uploads.send(candidate, letter)

    assert (refused.status_code, refused.json()["code"]) == (409, "letter_not_writable")
    assert candidate.get(f"/v1/letters/{letter['id']}/uploads").json()["data"] == []


def test_an_upload_of_somebody_else_answers_as_one_that_does_not_exist(office: Office) -> None:
    candidate, letter = begun(office)
    upload = uploads.read(office, candidate, letter)
    someone = {"external_id": "CAND-2", "name": "Bo Lind", "email": office.address("bo")}
    interview = office.announce("I-2", candidate=someone)
    other = office.candidate(interview["id"])
    theirs = make.begin(other, interview)

    under_another = {**upload, "letter_id": theirs["id"]}
    missing = {**upload, "id": "upl_01h455vb4pex5vsknk084sn02q"}

    assert other.get(uploads.path_to(upload)).json()["code"] == "letter_not_found"
    assert other.get(uploads.path_to(under_another)).json()["code"] == "upload_not_found"
    assert candidate.get(uploads.path_to(missing)).json()["code"] == "upload_not_found"
    assert uploads.send(other, letter).status_code == 404
    assert uploads.take(other, under_another, theirs["draft"]["etag"]).status_code == 404
    wrong = candidate.get(uploads.path_to({**upload, "id": letter["id"]}))
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "path:upload_id")


def test_the_oldest_uploads_go_when_there_are_too_many(office: Office) -> None:
    candidate, letter = begun(office)
    sent = [uploads.sent(candidate, letter, b"%PDF")["id"] for _ in range(MOST_UPLOADS + 2)]

    listed = [one["id"] for one in candidate.get(f"/v1/letters/{letter['id']}/uploads").json()["data"]]

    assert listed == sent[: -MOST_UPLOADS - 1 : -1]


def test_characters_that_no_font_draws_are_named_before_anything_is_submitted(office: Office) -> None:
    candidate, letter = begun(office)

    shown = uploads.read(office, candidate, letter, word_files.letter("Dear Dana, thank you 😀"))

    words = [one["words"] for one in shown["warnings"] if one["code"] == "cannot_be_drawn"]
    assert words == ["Our typefaces cannot draw 😀. Put something else in its place before you submit."]
