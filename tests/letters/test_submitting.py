import json
from typing import Any

import pytest
from sqlalchemy import text

from tests.make import debriefs
from tests.make import letters as make
from tests.office import Office, text_of

Json = dict[str, Any]


def last_details(office: Office) -> Json:
    """The details of the newest submission's audit entry."""
    with office.rows() as session:
        query = "SELECT details FROM audit_event WHERE action = 'letter.submitted' ORDER BY at DESC LIMIT 1"
        found: Json = session.execute(text(query)).scalar_one()
        return found


def waiting(office: Office) -> list[tuple[str, int]]:
    """Which letter versions lie on the desk."""
    with office.rows() as session:
        query = "SELECT kind, version FROM review_item WHERE kind = 'letter' AND decision IS NULL ORDER BY due_at"
        return [(row.kind, row.version) for row in session.execute(text(query))]


def pointers(problem: Json) -> list[str]:
    return [error["pointer"] for error in problem["errors"]]


def test_a_submitted_letter_is_a_version_that_waits_for_the_consultant(office: Office) -> None:
    interview = office.announce()
    candidate = office.candidate(interview["id"])

    letter = make.submitted(candidate, interview)

    assert (letter["state"], letter["version"], letter["draft"]) == ("submitted", 1, None)
    assert [one["state"] for one in letter["consents"]] == ["not_given", "not_given"]
    assert office.trail(letter["id"]) == ["letter.drafted", "letter.submitted"]
    assert waiting(office) == [("letter", 1)]
    details = last_details(office)
    assert (details["version"], details["sha256"]) == (1, letter["document"]["sha256"])
    assert "Corvid" not in json.dumps(details)


def test_the_text_sent_with_the_submission_stands_in_place_of_the_draft(office: Office) -> None:
    interview = office.announce()
    candidate = office.candidate(interview["id"])
    letter = make.save(candidate, make.begin(candidate, interview), make.thank_you())

    answer = make.submit(candidate, letter, content={"text": f"{make.THANKS}\n\n{make.MORE}\n\nOne line more."})

    assert [one["text"] for one in answer.json()["content"]["paragraphs"]] == [make.THANKS, make.MORE, "One line more."]


def test_a_letter_without_words_or_readers_is_not_submitted(office: Office) -> None:
    interview = office.announce()
    candidate = office.candidate(interview["id"])
    empty = make.begin(candidate, interview, to=())
    wordless = make.begin(candidate, interview)

    refused = make.submit(candidate, empty)
    refused_too = make.submit(candidate, wordless)

    assert (refused.status_code, pointers(refused.json())) == (422, ["#/content/paragraphs", "#/addressees"])
    assert (refused_too.status_code, pointers(refused_too.json())) == (422, ["#/content/paragraphs"])
    assert office.trail(empty["id"]) == ["letter.drafted"]
    assert waiting(office) == []


def test_a_letter_is_submitted_as_it_was_seen_and_once(office: Office) -> None:
    interview = office.announce()
    candidate = office.candidate(interview["id"])
    begun = make.begin(candidate, interview)
    letter = make.save(candidate, begun, make.strategic())

    stale = make.submit(candidate, begun)
    unseen = candidate.post(f"/v1/letters/{letter['id']}/submit", json={"contact_policy_acknowledged": True})
    seen = make.submit(candidate, letter)
    again = make.submit(candidate, letter)

    assert [answer.status_code for answer in (stale, unseen, seen, again)] == [412, 428, 200, 409]
    assert again.json()["detail"] == "This letter is submitted; it cannot be written on."
    assert make.read(candidate, letter)["version"] == 1


def test_only_the_candidate_submits(office: Office) -> None:
    interview = office.announce()
    candidate = office.candidate(interview["id"])
    letter = make.save(candidate, make.begin(candidate, interview), make.strategic())

    assert [make.submit(one, letter).status_code for one in (office.priya, office.manager, office.crm)] == [403] * 3
    assert make.submit(candidate, letter).status_code == 200


def test_what_cannot_be_printed_is_named_and_nothing_is_lost(office: Office) -> None:
    """What no font has, and what no document can hold."""
    interview = office.announce()
    candidate = office.candidate(interview["id"])
    letter = make.begin(candidate, interview)

    for sign, named in (("好", "好 (U+597D)"), ("\uffff", "U+FFFF")):
        content = make.thank_you(paragraphs=[make.paragraph(f"Thank you {sign} for the hour.")])
        letter = make.save(candidate, letter, content)
        refused = make.submit(candidate, letter)
        assert refused.status_code == 422
        assert named in refused.text
        assert make.read(candidate, letter) == letter
    assert make.submit(candidate, make.save(candidate, letter, make.thank_you())).status_code == 200


@pytest.mark.practice("P6")
def test_the_contact_policy_is_shown_and_acknowledged_before_a_letter_goes(office: Office) -> None:
    """Before a letter goes, the candidate reads that they were introduced by an agency and must not contact the client
    directly, and takes note of it; the trail keeps that they did."""
    interview = office.announce()
    candidate = office.candidate(interview["id"])
    letter = make.save(candidate, make.begin(candidate, interview), make.strategic())

    refused = make.submit(candidate, letter, contact_policy_acknowledged=False)
    taken = make.submit(candidate, letter, contact_policy_acknowledged=True)

    assert letter["guidance"]["acknowledgement_required"] is True
    assert "do not contact Meridian Foods directly" in letter["guidance"]["words"]
    assert (refused.status_code, refused.json()["code"]) == (422, "contact_policy_not_acknowledged")
    assert pointers(refused.json()) == ["#/contact_policy_acknowledged"]
    assert taken.status_code == 200
    details = last_details(office)
    assert (details["contact_policy"], details["contact_policy_acknowledged"]) == ("forbidden", True)


@pytest.mark.parametrize(
    "changes",
    [
        {"introduced_by": "direct"},
        {"client": {"external_id": "CLI-1", "name": "Meridian Foods", "contact_policy": "permitted"}},
    ],
    ids=["arranged directly", "permitted"],
)
def test_where_direct_contact_is_fine_nothing_is_to_be_acknowledged(office: Office, changes: Json) -> None:
    interview = office.announce(**changes)
    candidate = office.candidate(interview["id"])
    letter = make.save(candidate, make.begin(candidate, interview), make.strategic())

    assert letter["guidance"]["acknowledgement_required"] is False
    assert make.submit(candidate, letter, contact_policy_acknowledged=False).status_code == 200


@pytest.mark.practice("P7")
def test_the_consultant_is_sent_the_whole_letter_at_once(office: Office) -> None:
    """The consultant gets a mail with the whole letter, whom it is for, what it leaves open and by when to decide."""
    interview = office.announce()
    candidate = office.candidate(interview["id"])

    make.submitted(candidate, interview)
    office.run_tasks()

    (mail,) = office.mails(to=f"priya@{office.name}.example")
    body = text_of(mail)
    assert mail["subject"] == "Alex Moreau at Meridian Foods: strategic letter, by Tuesday 13:30"
    assert mail["Reply-To"] == office.address("alex")
    assert "for Dana Whitfield and Tom Achterberg at Meridian Foods" in body
    assert "Decide by Tuesday 24 November 2026, 13:30 in London: 08:30 in New York, before" in body
    assert set(make.words_of(make.strategic()).splitlines()) <= set(body.splitlines())


@pytest.mark.practice("P9")
def test_each_concern_is_answered_left_out_or_open_for_candidate_and_consultant_alike(office: Office) -> None:
    """Beside the letter the candidate and the consultant read the same list: each concern of the debrief with the
    paragraph that answers it, the reason for leaving it out, or that it is open; the consultant's mail says so too."""
    interview = office.held()
    candidate = office.candidate(interview["id"])
    heard = ["Managing people abroad", "The long notice period", "No food industry so far"]
    answers = debriefs.full_answers(concerns=[{"text": concern} for concern in heard])
    debriefs.submit(candidate, interview["id"], answers)
    office.run_tasks()
    content = make.strategic("c1", left_out=[{"concern": "c2", "reason": "Priya raises it."}])

    letter = make.submitted(candidate, interview, content)
    office.run_tasks()

    found = [(one["key"], one["state"], one["paragraph"], one["left_out_reason"]) for one in letter["coverage"]]
    assert found == [
        ("c1", "answered", 3, None),
        ("c2", "left_out", None, "Priya raises it."),
        ("c3", "open", None, None),
    ]
    for reader in (candidate, office.priya, office.crm):
        assert reader.get(f"/v1/letters/{letter['id']}/coverage").json()["data"] == letter["coverage"]
        assert make.read(reader, letter)["coverage"] == letter["coverage"]
    body = text_of(office.mails(to=f"priya@{office.name}.example")[-1])
    assert "1 of 3 concerns stay open:" in body
    assert "– Managing people abroad: answered in paragraph 3." in body
    assert "– The long notice period: left out on purpose. Priya raises it." in body
    assert "– No food industry so far: open, nothing in the letter answers it." in body


def test_coverage_follows_the_versions_of_letter_and_debrief(office: Office) -> None:
    interview = office.held()
    candidate = office.candidate(interview["id"])
    debriefs.submit(candidate, interview["id"], debriefs.full_answers(concerns=[{"text": "Managing people abroad"}]))
    first = make.submitted(candidate, interview, make.strategic())
    make.send_back(office.priya, first, "Please answer what they said about managing people.")

    rewritten = make.save(candidate, make.read(candidate, first), make.strategic("c1"))
    make.submit(candidate, rewritten)

    path = f"/v1/letters/{first['id']}/versions"
    states = [office.priya.get(f"{path}/{n}").json()["coverage"][0]["state"] for n in (1, 2)]
    listed = office.priya.get(path).json()["data"]
    assert states == ["open", "answered"]
    assert [(one["version"], one["submitted_by"]) for one in listed] == [(2, "candidate"), (1, "candidate")]
    assert listed[0]["document"] != listed[1]["document"]
    assert office.priya.get(f"{path}/3").json()["code"] == "letter_version_not_found"
