"""A few weeks of an agency at random: interviews of two clients, and what became of each, brought about over HTTP."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

import httpx

from app.accounts.actions import users
from app.accounts.models import Team
from app.accounts.schemas.accounts import ConsultantInvite
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.ids import new_id
from app.deliveries.actions import sending
from tests.make import debriefs, letters, loop
from tests.make.loop import Loop
from tests.office import Office

Json = dict[str, Any]
Fate = Callable[[Office, Random, Json], None]


def lived(office: Office, random: Random, *, begins: datetime) -> None:
    """Let one interview of each fate be held, in any order; the last waits for its window."""
    open_branch(office)
    fates = [*FATES, _sent]
    random.shuffle(fates)
    at = begins
    for n, fate in enumerate([*fates, _waits]):
        at += timedelta(hours=random.randrange(20, 40), minutes=random.randrange(60))
        office.clock.move_to(at)
        client = "Quiet Waters" if fate is _no_letters else random.choice(["Meridian Foods", "Corvid Systems"])
        fate(office, random, announced(office, random, n, client, direct=fate is _released))
        at = max(at, utc_now())


def come_in_again(office: Office) -> None:
    """Let Priya and the manager sign in anew: a session lasts for twelve hours."""
    office.opened_at = utc_now()
    for who in ("priya", "manager", "compliance"):
        office.__dict__.pop(who, None)


def open_branch(office: Office) -> None:
    """A second office with one consultant; teams have no endpoint."""
    actor = SystemActor(office.agency_id)
    with office.rows() as session:
        team = Team(agency_id=office.agency_id, id=new_id(), name="Leeds")
        session.add(team)
        record(session, AuditAction.TEAM_CREATED, subject=team, actor=actor, now=utc_now())
        session.flush()
        given = {"name": "Lee Marsh", "email": f"lee@{office.name}.example", "role": "consultant"}
        invite = ConsultantInvite.model_validate(given)
        users.add_user(session, invite=invite, team_id=team.id, actor=actor, now=utc_now())


def announced(office: Office, random: Random, n: int, client: str, *, direct: bool) -> Json:
    """Announce an interview that begins in ten minutes, with a candidate of its own; some of it changes at once."""
    starts = utc_now() + timedelta(minutes=10)
    times = {"starts_at": starts.isoformat(), "ends_at": (starts + timedelta(hours=1)).isoformat()}
    dana = {**office.interviewer("Dana Whitfield"), "external_id": f"CTC-{client}", "email": office.address(client[:3])}
    changes: Json = {
        **times,
        "consultant": f"{random.choice(['priya', 'colleague', 'lee'])}@{office.name}.example",
        "candidate": {"name": f"Candidate {n}", "email": office.address(f"c{n}")},
        "client": {"external_id": client, "name": client},
        "job": {"external_id": f"JOB-{client}", "title": "Product Manager"},
        "interviewers": [dana],
    }
    interview = office.announce(f"H-{n}", **changes)
    if direct or random.random() < 0.5:
        lee, longer = f"lee@{office.name}.example", (starts + timedelta(minutes=90)).isoformat()
        arranged = {"introduced_by": "direct"} if direct else {}
        interview = office.announce(f"H-{n}", **{**changes, **arranged, "consultant": lee, "ends_at": longer})
    come_in_again(office)
    return interview


def over(office: Office, random: Random, interview: Json) -> httpx.Client:
    """Let some time pass after its end; return the candidate's client."""
    ends = datetime.fromisoformat(interview["ends_at"])
    office.clock.move_to(ends + timedelta(minutes=random.randrange(5, 400)))
    come_in_again(office)
    return office.candidate(interview["id"])


def decided(office: Office, interview: Json, decision: str, body: Json | None = None) -> None:
    path = f"/v1/interviews/{interview['id']}"
    seen = office.manager.get(path).headers["ETag"]
    answer = office.manager.post(f"{path}/{decision}", json=body, headers={"If-Match": seen})
    assert answer.is_success, answer.text


def _cancelled(office: Office, _random: Random, interview: Json) -> None:
    decided(office, interview, "cancel", {"reason": "They froze the role."})


def _no_show(office: Office, random: Random, interview: Json) -> None:
    over(office, random, interview)
    decided(office, interview, "no-show")


def _said_not_held(office: Office, random: Random, interview: Json) -> None:
    candidate = over(office, random, interview)
    body = {"answer": "did_not_go", "reason": "I was ill."}
    assert candidate.post(f"/v1/interviews/{interview['id']}/attendance", json=body).status_code in {200, 201}


def _silent(office: Office, random: Random, interview: Json) -> None:
    over(office, random, interview)


def _told(office: Office, random: Random, interview: Json) -> None:
    candidate = over(office, random, interview)
    debriefs.submit(candidate, interview["id"], debriefs.full_answers(decision_expected={"precision": "unknown"}))


def _accepted(office: Office, random: Random, interview: Json) -> None:
    _told(office, random, interview)
    office.clock.move_to(utc_now() + timedelta(hours=random.randrange(1, 90)))
    come_in_again(office)
    assert debriefs.decide(office.manager, interview["id"], "accept").is_success
    rung = {"state": "done", "spoke_with": "Reception", "said": "Candidate was impressed."}
    rung_at = (utc_now() - timedelta(minutes=random.randrange(60))).isoformat()
    path = f"/v1/interviews/{interview['id']}/calls"
    for at in (rung_at, None):
        answer = office.manager.post(path, json={**rung, "rung_at": at, "heard": f"Heard {at}"})
        assert answer.status_code == 201, answer.text


def _drafted(office: Office, random: Random, interview: Json) -> None:
    letters.begin(over(office, random, interview), interview, to=("Dana",))


def _submitted(office: Office, random: Random, interview: Json) -> Loop:
    candidate = over(office, random, interview)
    return Loop(interview, candidate, letters.submitted(candidate, interview, to=("Dana",)))


def _not_agreed(office: Office, random: Random, interview: Json) -> None:
    _submitted(office, random, interview)


def _agreed(office: Office, random: Random, interview: Json) -> Loop:
    written = _submitted(office, random, interview)
    assert letters.consent(written.candidate, written.letter).is_success
    return written


def _with_agency(office: Office, random: Random, interview: Json) -> None:
    _agreed(office, random, interview)


def _withdrawn(office: Office, random: Random, interview: Json) -> None:
    written = _agreed(office, random, interview)
    assert loop.decide(written.candidate, loop.path_to(written.letter), "withdraw").is_success


def _not_forwarded(office: Office, random: Random, interview: Json) -> None:
    written = _submitted(office, random, interview)
    why = {"reason": "They have decided already."}
    answer = loop.decide(office.manager, loop.path_to(written.letter), "not-forwarded", why)
    assert answer.is_success, answer.text


def _no_letters(office: Office, random: Random, interview: Json) -> None:
    over(office, random, interview)
    path = f"/v1/clients/{interview['client']['id']}"
    seen = office.manager.get(path).headers["ETag"]
    answer = office.manager.patch(path, json={"letter_policy": "not_accepted"}, headers={"If-Match": seen})
    assert answer.is_success, answer.text


def _sent(office: Office, random: Random, interview: Json) -> None:
    written = _agreed(office, random, interview)
    office.clock.move_to(utc_now() + timedelta(minutes=random.randrange(1, 4000)))
    come_in_again(office)
    answer = loop.approve(office.manager, written, **loop.NOW)
    assert answer.is_success, answer.text
    written.deliveries = loop.by_name(written, answer.json()["deliveries"])
    claim = loop.claimed(office, written)
    with office.rows() as session:
        sending.begin_sending(session, claim, now=utc_now())
    with office.rows() as session:
        sending.mark_sent(session, claim, reply="250 taken", now=utc_now())


def _released(office: Office, random: Random, interview: Json) -> None:
    """The candidate arranged it directly, which was known a moment after it was announced."""
    written = _agreed(office, random, interview)
    answer = loop.approve(office.manager, written)
    assert answer.is_success, answer.text


def _waits(office: Office, random: Random, interview: Json) -> None:
    written = _agreed(office, random, interview)
    assert loop.approve(office.manager, written).is_success


FATES: list[Fate] = [
    _cancelled,
    _no_show,
    _said_not_held,
    _silent,
    _accepted,
    _accepted,
    _drafted,
    _not_agreed,
    _with_agency,
    _withdrawn,
    _not_forwarded,
    _no_letters,
    _released,
    _sent,
]
