"""How far an agency is set up, found from its rows."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.accounts.models import Consultant
from app.accounts.queries.rows import administrators, agency
from app.audit.catalogue import AuditAction
from app.audit.queries import newest_about
from app.core.actor import Actor
from app.desk.rules.setting_up import Standing, Trial
from app.interviews.models import Interview

TRIAL: Final = (AuditAction.TRIAL_MAIL_ASKED, AuditAction.TRIAL_MAIL_TAKEN, AuditAction.TRIAL_MAIL_FAILED)
_WORK: Final = ("consultant", "manager")


def standing_of(session: Session, *, actor: Actor) -> Standing:
    """How far the actor's agency is."""
    whose = actor.agency_id
    works = (Consultant.agency_id == whose, Consultant.active, Consultant.role.in_(_WORK))
    invited, joined, interviews = session.execute(
        select(
            exists().where(*works),
            exists().where(*works, Consultant.passphrase_hash.is_not(None)),
            exists().where(Interview.agency_id == whose),
        )
    ).one()
    return Standing(agency(session, whose), trial_of(session, whose), invited, joined, interviews)


def trial_of(session: Session, agency_id: UUID, *, by: UUID | None = None) -> Trial | None:
    """The last trial of the agency's administrators, or of one of them."""
    asked_by = {user.id: user.email for user in administrators(session, agency_id) if by in {None, user.id}}
    names = [action.described.name for action in TRIAL]
    found = newest_about(session, agency_id=agency_id, kind="consultant", ids=list(asked_by), actions=names)
    if found is None:
        return None
    states: dict[str, Any] = dict(zip(names, ("asked", "taken", "failed"), strict=True))
    told = found.details
    return Trial(states[found.action], found.at, asked_by[found.subject_id], told.get("step"), told.get("code"))
