from typing import Any

from sqlalchemy import text

from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.ids import Prefixed
from app.documents import actions, queries
from app.documents.models import Document
from tests.make import letters as make
from tests.office import Office

Json = dict[str, Any]


def document_row(office: Office, letter: Json) -> tuple[Any, Any]:
    return office.agency_id, Prefixed("doc").parse(letter["document"]["id"])


def consent_states(letter: Json) -> list[str]:
    return [one["state"] for one in letter["consents"]]


def test_the_candidate_agrees_to_exactly_what_was_shown_for_these_people(office: Office) -> None:
    """Not to what was not shown, nor for who was not addressed; agreeing twice changes nothing."""
    panel = [office.interviewer(name) for name in ("Dana Whitfield", "Tom Achterberg", "Ines Roth")]
    interview = office.announce(interviewers=panel)
    candidate = office.candidate(interview["id"])
    people = make.people_of(interview)
    letter = make.submitted(candidate, interview)

    other_bytes = make.consent(candidate, letter, sha256="0" * 64)
    nothing_named = make.consent(candidate, letter, sha256="what I saw")
    stranger = make.consent(candidate, letter, to=[people["Dana"], people["Ines"]])
    assert (other_bytes.status_code, other_bytes.json()["code"]) == (409, "document_superseded")
    assert (nothing_named.status_code, stranger.status_code) == (422, 422)
    assert stranger.json()["errors"] == [{"pointer": "#/people/1", "message": "this letter was not written to them"}]
    assert consent_states(make.read(candidate, letter)) == ["not_given", "not_given"]

    agreed = make.consent(candidate, letter, to=[people["Dana"]])
    assert agreed.status_code == 200
    consents = {one["name"]: one["consent"] for one in agreed.json()["people"]}
    assert (consents["Dana Whitfield"]["state"], consents["Tom Achterberg"]) == ("given", None)
    assert office.trail(consents["Dana Whitfield"]["id"]) == ["consent.given"]
    assert consent_states(make.read(office.priya, letter)) == ["given", "not_given"]

    first, second = make.consent(candidate, letter), make.consent(candidate, letter)
    assert (second.status_code, second.json()) == (200, first.json())
    assert second.headers["ETag"] == first.headers["ETag"]
    for one in first.json()["people"]:
        assert office.trail(one["consent"]["id"]) == ["consent.given"]


def test_nobody_agrees_in_the_place_of_the_candidate(office: Office) -> None:
    """A link that was handed over cannot agree, and the answer says what can; the trail names what was agreed to."""
    interview = office.announce()
    weak = office.candidate(interview["id"], link="returned")
    letter = make.read(office.priya, make.submitted(weak, interview, to=("Dana",)))
    someone = {"external_id": "CAND-2", "name": "Bo Lind", "email": office.address("bo")}
    other = office.candidate(office.announce("I-2", candidate=someone)["id"])

    agency = (office.priya, office.manager, office.compliance, office.admin, office.crm)
    assert [make.consent(one, letter).status_code for one in agency] == [403] * 5
    assert make.consent(office.anybody, letter).status_code == 401
    assert make.consent(other, letter).status_code == 404
    refused = make.consent(weak, letter)
    assert (refused.status_code, refused.json()["code"]) == (403, "consent_needs_own_link")
    assert "the link in a mail that we sent to you" in refused.json()["detail"]
    assert "ask your consultant" in refused.json()["detail"]
    assert consent_states(make.read(office.priya, letter)) == ["not_given"]

    agreed = make.consent(office.candidate(interview["id"], link="sent"), letter)
    assert agreed.status_code == 200
    assert office.trail(agreed.json()["people"][0]["consent"]["id"]) == ["consent.given"]
    with office.rows() as session:
        row = session.execute(text("SELECT details, actor_kind FROM audit_event WHERE action = 'consent.given'")).one()
    assert (row.actor_kind, row.details["sha256"]) == ("candidate", letter["document"]["sha256"])
    assert set(row.details) == {"document", "person", "sha256", "link"}


def test_a_new_version_needs_a_new_agreement(office: Office) -> None:
    interview = office.announce()
    candidate = office.candidate(interview["id"])
    first = make.submitted(candidate, interview)
    make.consent(candidate, first)
    make.send_back(office.priya, first, "A shorter one, please.")
    second = make.submit(candidate, make.save(candidate, make.read(candidate, first), make.thank_you())).json()

    late = make.consent(candidate, first)

    assert (late.status_code, late.json()["code"]) == (409, "document_superseded")
    assert consent_states(second) == ["not_given", "not_given"]
    shown = [candidate.get(f"/v1/documents/{letter['document']['id']}").json()["newest"] for letter in (first, second)]
    assert shown == [False, True]
    with office.rows() as session:
        standing = [
            len(queries.standing_consents(session, document=session.get_one(Document, document_row(office, letter))))
            for letter in (first, second)
        ]
    assert standing == [2, 0]
    assert (
        consent_states(make.submit(candidate, make.begin(candidate, interview), content=make.thank_you()).json())
        == ["not_given"] * 2
    )


def test_an_agreement_that_was_withdrawn_is_given_again(office: Office) -> None:
    interview = office.announce()
    candidate = office.candidate(interview["id"])
    letter = make.submitted(candidate, interview, to=("Dana",))
    given = make.consent(candidate, letter).json()["people"][0]["consent"]
    with office.rows() as session:
        document = session.get_one(Document, document_row(office, letter))
        (row,) = queries.standing_consents(session, document=document, lock=True)
        actions.withdraw_consent(session, row, actor=SystemActor(office.agency_id), now=utc_now())
        assert queries.standing_consents(session, document=document) == []

    withdrawn = make.read(office.priya, letter)
    again = make.consent(candidate, letter).json()["people"][0]["consent"]

    assert consent_states(withdrawn) == ["withdrawn"]
    assert (again["id"], again["state"], again["withdrawn_at"]) == (given["id"], "given", None)
    assert office.trail(given["id"]) == ["consent.given", "consent.withdrawn", "consent.given"]
