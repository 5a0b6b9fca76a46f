"""Agencies and their settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import ValidationError

from app.accounts.actions.brand import require_readable
from app.accounts.actions.notices import keep_notice
from app.accounts.actions.users import add_user, renew_invitation, require_admin
from app.accounts.models import Agency, Consultant, SignInName, Team
from app.accounts.queries import rows as queries
from app.accounts.schemas.accounts import AgencySettings, ConsultantInvite
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor, SystemActor
from app.core.db import AgencySession
from app.core.errors import Conflict, FieldError, Invalid
from app.core.ids import new_id
from app.core.queue import enqueue
from app.core.timers import set_timer
from app.core.tokens import Token


class NameTaken(Conflict):
    """Another agency signs in under this name; choose another."""

    code = "name_taken"


@dataclass(frozen=True)
class NewAgency:
    """What `create_agency` made; ``invitation`` lets the first admin in once."""

    agency: Agency
    admin: Consultant
    invitation: Token


def create_agency(
    session: AgencySession,
    *,
    name: str,
    sign_in_name: str,
    time_zone: str,
    country: str,
    admin: ConsultantInvite,
    now: datetime,
) -> NewAgency:
    """Create an agency with a first team and a first admin, who sets a passphrase by the invitation."""
    agency_id = new_id()
    session.use_agency(agency_id)
    if queries.agency_named(session, sign_in_name) is not None:
        raise NameTaken
    actor = SystemActor(agency_id)
    agency = Agency(
        agency_id=agency_id, id=agency_id, name=name, time_zone=time_zone, country=country, settings={}, created_at=now
    )
    session.add(agency)
    record(session, AuditAction.AGENCY_CREATED, subject=agency, actor=actor, now=now)
    session.flush()  # the rows below refer to it
    session.add(SignInName(name=sign_in_name.strip().lower(), agency_id=agency_id))
    team = Team(agency_id=agency_id, id=new_id(), name="First team")
    session.add(team)
    record(session, AuditAction.TEAM_CREATED, subject=team, actor=actor, now=now)
    session.flush()  # the user below refers to it
    user = add_user(session, invite=admin, team_id=team.id, actor=actor, now=now)
    invitation = renew_invitation(session, consultant_id=user.id, actor=actor, now=now)
    keep_notice(session, agency, now=now)
    set_timer(session, "privacy.retain", agency_id=agency_id, subject_id=agency_id, due_at=now + timedelta(days=1))
    return NewAgency(agency, user, invitation)


def change_settings(
    session: AgencySession, *, changes: Mapping[str, object], actor: Actor, now: datetime, seen: int | None = None
) -> Agency:
    """Change some of the agency's settings, which from then on count as decided, whatever they are.

    ``seen`` is the number of the change that whoever decides has read, where they say it. Raises Invalid with the
    settings that are not right, PreconditionFailed.
    """
    agency = queries.agency(session, actor.agency_id, lock=True)
    require_admin(actor)
    if seen is not None:
        queries.require_unchanged(session, agency, seen)
    try:
        settings = AgencySettings.model_validate({**agency.settings, **changes})
    except ValidationError as error:
        raise Invalid(
            "Some settings are not valid; nothing was changed.",
            errors=[FieldError(f"#/settings/{found['loc'][0]}", found["msg"]) for found in error.errors()],
        ) from None
    require_readable(settings.accent_colour)
    former = queries.settings_of(session, agency.agency_id)
    agency.settings = settings.model_dump(mode="json", exclude_unset=True)
    details = {"fields": sorted(changes)}
    record(session, AuditAction.AGENCY_CHANGED, subject=agency, actor=actor, now=now, details=details)
    if settings.send_lead_minutes != former.send_lead_minutes:
        enqueue(session, "deliveries.plan_after_lead", agency_id=agency.agency_id, subject_id=agency.agency_id)
    keep_notice(session, agency, now=now)
    return agency
