"""Consent is evidence: it comes by a link that the service itself sent, and the trail says which."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.accounts.actions import sessions
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.ids import Prefixed
from app.interviews.actions.inviting import way_in
from app.interviews.queries import meeting_for
from tests.make import letters as make
from tests.make.accounts import bearer
from tests.make.loop import approve, letter_submitted
from tests.office import Office, link_in

Json = dict[str, Any]


def mailed(office: Office, who: str = "alex") -> list[str]:
    """The tokens of the links in this candidate's mails, oldest first."""
    return [link_in(mail) for mail in office.mails(office.address(who)) if "/c/" in mail.as_string()]


def handed_over(office: Office, interview: Json) -> str:
    """The token of the link that a consultant gets into the hand."""
    answer = office.priya.post(f"/v1/interviews/{interview['id']}/invitation")
    assert answer.status_code == 200, answer.text
    return str(answer.json()["url"].rpartition("/")[2])


def states(office: Office, letter: Json) -> set[str]:
    return {one["state"] for one in make.read(office.priya, letter)["consents"]}


def all_details_of(office: Office, action: str) -> list[Json]:
    with office.rows() as session:
        query = text("SELECT details FROM audit_event WHERE action = :action ORDER BY at")
        return list(session.scalars(query, {"action": action}))


def details_of(office: Office, action: str) -> Json:
    (found,) = all_details_of(office, action)
    return found


def test_the_trail_says_by_which_link_the_candidate_agreed(office: Office) -> None:
    interview = office.held()
    candidate = office.by_link(mailed(office)[-1])
    letter = make.submitted(candidate, interview, to=("Dana",))

    make.consent(candidate, letter)

    found = details_of(office, "consent.given")
    assert set(found) == {"document", "person", "sha256", "link"}
    link = Prefixed("lnk").parse(found["link"])
    with office.rows() as session:
        strength = session.scalar(text("SELECT strength FROM candidate_link WHERE id = :id"), {"id": link})
    assert strength == "sent"
    assert office.trail(found["link"])[0] == "link.issued"


def test_a_consultant_with_a_link_in_hand_neither_agrees_nor_withdraws_whatever_they_try(office: Office) -> None:
    """Not by opening it beside the candidate's own session, not by asking for it again, not on behalf of anybody."""
    loop = letter_submitted(office, to=("Dana",))
    token = handed_over(office, loop.interview)
    strong = loop.candidate.headers["Authorization"].removeprefix("Bearer ")
    beside = office.anybody.post("/v1/candidate-sessions", json={"token": token}, headers=bearer(strong))
    with_cookie = office.anybody.post(
        "/v1/candidate-sessions", json={"token": token}, headers={"Cookie": f"afterword={strong}"}
    )
    office.anybody.cookies.clear()
    again = handed_over(office, loop.interview)
    weak = [beside.json()["token"], with_cookie.json()["token"]]
    opened = [
        office.anybody.post("/v1/candidate-sessions", json={"token": one}).json()["token"] for one in (token, again)
    ]
    office.anybody.cookies.clear()

    people = {"people": [loop.people["Dana"]], "sha256": loop.letter["document"]["sha256"]}
    for session_token in (*weak, *opened):
        holder = httpx.Client(base_url=office.premises.url, headers=bearer(session_token))
        given = holder.post(
            f"/v1/documents/{loop.letter['document']['id']}/consents", json=people, headers={"Idempotency-Key": "g"}
        )
        taken = holder.post(
            f"/v1/documents/{loop.letter['document']['id']}/consents/withdraw",
            json={"people": [loop.people["Dana"]]},
            headers={"Idempotency-Key": "k"},
        )
        assert {(one.status_code, one.json()["code"]) for one in (given, taken)} == {(403, "consent_needs_own_link")}
        holder.close()
    named = {"On-Behalf-Of": f"priya@{office.name}.example"}
    by_key = office.crm.post(f"/v1/documents/{loop.letter['document']['id']}/consents", json=people, headers=named)
    assert by_key.status_code == 403
    assert states(office, loop.letter) == {"not_given"}
    assert approve(office.priya, loop).json()["code"] == "consent_missing"


def test_a_link_is_mailed_to_the_stored_address_only(office: Office) -> None:
    """Asking for the invitation again names nobody: there is no way to have the stronger link sent elsewhere."""
    interview = office.held()
    before = len(mailed(office))
    elsewhere = {"email": office.address("stranger")}

    office.priya.post(f"/v1/interviews/{interview['id']}/invitation", json=elsewhere)
    office.run_tasks()

    assert len(mailed(office)) == before + 1
    assert mailed(office, "stranger") == []


def test_a_link_to_a_former_address_agrees_to_nothing_and_leaves_an_entry(office: Office) -> None:
    office.announce()
    interview = office.held()
    former = office.by_link(mailed(office)[-1])
    letter = make.submitted(former, interview, to=("Dana",))
    given = office.announcement()["candidate"]
    office.announce(candidate={**given, "email": office.address("alexandra")})
    office.run_tasks()

    late = make.consent(former, letter)
    now = make.consent(office.by_link(mailed(office, "alexandra")[-1]), letter)

    assert (late.status_code, now.status_code) == (401, 200)
    assert all_details_of(office, "link.revoked") == [{}, {}], "of the mail before the interview, and of the one after"


def test_a_link_that_is_made_while_the_address_changes_goes_to_the_new_one_or_ends(office: Office) -> None:
    """Whoever makes a link reads the address again, under a lock that the change waits for."""
    interview = office.held()
    given, actor = office.announcement()["candidate"], SystemActor(office.agency_id)
    subject = Prefixed("int").parse(interview["id"])
    with office.rows() as session:
        meeting = meeting_for(session, interview_id=subject, actor=actor)
        office.announce(candidate={**given, "email": office.address("alexandra")})
        way_in(session, meeting, public_url="http://afterword.example", actor=actor, now=utc_now())
        mailed_to = meeting.candidate.email
    with ThreadPoolExecutor(1) as crm:
        with office.rows() as session:
            meeting = meeting_for(session, interview_id=subject, actor=actor)
            way = way_in(session, meeting, public_url="http://afterword.example", actor=actor, now=utc_now())
            changing = crm.submit(office.announce, candidate={**given, "email": office.address("lex")})
        changing.result()

    former = office.anybody.post("/v1/candidate-sessions", json={"token": way.link.rpartition("/")[2]})

    assert mailed_to == office.address("alexandra")
    assert (former.status_code, former.json()["code"]) == (401, "link_not_valid")


def test_an_interview_is_given_to_another_candidate_until_the_first_comes_in(office: Office) -> None:
    """A wrong name is put right; what somebody wrote, and may agree to, never becomes another's."""
    interview = office.announce()
    weak = handed_over(office, interview)
    sam: Json = {"external_id": "CAND-2", "name": "Sam Other", "email": office.address("sam")}

    corrected = office.announce(candidate=sam)
    came_in = office.anybody.post("/v1/candidate-sessions", json={"token": weak}).json()["token"]
    office.anybody.cookies.clear()
    seen = office.anybody.get(f"/v1/interviews/{interview['id']}", headers=bearer(came_in))
    office.candidate(interview["id"])
    late = office.crm.put("/v1/external/bullhorn/interviews/I-1", json=office.announcement())

    assert (corrected["id"], corrected["candidate"]["name"]) == (interview["id"], "Sam Other")
    assert (seen.status_code, seen.json()["code"]) == (404, "interview_not_found")
    assert (late.status_code, late.json()["code"]) == (409, "candidate_came_in")


def test_two_windows_that_agree_at_once_agree_once(office: Office) -> None:
    interview = office.announce()
    tabs = [office.candidate(interview["id"]) for _ in range(4)]
    letter = make.submitted(tabs[0], interview)

    with ThreadPoolExecutor(4) as windows:
        answers = list(windows.map(lambda tab: make.consent(tab, letter), tabs))

    assert [answer.status_code for answer in answers] == [200] * 4
    ids = {one["consent"]["id"] for answer in answers for one in answer.json()["people"]}
    assert len(ids) == 2
    assert {tuple(office.trail(one)) for one in ids} == {("consent.given",)}


def consent_row(office: Office, loop: Any, link: str | None, **changes: Any) -> None:
    """Write a consent past the program, as the role that it runs as."""
    row: Json = {
        "agency_id": office.agency_id,
        "id": Prefixed("prs").parse(loop.people["Dana"]),
        "document_id": Prefixed("doc").parse(loop.letter["document"]["id"]),
        "sha256": loop.letter["document"]["sha256"],
        "person_id": Prefixed("prs").parse(loop.people["Dana"]),
        "state": "given",
        "given_by": "candidate",
        "given_at": utc_now(),
        "link_id": Prefixed("lnk").parse(link) if link else None,
        "audit_seq": 1,
        "audit_hash": b"",
    }
    row |= changes
    columns = ", ".join(row)
    values = ", ".join(f":{name}" for name in row)
    with office.rows() as session:
        session.execute(text(f"INSERT INTO consent ({columns}) VALUES ({values})"), row)


def constraint(error: IntegrityError) -> str | None:
    name: str | None = error.orig.diag.constraint_name  # type: ignore[union-attr]
    return name


def issued(office: Office, loop: Any, strength: str) -> str:
    actor = SystemActor(office.agency_id)
    with office.rows() as session:
        token = sessions.issue_link(
            session,
            candidate_id=Prefixed("cnd").parse(loop.interview["candidate"]["id"]),
            interview_id=Prefixed("int").parse(loop.interview["id"]),
            strength=strength,  # type: ignore[arg-type]  # tests name one of the two
            life=timedelta(days=1),
            actor=actor,
            now=utc_now(),
        )
    return Prefixed("lnk").show(token.row_id)


def test_the_database_refuses_a_consent_without_its_evidence(office: Office) -> None:
    loop = letter_submitted(office, to=("Dana",))
    other = letter_submitted(office, "I-2", round=2, to=("Dana",))
    priya = Prefixed("con").parse(office.consultant_ids["priya"])
    sent, returned = issued(office, loop, "sent"), issued(office, loop, "returned")
    rung: Json = {"given_by": "read_back_by_telephone", "read_back_by": priya, "rung_at": utc_now(), "number_rung": "1"}
    refused: list[tuple[str | None, Json, str]] = [
        (None, {}, "consent_needs_a_sent_link"),
        (returned, {}, "consent_needs_a_sent_link"),
        (issued(office, other, "sent"), {}, "consent_needs_a_sent_link"),
        (sent, {"given_at": utc_now() + timedelta(days=2)}, "consent_needs_a_sent_link"),
        (None, {**rung, "read_back_by": None}, "ck_consent_read_back_whole"),
        (None, {**rung, "rung_at": None}, "ck_consent_read_back_whole"),
        (None, {**rung, "number_rung": None}, "ck_consent_read_back_whole"),
        (sent, rung, "ck_consent_read_back_without_link"),
        (sent, {"number_rung": "1"}, "ck_consent_read_back_whole"),
        (sent, {"given_by": "consultant"}, "ck_consent_given_by"),
    ]
    for link, changes, name in refused:
        with pytest.raises(IntegrityError) as caught:
            consent_row(office, loop, link, **changes)
        assert constraint(caught.value) == name, changes
    for link, changes in ((sent, {}), (None, rung)):
        with pytest.raises(IntegrityError, match="newest audit entry disagree"):
            consent_row(office, loop, link, **changes)


def test_the_database_lets_no_link_become_a_stronger_one(office: Office) -> None:
    loop = letter_submitted(office, to=("Dana",))
    office.announce("I-2", round=2)
    link = Prefixed("lnk").parse(issued(office, loop, "returned"))

    other = "interview_id = (SELECT id FROM interview WHERE id <> l.interview_id)"
    for change in ("strength = 'sent'", other, "digest = 'x'"):
        statement = text(f"UPDATE candidate_link l SET {change}, audit_seq = audit_seq + 1 WHERE id = :id")
        with pytest.raises(IntegrityError) as caught, office.rows() as session:
            session.execute(statement, {"id": link})
        assert constraint(caught.value) == "candidate_link_is_fixed"
