"""My data: what is held and how long, my own words at once, and a request that a person answers within a month."""

import json

import pytest

from tests.make import debriefs, letters
from tests.make.loop import letter_agreed
from tests.make.visitor import Visitor
from tests.office import Office, text_of


def test_what_is_held_and_for_how_long_is_said_by_the_agencys_own_settings(office: Office) -> None:
    settings = {"retention_months": 14, "data_protection_contact": f"privacy@{office.name}.example"}
    assert office.admin.patch("/v1/agency", json={"settings": settings}).is_success
    visitor = Visitor(office, office.held()["id"])

    visitor.open("/data")

    assert visitor.heading == "My data"
    assert "Debriefs and letters: 14 months." in visitor.text
    assert f"It goes to privacy@{office.name}.example." in visitor.text


@pytest.mark.practice("P24")
def test_the_candidate_takes_their_own_words_along_and_nobody_elses(office: Office) -> None:
    """The download of My data: debrief, confidences, letter, agreements of this interview, and no address of others."""
    loop = letter_agreed(office, to=("Dana",))
    debriefs.submit(loop.candidate, loop.interview["id"], **debriefs.confidences())
    other = office.held("I-2", candidate={"name": "Kim Lee", "email": office.address("kim")})
    debriefs.submit(office.candidate(other["id"]), other["id"], debriefs.full_answers(went_well="Only Kim said so."))
    visitor = Visitor(office, loop.interview["id"])

    found = visitor.open("/data.json")

    assert found.headers["content-disposition"].endswith('.json"')
    told = json.loads(found.text)
    assert len(told["debriefs as sent"]) == len(told["answers for the agency only"]) == 1
    assert [one["state"] for one in told["agreements"]] == ["given"]
    assert letters.words_of(loop.letter["content"]).split("\n")[0] in found.text
    for hidden in ("Only Kim", office.address("dana", "meridian"), "audit_hash", "agency_id"):
        assert hidden not in found.text
    assert Visitor(office, loop.interview["id"], link="returned").open("/data.json").status_code == 403


def test_a_request_reaches_those_who_answer_and_says_by_when_and_counts_once(office: Office) -> None:
    contact = office.address("privacy", "staff")
    office.admin.patch("/v1/agency", json={"settings": {"data_protection_contact": f"Data desk, {contact}"}})
    interview = office.held()
    visitor = Visitor(office, interview["id"])
    visitor.open("/data")
    before = visitor.page

    for _ in range(2):
        visitor.page = before
        visitor.send({"kind": "erasure", "words": "All of it."}, form="/data/ask")
        assert visitor.heading == "Your request has arrived"
    office.run_tasks()

    assert "They answer by Wednesday 23 December 2026" in visitor.text
    for who in (contact, f"cleo@{office.name}.example", f"priya@{office.name}.example"):
        told = [mail for mail in office.mails(who) if "asks for" in str(mail["subject"])]
        assert len(told) == 1 or who.startswith("cleo@")
        if told:
            assert "“All of it.”" in text_of(told[0])
    person = office.priya.get(f"/v1/interviews/{interview['id']}").json()["candidate"]["id"]
    assert office.trail(person).count("candidate.request_made") == 1
    visitor.open("/data")
    assert "You asked for what is held about you to be erased." in visitor.text


def test_a_correction_without_words_and_a_request_of_no_kind_are_asked_again(office: Office) -> None:
    visitor = Visitor(office, office.held()["id"])
    visitor.open("/data")

    assert visitor.send({"kind": "correction"}, form="/data/ask").status_code == 422
    assert "Say what should be put right" in visitor.text
    assert visitor.send({"kind": [], "words": "Please."}, form="/data/ask").status_code == 422
    assert "Choose what you ask for" in visitor.text
    assert "Please." in visitor.text


def test_by_a_handed_over_link_the_notice_stands_and_nothing_can_be_asked(office: Office) -> None:
    visitor = Visitor(office, office.held()["id"], link="returned")

    visitor.open("/data")

    assert "come by your own link" in visitor.text
    assert "Download my words" not in visitor.text
