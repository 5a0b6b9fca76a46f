"""What waits in the queue: read, claimed and handed on over HTTP, and copied by the thousand in the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import httpx
import psycopg

from app.accounts.models import Team
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.ids import new_id
from tests.make import debriefs
from tests.office import Office

Json = dict[str, Any]
PATH = "/v1/review-items"
COPIED = (
    *("agency_id", "interview_id", "kind", "version", "consultant_id", "team_id", "client_id", "cut_off_zone"),
    *("due_why", "waits_for", "decision", "decided_at", "facts"),
)


def items(who: httpx.Client, **filters: Any) -> list[Json]:
    """What this user finds with these filters, on the first page."""
    answer = who.get(PATH, params=filters)
    assert answer.status_code == 200, answer.text
    found: list[Json] = answer.json()["data"]
    return found


def item(who: httpx.Client, **filters: Any) -> Json:
    """The one item that this user finds."""
    (found,) = items(who, **filters)
    return found


def ids(who: httpx.Client, **filters: Any) -> set[str]:
    """The identifiers of what this user finds."""
    return {one["id"] for one in items(who, **filters)}


def step(who: httpx.Client, of: Json, name: str, *, seen: str | None = None, **body: Any) -> httpx.Response:
    """Claim, release or assign an item as it now is, or as it was once ``seen``."""
    path = f"{PATH}/{of['id']}"
    etag = seen or who.get(path).headers.get("ETag", '"1"')
    return who.post(f"{path}/{name}", json=body or None, headers={"If-Match": etag})


def debrief_waits(office: Office, ref: str = "I-1", **announced: Any) -> Json:
    """Let a debrief wait for its consultant; return its item."""
    interview = office.held(ref, **announced)
    debriefs.submit(office.candidate(interview["id"]), interview["id"], **debriefs.confidences())
    return next(one for one in items(office.manager) if one["interview_id"] == interview["id"])


def somebody_elses(office: Office, **changes: Any) -> Json:
    """What announces Sam's interview at Corvid, which the colleague has."""
    return {
        "candidate": {"external_id": "CAND-2", "name": "Sam Okafor", "email": office.address("sam")},
        "client": {"external_id": "CLI-2", "name": "Corvid Logistics"},
        "job": {"external_id": "JOB-2", "title": "Data Engineer"},
        "interviewers": [{"external_id": "CTC-9", "name": "Rui Prado", "time_zone": "Europe/Lisbon", "country": "PT"}],
        "consultant": f"colleague@{office.name}.example",
        **changes,
    }


def another_team(office: Office) -> UUID:
    """A second team of the agency, which has no endpoint yet."""
    with office.rows() as session:
        team = Team(agency_id=office.agency_id, id=new_id(), name="Lisbon")
        session.add(team)
        record(session, AuditAction.TEAM_CREATED, subject=team, actor=SystemActor(office.agency_id), now=utc_now())
        return team.id


@contextmanager
def copies(office: Office, many: int, **changes: str) -> Iterator[None]:
    """Put copies of the agency's first item beside it, each later by a second; ``changes`` are SQL by column."""
    chosen = {name: name for name in COPIED} | {"search": "to_tsvector('simple', 'copy number ' || n)"} | changes
    columns, values = ", ".join(chosen), ", ".join(chosen.values())
    copying = (
        f"INSERT INTO review_item (id, subject_id, due_at, created_at, {columns}) "
        f"SELECT gen_random_uuid(), gen_random_uuid(), due_at + n * interval '1 second', created_at, {values} "
        "FROM (SELECT * FROM review_item WHERE agency_id = %(agency)s AND NOT search @@ 'copy' "
        "ORDER BY id LIMIT 1) one, generate_series(1, %(many)s) n"
    )
    url = office.premises.cluster.url_for("afterword_owner", "afterword_shared")
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute(copying.encode(), {"agency": office.agency_id, "many": many})
        owner.execute("VACUUM ANALYZE review_item")
        try:
            yield
        finally:
            owner.execute("DELETE FROM review_item WHERE agency_id = %s AND search @@ 'copy'", [office.agency_id])
