from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.ids import Prefixed
from app.core.states import StateConflict
from app.letters.actions import deciding
from app.letters.queries.rows import letter_for
from tests.make import letters as make
from tests.office import Office, link_in, text_of

Json = dict[str, Any]
REASON = "Please name the project in Porto.\nTwo sentences are enough."


def mark(office: Office, letter: Json, step: Callable[..., None], **words: str) -> None:
    """Take a step that a higher feature decides on."""
    with office.rows() as session:
        actor = SystemActor(office.agency_id)
        at = letter_for(session, letter_id=Prefixed("ltr").parse(letter["id"]), actor=actor, lock=True)
        step(session, at.letter, actor=actor, now=utc_now(), **words)


def decisions(office: Office) -> list[str | None]:
    with office.rows() as session:
        return [row[0] for row in session.execute(text("SELECT decision FROM review_item ORDER BY created_at"))]


@pytest.mark.practice("P7")
def test_a_returned_letter_comes_back_with_the_reason_and_every_word_of_it(office: Office) -> None:
    """The candidate gets a mail with what the consultant would change and a link; behind it the letter stands word for
    word, ready to be written on."""
    interview = office.announce()
    handed_over = office.candidate(interview["id"], link="returned")
    letter = make.read(office.priya, make.submitted(handed_over, interview))

    returned = make.send_back(office.priya, letter, REASON)
    office.run_tasks()

    assert (returned.status_code, returned.json()["state"]) == (200, "changes_requested")
    (mail,) = office.mails(to=office.address("alex"))
    assert mail["subject"] == "Priya Nair has a suggestion for your letter to Meridian Foods"
    assert mail["Reply-To"] == f"priya@{office.name}.example"
    assert all(line in text_of(mail) for line in REASON.splitlines())
    candidate = office.by_link(link_in(mail))
    again = make.read(candidate, letter)
    assert (again["return_reason"], again["content"]) == (REASON, letter["content"])
    assert make.submit(candidate, again).json()["version"] == 2
    assert make.consent(candidate, make.read(candidate, letter)).status_code == 200
    assert office.trail(letter["id"]) == ["letter.drafted", "letter.submitted", "letter.returned", "letter.submitted"]
    assert decisions(office) == ["returned", None]


def test_a_letter_submitted_again_meanwhile_is_not_announced_as_returned(office: Office) -> None:
    interview = office.announce()
    candidate = office.candidate(interview["id"])
    letter = make.submitted(candidate, interview)
    make.send_back(office.priya, letter, REASON)
    make.submit(candidate, make.read(candidate, letter))

    office.run_tasks()

    assert office.mails(to=office.address("alex")) == []


def test_whose_interview_it_is_or_a_manager_returns_a_letter_and_nobody_else(office: Office) -> None:
    interview = office.announce()
    candidate = office.candidate(interview["id"])
    letter = make.submitted(candidate, interview)

    for nobody in (office.colleague, office.compliance, candidate):
        assert make.send_back(nobody, letter, REASON).status_code == 403
    keyed = {"If-Match": office.crm.get(f"/v1/letters/{letter['id']}").headers["ETag"]}
    path, body = f"/v1/letters/{letter['id']}/return", {"reason": REASON}
    assert office.crm.post(path, json=body, headers=keyed).json()["code"] == "on_behalf_of_required"
    colleague = {**keyed, "On-Behalf-Of": office.consultant_ids["colleague"]}
    assert office.crm.post(path, json=body, headers=colleague).status_code == 403
    assert office.trail(letter["id"])[-1] == "letter.submitted"
    manager = {**keyed, "On-Behalf-Of": f"manager@{office.name}.example"}
    assert office.crm.post(path, json=body, headers=manager).status_code == 200


def test_a_decision_on_what_changed_meanwhile_is_refused_and_says_who_did_what(office: Office) -> None:
    interview = office.announce()
    letter = make.submitted(office.candidate(interview["id"]), interview)
    path = f"/v1/letters/{letter['id']}/return"
    seen = {"If-Match": office.priya.get(f"/v1/letters/{letter['id']}").headers["ETag"]}
    make.send_back(office.manager, letter, "Too long.")

    stale = office.priya.post(path, json={"reason": REASON}, headers=seen)
    unseen = office.priya.post(path, json={"reason": REASON})
    wordless = office.priya.post(path, json={"reason": " "}, headers=seen)

    assert [answer.status_code for answer in (stale, unseen, wordless)] == [412, 428, 422]
    assert "Mira Manager returned version 1" in stale.json()["detail"]
    assert office.trail(letter["id"]).count("letter.returned") == 1


def test_only_what_waits_for_a_decision_is_returned(office: Office) -> None:
    interview = office.announce()
    candidate = office.candidate(interview["id"])
    draft = make.begin(candidate, interview)

    refused = make.send_back(office.priya, draft, REASON)

    assert (refused.status_code, refused.json()["code"]) == (409, "state_conflict")
    assert refused.json()["detail"] == "This letter is draft; it cannot become changes_requested."


@pytest.mark.parametrize(
    ("step", "words", "state"),
    [
        (deciding.mark_approved, {}, "approved"),
        (deciding.mark_released, {}, "released"),
        (deciding.mark_withdrawn, {}, "withdrawn"),
        (deciding.mark_not_forwarded, {"reason": "They decided this morning."}, "not_forwarded"),
    ],
)
def test_a_decision_is_recorded_and_takes_the_letter_off_the_desk(
    office: Office, step: Callable[..., None], words: Json, state: str
) -> None:
    interview = office.announce()
    candidate = office.candidate(interview["id"])
    letter = make.submitted(candidate, interview)

    mark(office, letter, step, **words)

    now = make.read(candidate, letter)
    assert (now["state"], now["return_reason"], now["draft"]) == (state, words.get("reason"), None)
    assert office.trail(letter["id"])[-1] == f"letter.{state}"
    assert decisions(office) == [state]
    with pytest.raises(StateConflict):
        mark(office, letter, step, **words)


def test_a_withdrawn_letter_is_opened_again_as_a_new_version(office: Office) -> None:
    interview = office.announce()
    candidate = office.candidate(interview["id"])
    letter = make.submitted(candidate, interview)
    make.consent(candidate, letter)
    mark(office, letter, deciding.mark_withdrawn)
    path = f"/v1/letters/{letter['id']}/reopen"
    seen = {"If-Match": candidate.get(f"/v1/letters/{letter['id']}").headers["ETag"]}

    refused = [candidate.post(path).status_code, office.priya.post(path, headers=seen).status_code]
    opened = candidate.post(path, headers=seen).json()
    twice = candidate.post(path, headers={"If-Match": candidate.get(f"/v1/letters/{letter['id']}").headers["ETag"]})

    assert refused == [428, 403]
    assert (opened["state"], opened["content"]) == ("draft", letter["content"])
    assert twice.status_code == 409
    resubmitted = make.submit(candidate, opened).json()
    assert (resubmitted["version"], [one["state"] for one in resubmitted["consents"]]) == (2, ["not_given"] * 2)
    assert office.trail(letter["id"])[-3:] == ["letter.withdrawn", "letter.reopened", "letter.submitted"]


def test_what_was_being_written_when_a_letter_was_withdrawn_is_there_when_it_is_opened_again(office: Office) -> None:
    interview = office.announce()
    candidate = office.candidate(interview["id"])
    letter = make.submitted(candidate, interview)
    make.send_back(office.priya, letter, REASON)
    newer = make.save(candidate, make.read(candidate, letter), make.thank_you())
    mark(office, letter, deciding.mark_withdrawn)
    seen = {"If-Match": candidate.get(f"/v1/letters/{letter['id']}").headers["ETag"]}

    opened = candidate.post(f"/v1/letters/{letter['id']}/reopen", headers=seen).json()

    assert opened["content"] == newer["content"]


def test_the_etag_of_an_earlier_draft_never_fits_a_later_one(office: Office) -> None:
    interview = office.announce()
    candidate = office.candidate(interview["id"])
    begun = make.begin(candidate, interview)
    saved = make.save(candidate, begun, make.strategic())
    make.submit(candidate, saved)
    make.send_back(office.priya, begun, REASON)
    body = {"addressees": [], "content": make.thank_you()}

    answers = [
        candidate.put(f"/v1/letters/{begun['id']}", json=body, headers={"If-Match": old["draft"]["etag"]}).status_code
        for old in (begun, saved)
    ]

    assert answers == [412, 412]
