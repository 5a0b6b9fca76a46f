"""A candidate checks a letter and sends it, and goes on with it once it is back, taken back or with the consultant."""

import pytest

from tests.make import letters as make
from tests.make import loop, threads
from tests.make.letter_pages import THANKS, WISH, held, letter_path, said_in, writing
from tests.make.visitor import Visitor
from tests.office import Office


def test_the_contact_policy_is_noted_before_it_goes_and_a_second_press_ends_where_the_first_did(office: Office) -> None:
    visitor = writing(office)
    visitor.send({"content.paragraphs.0.text": THANKS, "content.paragraphs.1.text": WISH})
    check = visitor.page

    refused = visitor.send()
    assert refused.status_code == 422
    said_in(visitor, "Take note of this first", "Error:")
    visitor.page = check
    visitor.send({"contact_policy_acknowledged": "yes"})
    assert visitor.heading == "Your letter is with Priya Nair"
    said_in(visitor, "agree that it may go", "18:20")
    assert "/agree" in visitor.page.text
    visitor.page = check
    visitor.send({"contact_policy_acknowledged": "yes"})

    assert visitor.heading == "Your letter is with Priya Nair"
    letter = letter_path(visitor).split("/")[2]
    assert office.trail(letter) == ["letter.drafted", "letter.submitted"]
    visitor.open("/letters")
    said_in(visitor, "Waits for your agreement", "Look and agree")


def test_a_letter_without_words_or_readers_is_not_sent_and_says_what_is_missing(office: Office) -> None:
    visitor = writing(office)
    visitor.send({"addressees": []})

    answer = visitor.send({"contact_policy_acknowledged": "yes"})

    assert answer.status_code == 422
    said_in(visitor, "There are no words yet", "Nobody is named to read it")


def test_a_letter_that_is_with_the_consultant_is_read_and_talked_about_and_not_written_on(office: Office) -> None:
    found = loop.letter_submitted(office)
    visitor = Visitor(office, found.interview["id"])
    visitor.open(f"/letters/{found.letter['id']}")
    said_in(visitor, "Nothing was said about this letter yet", "It waits for your agreement", make.INTEREST)

    visitor.send({"say": "  "})
    said_in(visitor, "Write what you want to say")
    visitor.send({"say": "I may be late with references."})

    said_in(visitor, "I may be late with references.")
    visitor.open(f"/letters/{found.letter['id']}/check")
    assert visitor.heading == "Your letter is with Priya Nair"


@pytest.mark.practice("P7")
def test_a_returned_letter_shows_each_comment_beside_its_paragraph_where_it_is_answered_and_settled(
    office: Office,
) -> None:
    """The composer of a returned letter: each comment beside its paragraph, answered and settled there."""
    found = loop.letter_submitted(office)
    said = threads.said(
        office.priya, found.letter["id"], "Which project in Porto?", visibility="shared", version=1, paragraph=3
    )
    make.send_back(office.priya, found.letter, "Name the project.\nThen send it again.")
    visitor = Visitor(office, found.interview["id"])

    visitor.open(f"/letters/{found.letter['id']}")

    said_in(visitor, "Priya Nair asks you to change something", "Name the project.")
    area = visitor.page.text.partition("Which project in Porto?")[0].rpartition("<textarea")[2]
    assert make.ANSWER[:40] in area
    form = visitor.page
    answers = {f"reply.{said['id']}": "The recall of March.", "settled": said["id"]}
    visitor.send({**answers, "do": "stay"})
    said_in(visitor, "Alex Moreau: The recall of March.", "settled")
    visitor.page = form
    visitor.send({**answers, "do": "stay"})
    assert [one["text"] for one in threads.read(office.priya, found.letter["id"])] == [
        "Which project in Porto?",
        "The recall of March.",
    ]


def test_a_letter_taken_back_is_written_again_and_what_changed_is_shown_word_by_word(office: Office) -> None:
    found = loop.letter_agreed(office)
    assert loop.decide(found.candidate, f"/v1/letters/{found.letter['id']}", "withdraw").status_code == 200
    visitor = Visitor(office, found.interview["id"])
    path = f"/letters/{found.letter['id']}"
    visitor.open(path)
    assert visitor.heading == "You took this letter back"
    visitor.send(form="/reopen")
    assert visitor.form().fields["content.paragraphs.1.text"] == [make.INTEREST]

    visitor.send({"content.paragraphs.1.text": make.INTEREST.replace("want", "would love")})
    visitor.send({"contact_policy_acknowledged": "yes"})

    visitor.open(f"{path}/versions")
    said_in(visitor, "Version 2", "Version 1", "Sent by you")
    visitor.open(f"{path}/versions/2")
    said_in(visitor, "[removed: want ]", "[added: would love ]")
    visitor.open(f"{path}/versions/9")
    assert visitor.page.status_code == 404


def test_by_a_link_that_was_handed_over_one_writes_and_sends_and_is_shown_nothing_stored(office: Office) -> None:
    interview = held(office)
    letter = make.save(
        office.candidate(interview["id"]), make.begin(office.candidate(interview["id"]), interview), make.strategic()
    )
    visitor = Visitor(office, interview["id"], link="returned")
    visitor.open("/letters")
    said_in(visitor, "Strategic letter", "shown by the link in a mail to you alone")
    path = f"/letters/{letter['id']}"

    visitor.open(path)
    assert make.THANKS[:30] not in visitor.page.text
    assert "Managing people" not in visitor.page.text
    visitor.send(form=path)
    assert visitor.heading == "Your letter as it will be sent"
    assert make.INTEREST not in visitor.page.text
    visitor.send({"contact_policy_acknowledged": "yes"}, form="/check")

    assert visitor.heading == "Your letter is with Priya Nair"
    sent = office.priya.get(f"/v1/letters/{letter['id']}").json()
    assert [one["text"] for one in sent["content"]["paragraphs"]][1] == make.INTEREST
    assert visitor.open(f"{path}/versions").status_code == 403
