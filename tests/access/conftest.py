from collections.abc import Iterator
from datetime import timedelta

import httpx
import psycopg
import pytest

from app.accounts.actions import sessions, users
from app.accounts.models import Team
from app.accounts.queries.rows import default_team
from app.accounts.schemas.accounts import ConsultantInvite
from app.adapters.postgres.cluster import SUPERUSER
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.ids import Prefixed, new_id
from tests.access.grounds import Grounds
from tests.make.agency import SCOPES, Busy, two_agencies
from tests.office import Premises, with_key


@pytest.fixture(scope="package")
def grounds(premises: Premises) -> Iterator[Grounds]:
    """Both agencies, prepared once for this folder."""
    superuser = premises.cluster.url_for(SUPERUSER, "afterword_shared")
    with (
        two_agencies(premises) as (home, stranger),
        psycopg.connect(superuser, autocommit=True) as everything,
        httpx.Client(base_url=premises.url, timeout=30, event_hooks={"request": [with_key]}) as web,
    ):
        soon = utc_now() + timedelta(minutes=1)
        _more_consultants(home)
        expired = home.key(*SCOPES, expires_at=soon.isoformat())
        home.office.clock.move_to(soon)
        yield Grounds(home, stranger, web, everything, expired)


def _more_consultants(home: Busy) -> None:
    """Let somebody of another team join, and somebody cover for the owner, who is away from today on."""
    office, now = home.office, utc_now()
    actor = SystemActor(office.agency_id)
    covering = ""
    with office.rows() as session:
        team = Team(agency_id=office.agency_id, id=new_id(), name="Another team")
        session.add(team)
        record(session, AuditAction.TEAM_CREATED, subject=team, actor=actor, now=now)
        first = default_team(session, office.agency_id)
        for who, team_id in (("covering", first.id), ("other team", team.id)):
            invite = ConsultantInvite(
                name=f"Probe {who}", email=office.address(who.replace(" ", "-")), role="consultant"
            )
            user = users.add_user(session, invite=invite, team_id=team_id, actor=actor, now=now)
            home.tokens[who] = sessions.open_session(session, user, now=now)[1].text
            covering = covering or Prefixed("con").show(user.id)
    days = {"from_on": now.date().isoformat(), "until_on": (now + timedelta(days=30)).date().isoformat()}
    rule = {"consultant_id": office.consultant_ids["priya"], "covered_by": covering, **days}
    made = office.admin.post("/v1/cover-rules", json=rule)
    assert made.status_code == 201, made.text
