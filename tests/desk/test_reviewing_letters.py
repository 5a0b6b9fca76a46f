"""A letter is read and decided on, on one page (P7)."""

from datetime import timedelta

import pytest

from app.core.clock import utc_now
from tests.make import letters
from tests.make.desk import approved, reviewing, says, waiting
from tests.make.loop import Loop, letter_agreed, letter_submitted, received
from tests.make.visitor import AtDesk
from tests.office import Office


def state_of(office: Office, loop: Loop) -> str:
    return str(letters.read(office.priya, loop.letter)["state"])


@pytest.mark.practice("P7")
def test_a_letter_is_returned_with_the_reason_and_a_colleague_who_was_late_reads_who_did_what(office: Office) -> None:
    """On the review screen: the reason goes to the candidate, and no decision is taken twice."""
    loop = letter_agreed(office)
    priya, mira = reviewing(office), reviewing(office, who="manager")

    priya.send({"return_reason": "Name what you did in Porto."}, form="/return")
    says(priya, "Priya Nair returned it at 16:20")
    mira.send({"covering_line": "With best regards from Mira."}, form="/approve")

    assert mira.page.status_code == 412
    says(mira, "Priya Nair returned version 1: Name what you did in Porto", "Read it again")
    says(mira, "What you typed", "With best regards from Mira.")
    assert state_of(office, loop) == "changes_requested"
    assert office.trail(loop.letter["id"]).count("letter.returned") == 1


WRONG: list[tuple[dict[str, str | tuple[str, ...]], str, str]] = [
    ({"when": "now"}, "now_reason", "Say why it does not wait"),
    ({"when": "at", "at": "soon"}, "at", "Write the day and the time"),
    ({"when": "at", "at": "2026-11-20T09:00"}, "at", "is in the past"),
    ({"when": "morning"}, "morning", "Choose a morning"),
    ({"people": ()}, "people", "Choose at least one"),
]


def assert_wrong_approvals_are_refused(priya: AtDesk) -> None:
    """What is wrong with an approval is said at its field, and what was typed stays."""
    before = priya.page
    for typed, field, words in WRONG:
        priya.page = before
        priya.send({"covering_line": "Alex and I spoke after the interview.", **typed}, form="/approve")
        assert priya.page.status_code == 422
        says(priya, words)
        assert f'href="#{field}"' in priya.page.text
        assert priya.form("/approve").fields["covering_line"] == ["Alex and I spoke after the interview."]
    priya.page = before


def test_a_letter_is_approved_with_the_document_the_people_and_the_time_at_both_ends_named(office: Office) -> None:
    """And nothing is approved where something is wrong."""
    loop = letter_agreed(office)
    priya = reviewing(office)
    says(priya, "Version 1 of the letter", "Dana Whitfield", "Tuesday 08:30 in New York, 13:30 your time")
    says(priya, "Half an hour before Dana’s day begins", "agreed to this version for Tom")
    assert_wrong_approvals_are_refused(priya)
    assert state_of(office, loop) == "submitted"

    form = priya.form("/approve")
    priya.send(form="/approve")
    assert priya.page.status_code == 200
    says(priya, "Priya Nair approved it at", "Sends Tue 08:30 New York (13:30 your time)", "Undo", "Send now")
    again = priya.web.post(form.action, data=form.fields, headers={"Sec-Fetch-Site": "same-origin"})

    assert (again.status_code, again.headers["location"]) == (303, form.action.removesuffix("/approve"))
    assert office.trail(loop.letter["id"]).count("letter.approved") == 1


def test_undone_nothing_is_sent_and_the_letter_is_back_on_the_desk_to_be_approved_again(office: Office) -> None:
    """A stale decision on what still waits keeps what was typed in its field."""
    loop = letter_agreed(office)
    mira = reviewing(office, who="manager")
    priya = approved(office)
    undo = priya.form("/undo")

    priya.send(form="/undo")
    says(priya, "Stopped: a consultant cancelled it", "Approve and send")
    assert waiting(office)["version"] == 1
    again = priya.web.post(undo.action, data=undo.fields, headers={"Sec-Fetch-Site": "same-origin"})
    assert again.status_code == 303
    mira.send({"return_reason": "Say what you did in Leeds."}, form="/return")
    assert mira.page.status_code == 412
    assert mira.form("/return").fields["return_reason"] == ["Say what you did in Leeds."]
    says(mira, "Priya Nair approved version 1 of the letter")
    assert waiting(office)["version"] == 1

    priya.send(form="/approve")
    says(priya, "approved it at", "Sends")
    assert state_of(office, loop) == "approved"
    assert office.priya.get("/v1/review-items", params={"kind": "letter"}).json()["data"] == []
    priya.send(form="/undo")
    office.travel(utc_now() + timedelta(days=2))
    assert received(office) == []


def test_sent_now_with_the_reason_or_at_another_time_it_says_so(office: Office) -> None:
    letter_agreed(office)
    priya = approved(office)

    priya.send(form="/send-now")
    assert (priya.page.status_code, priya.form("/send-now").fields["send_reason"]) == (422, [""])
    says(priya, "There is a problem")
    priya.send({"when": "at", "at": "2026-11-25T10:15"}, form="/change")
    says(priya, "Sends Wed 10:15 New York (15:15 your time)")
    priya.send({"send_reason": "Dana decides tonight."}, form="/send-now")

    says(priya, "Sends Mon 11:2")
    office.run_due()
    assert len(received(office)) == 1
    priya.open(priya.page.url.path)
    says(priya, "Sent Mon")


@pytest.mark.practice("P7")
def test_wording_is_suggested_paragraph_by_paragraph_with_the_reason(office: Office) -> None:
    """On the review screen: every word that is not the candidate's is theirs to take or leave."""
    loop = letter_agreed(office)
    priya = reviewing(office)

    priya.send({"note": "Dana asked twice."}, form="/suggest")
    says(priya, "says what the letter says already")
    priya.send({"words.2": "At Corvid I led nine people across Porto and Dublin."}, form="/suggest")

    says(priya, "Priya Nair suggested other wording at")
    suggestion = letters.read(office.priya, loop.letter)["suggestion"]
    assert (suggestion["answer"], suggestion["note"]) == ("waiting", "Dana asked twice.")
    assert letters.read(loop.candidate, loop.letter)["content"]["paragraphs"][2]["text"].startswith("At Corvid I led")


def test_what_changed_is_shown_against_what_i_saw_last_and_not_what_a_colleague_saw(office: Office) -> None:
    loop = letter_agreed(office)
    priya = reviewing(office)
    says(priya, "You have not looked at an earlier version")
    assert letters.send_back(office.priya, loop.letter, "Name Porto.").status_code == 200
    draft = letters.read(loop.candidate, loop.letter)
    saved = letters.save(loop.candidate, draft, letters.reworded(draft, 2, "I want this role because of Porto."))
    assert letters.submit(loop.candidate, saved).status_code == 200

    priya, mira = reviewing(office), reviewing(office, who="manager")

    says(priya, "Changed since you looked at version 1", "[added:", "because of Porto.", "[removed:")
    says(reviewing(office), "Changed since you looked at version 1")
    says(mira, "You have not looked at an earlier version")
    priya.open(f"{priya.page.url.path}?show=whole")
    assert "[added:" not in priya.text


def test_comments_are_shared_or_among_us_and_only_the_shared_ones_reach_the_candidate(office: Office) -> None:
    """And an approval goes only to whom it was agreed for."""
    loop = letter_agreed(office, to=("Dana",))
    priya = reviewing(office)

    priya.send({"say": "Say more about Porto.", "paragraph": "3"}, form="/comment")
    assert priya.page.status_code == 422
    says(priya, "Say more about Porto.", "must be shared or private")
    priya.send({"visibility": "shared"}, form="/comment")
    priya.send({"say": "Tom decides alone.", "visibility": "private"}, form="/comment")

    says(priya, "On paragraph 3 of version 1", "Agency only. Priya Nair", "Tom decides alone.")
    heard = loop.candidate.get(f"/v1/threads/{loop.letter['id']}/comments").json()["data"]
    assert [one["text"] for one in heard] == ["Say more about Porto."]
    answer = next(name for name in priya.form("/comment").fields if name.startswith("reply."))
    priya.send({answer: "Two sentences will do.", "settled": answer.removeprefix("reply.")}, form="/comment")
    says(priya, "Priya Nair: Two sentences will do.", "settled")

    dana = loop.people["Dana"]
    priya.send({"people": [dana], "covering_line": "Alex asked me to pass this on."}, form="/approve")
    says(priya, "Dana Whitfield", "Sends Tue 08:30")
    assert loop.people["Tom"]
    assert "Tom Achterberg Sends" not in priya.text


def test_a_letter_that_was_not_agreed_to_offers_no_approval_and_a_forged_one_is_refused(office: Office) -> None:
    """It may be left where it is, with the reason."""
    loop = letter_submitted(office)
    priya = reviewing(office)
    says(priya, "Alex Moreau has not agreed yet for Dana Whitfield", "It can go once Alex Moreau agrees")
    assert "Approve and send" not in priya.text
    before = priya.page
    priya.send(form="/approve")
    assert priya.page.status_code == 409
    assert state_of(office, loop) == "submitted"

    priya.page = before
    priya.send(form="/not-forward")
    assert priya.page.status_code == 422
    priya.send({"withhold_reason": "Meridian filled the role this morning."}, form="/not-forward")
    says(priya, "Priya Nair decided not to forward it at")
    assert letters.read(loop.candidate, loop.letter)["return_reason"] == "Meridian filled the role this morning."


def test_a_client_who_wants_to_be_asked_is_asked_before(office: Office) -> None:
    client = office.announcement()["client"]
    loop = letter_agreed(office, client={**client, "letter_policy": "ask_first"})
    priya = reviewing(office)

    priya.send(form="/approve")
    assert priya.page.status_code == 409
    says(priya, "This client wants to be asked before a letter comes")
    priya.send({"asked_whom": "Dana Whitfield", "asked_at": "2026-11-23T23:00"}, form="/approve")
    says(priya, "has not come yet")
    priya.send({"asked_at": "2026-11-23T16:05"}, form="/approve")

    says(priya, "Priya Nair approved it")
    assert "letter.client_asked" in office.trail(loop.letter["id"])
