"""A candidate answers suggested wording: accepts exactly that, keeps to words of their own, or takes it all back."""

import pytest

from tests.make import letters as make
from tests.make import loop
from tests.make.suggestions import states, suggested, waiting
from tests.office import Office, text_of


@pytest.mark.practice("P7")
def test_declined_wording_leaves_the_candidates_own_words_as_they_were(office: Office) -> None:
    """The candidate declines, with a reason if they like; their own letter is the draft again, word for word, and the
    consultant is told by mail."""
    found = suggested(office)
    handed_over = office.candidate(found.interview["id"], link="returned")
    office.run_tasks()

    declined = make.answer(handed_over, found.letter, "decline", reason="I was on that project, I did not lead it.")

    assert declined.status_code == 200, declined.text
    office.run_tasks()
    told = office.mails(to=f"priya@{office.name}.example")[-1]
    assert told["subject"] == "Alex Moreau keeps to their own words for Meridian Foods"
    assert "I was on that project, I did not lead it." in text_of(told)
    now = make.read(found.candidate, found.letter)
    assert (now["state"], now["content"]) == ("draft", found.letter["content"])
    assert now["suggestion"]["reason"] == "I was on that project, I did not lead it."
    seen_by_priya = make.read(office.priya, found.letter)
    assert seen_by_priya["content"] == found.letter["content"]
    assert (seen_by_priya["document"], seen_by_priya["suggestion"]["answer"]) == (found.letter["document"], "declined")
    assert (office.trail(found.letter["id"])[-1], waiting(office)) == ("letter.suggestion_declined", [])
    again = make.submit(found.candidate, now).json()
    assert (again["version"], again["suggestion"], states(again)) == (3, None, ["not_given"] * 2)
    assert {one["name"] for one in again["authors"]} == {"Alex Moreau"}


def test_agreeing_takes_the_candidates_own_link_and_exactly_what_was_shown(office: Office) -> None:
    found = suggested(office)
    handed_over = office.candidate(found.interview["id"], link="returned")
    dana = found.people["Dana"]

    refused = make.answer(handed_over, found.letter, "accept", people=[dana], sha256="0" * 64)
    other_bytes = make.answer(found.candidate, found.letter, "accept", sha256=found.letter["document"]["sha256"])
    strangers = [make.answer(who, found.letter, "accept").status_code for who in (office.priya, office.crm)]

    assert (refused.status_code, refused.json()["code"]) == (403, "consent_needs_own_link")
    assert (other_bytes.status_code, other_bytes.json()["code"]) == (409, "document_superseded")
    assert strangers == [403, 403]
    assert make.read(found.candidate, found.letter)["state"] == "suggested"
    assert make.answer(found.candidate, found.letter, "accept", people=[dana]).status_code == 200
    now = make.read(found.candidate, found.letter)
    assert states(now) == ["given", "not_given"]
    assert states(make.read(found.candidate, now)) == ["given", "not_given"]
    assert make.consent(found.candidate, now).status_code == 200
    assert states(make.read(found.candidate, now)) == ["given", "given"]


def test_the_ordinary_agreement_names_the_way_to_accept_a_suggestion(office: Office) -> None:
    found = suggested(office)
    shown = make.read(found.candidate, found.letter)

    refused = make.consent(found.candidate, shown)
    older = make.consent(found.candidate, found.letter)

    assert (refused.status_code, refused.json()["code"]) == (409, "suggestion_not_accepted")
    assert (older.status_code, older.json()["code"]) == (409, "document_superseded")
    assert found.candidate.get(f"/v1/documents/{shown['document']['id']}").json()["suggested"] is True
    assert make.read(found.candidate, found.letter)["state"] == "suggested"


def test_a_suggestion_is_answered_once_as_it_was_seen(office: Office) -> None:
    found = suggested(office)
    path = f"/v1/letters/{found.letter['id']}/suggestion"
    stale = {"If-Match": '"2"'}

    refused = [found.candidate.post(f"{path}/decline", json={}, headers=given).status_code for given in ({}, stale)]
    make.answer(found.candidate, found.letter, "accept")
    late = [make.answer(found.candidate, found.letter, said) for said in ("accept", "decline")]

    assert refused == [428, 412]
    assert [(one.status_code, one.json()["code"]) for one in late] == [(409, "no_suggestion")] * 2
    assert office.trail(found.letter["id"]).count("letter.suggestion_accepted") == 1


def test_what_is_suggested_cannot_be_written_on_and_can_be_withdrawn(office: Office) -> None:
    found = suggested(office)
    body = {"addressees": [], "content": make.thank_you()}
    path = f"/v1/letters/{found.letter['id']}"

    written = found.candidate.put(path, json=body, headers={"If-None-Match": "*"})
    returned = make.send_back(office.priya, found.letter, "Shorter.")
    withdrawn = loop.decide(found.candidate, path, "withdraw")
    opened = loop.decide(found.candidate, path, "reopen").json()

    assert (written.status_code, written.json()["code"]) == (409, "letter_not_writable")
    assert "decline it to write on" in written.json()["detail"]
    assert (returned.status_code, withdrawn.status_code) == (409, 200)
    assert (opened["state"], opened["content"]) == ("draft", found.letter["content"])
    assert opened["suggestion"]["answer"] == "not_answered"
