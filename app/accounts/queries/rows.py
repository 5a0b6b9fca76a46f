"""Who is there, and who is in."""

from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, select
from sqlalchemy.orm import Session

from app.accounts.models import (
    Agency,
    CandidateLink,
    Consultant,
    ConsultantInvitation,
    PrivacyNotice,
    SignInName,
    Team,
    WebSession,
)
from app.accounts.queries.standing import STANDING_COLUMNS, with_standing
from app.accounts.schemas.accounts import AgencySettings
from app.audit.queries import entries
from app.core.actor import Actor, CandidateActor, ConsultantActor, ConsultantRole, IntegrationActor, LinkStrength
from app.core.db import Audited
from app.core.errors import NotFound, PreconditionFailed
from app.core.statements import made_once
from app.core.tokens import Token


class ConsultantNotFound(NotFound):
    """There is no such user in your agency."""

    code = "consultant_not_found"


def agency_named(session: Session, name: str) -> UUID | None:
    """The agency that signs in under this short name."""
    return session.scalar(select(SignInName.agency_id).where(SignInName.name == name.strip().lower()))


def agency(session: Session, agency_id: UUID, *, lock: bool = False) -> Agency:
    """The agency's own row."""
    return session.scalars(*_agency(agency_id, lock)).one()


@made_once
def _agency(agency_id: UUID, lock: bool) -> Select[Agency]:
    query = select(Agency).where(Agency.agency_id == agency_id)
    return query.with_for_update() if lock else query


def settings_of(session: Session, agency_id: UUID) -> AgencySettings:
    """The agency's settings, with the defaults where it decided nothing."""
    stored = session.scalar(*_settings(agency_id))
    return AgencySettings.model_validate(stored or {})


@made_once
def _settings(agency_id: UUID) -> Select[dict[str, Any]]:
    return select(Agency.settings).where(Agency.agency_id == agency_id)


def default_team(session: Session, agency_id: UUID) -> Team:
    """The agency's first team."""
    return session.scalars(select(Team).where(Team.agency_id == agency_id).order_by(Team.id).limit(1)).one()


def team_exists(session: Session, agency_id: UUID, team_id: UUID) -> bool:
    """Whether the agency has this team."""
    found = session.scalar(select(Team.id).where(Team.agency_id == agency_id, Team.id == team_id))
    return found is not None


def consultant(session: Session, *, consultant_id: UUID, actor: Actor, lock: bool = False) -> Consultant:
    """A user of the actor's agency; raises ConsultantNotFound."""
    found = session.scalars(*_consultant(actor.agency_id, consultant_id, lock)).one_or_none()
    if found is None:
        raise ConsultantNotFound
    return found


@made_once
def _consultant(agency_id: UUID, consultant_id: UUID, lock: bool) -> Select[Consultant]:
    query = select(Consultant).where(Consultant.agency_id == agency_id, Consultant.id == consultant_id)
    return query.with_for_update() if lock else query


def consultants(session: Session, *, actor: Actor, after: UUID | None, limit: int) -> list[Consultant]:
    """The users of the actor's agency, oldest first; ``after`` is the last one seen."""
    query = select(Consultant).where(Consultant.agency_id == actor.agency_id).order_by(Consultant.id).limit(limit)
    return list(session.scalars(query if after is None else query.where(Consultant.id > after)))


def consultant_with_email(session: Session, agency_id: UUID, email: str) -> Consultant | None:
    """The active user with this address, whatever its case."""
    return session.scalars(
        select(Consultant).where(
            Consultant.agency_id == agency_id, Consultant.email == email.strip().lower(), Consultant.active
        )
    ).one_or_none()


_BY_THE_LINK: Final = and_(CandidateLink.agency_id == WebSession.agency_id, CandidateLink.id == WebSession.link_id)


def is_user(session: Session, agency_id: UUID, email: str) -> bool:
    """Whether somebody is, or was, a user of the agency under this address."""
    query = select(Consultant.id).where(Consultant.agency_id == agency_id, Consultant.email == email)
    return session.scalar(query) is not None


def consultant_acting(session: Session, *, named: UUID | str, actor: Actor, now: datetime) -> ConsultantActor | None:
    """The actor that the active user with this identifier or address is, for whom a key acts."""
    query = select(Consultant, *STANDING_COLUMNS).where(Consultant.agency_id == actor.agency_id, Consultant.active)
    row = session.execute(query.where(_known_as(named)), {"now": now}).one_or_none()
    key_id = actor.key_id if isinstance(actor, IntegrationActor) else None
    return None if row is None else with_standing(consultant_actor(row[0], via_key_id=key_id), *row[1:])


def active_consultant(session: Session, *, named: UUID | str, actor: Actor) -> Consultant | None:
    """The active user of the actor's agency with this identifier or address, if there is one."""
    query = select(Consultant).where(Consultant.agency_id == actor.agency_id, Consultant.active)
    return session.scalars(query.where(_known_as(named))).one_or_none()


def invitations_of(session: Session, *, agency_id: UUID, consultant_id: UUID) -> list[ConsultantInvitation]:
    """The invitations of a user that were not used."""
    return list(
        session.scalars(
            select(ConsultantInvitation).where(
                ConsultantInvitation.agency_id == agency_id, ConsultantInvitation.consultant_id == consultant_id
            )
        )
    )


def invitation(session: Session, token: Token, *, now: datetime) -> ConsultantInvitation | None:
    """The invitation that this token opens, locked, or None when it is used, expired or wrong."""
    found = session.scalars(
        select(ConsultantInvitation)
        .where(ConsultantInvitation.agency_id == token.agency_id, ConsultantInvitation.id == token.row_id)
        .with_for_update()
    ).one_or_none()
    return found if found and token.matches(found.digest) and found.expires_at > now else None


def open_link(session: Session, token: Token, *, now: datetime) -> CandidateLink | None:
    """The candidate's link that this token opens, or None when it is revoked, expired or wrong."""
    found = session.scalars(
        select(CandidateLink).where(CandidateLink.agency_id == token.agency_id, CandidateLink.id == token.row_id)
    ).one_or_none()
    return found if found and token.matches(found.digest) and _link_stands(found, now) else None


def link_of(session: Session, actor: CandidateActor, *, now: datetime, lock: bool = False) -> CandidateLink | None:
    """The link that this candidate came by, kept from being revoked until the commit; None where it was meanwhile."""
    query = (
        select(CandidateLink)
        .join(WebSession, _BY_THE_LINK)
        .where(WebSession.agency_id == actor.agency_id, WebSession.id == actor.session_id)
        .with_for_update(read=not lock, of=CandidateLink)
        .execution_options(populate_existing=True)
    )
    found = session.scalars(query).one_or_none()
    return found if found is not None and _link_stands(found, now) else None


def link_was_opened(session: Session, *, agency_id: UUID, interview_id: UUID) -> bool:
    """Whether a candidate has ever come in by a link of this interview."""
    query = (
        select(WebSession.id)
        .join(CandidateLink, _BY_THE_LINK)
        .where(CandidateLink.agency_id == agency_id, CandidateLink.interview_id == interview_id)
    )
    return session.scalar(query.limit(1)) is not None


_WITH_ACTOR: Final = (
    select(WebSession, Consultant, CandidateLink, *STANDING_COLUMNS)
    .outerjoin(
        Consultant, and_(Consultant.agency_id == WebSession.agency_id, Consultant.id == WebSession.consultant_id)
    )
    .outerjoin(CandidateLink, _BY_THE_LINK)
    .where(WebSession.agency_id == bindparam("agency_id"), WebSession.id == bindparam("session_id"))
)


def session_of(session: Session, token: Token, *, now: datetime) -> tuple[WebSession, Actor] | None:
    """The open session that this token belongs to, and its actor; None when closed, expired or wrong."""
    asked = {"agency_id": token.agency_id, "session_id": token.row_id, "now": now}
    row: Row[*tuple[Any, ...]] | None = session.execute(_WITH_ACTOR, asked).one_or_none()
    if row is None:
        return None
    web_session, user, link, *standing = row
    if not token.matches(web_session.digest) or web_session.closed_at or web_session.expires_at <= now:
        return None
    if user is not None:
        return (web_session, with_standing(consultant_actor(user, by=web_session), *standing)) if user.active else None
    if link is None or not _link_stands(link, now):
        return None
    return web_session, candidate_actor(link, web_session)


def consultant_actor(
    user: Consultant, *, via_key_id: UUID | None = None, by: WebSession | None = None
) -> ConsultantActor:
    """The actor that a user is, in a session of theirs where they came by one."""
    role: ConsultantRole = user.role  # type: ignore[assignment]  # kept to the roles by a CHECK
    actor = ConsultantActor(user.agency_id, user.id, role, user.team_id, via_key_id)
    return actor if by is None else replace(actor, session_id=by.id, confirmed_at=by.confirmed_at or by.created_at)


def candidate_actor(link: CandidateLink, web_session: WebSession) -> CandidateActor:
    """The actor that somebody is who came by this link."""
    strength: LinkStrength = link.strength  # type: ignore[assignment]  # kept to the strengths by a CHECK
    return CandidateActor(link.agency_id, link.candidate_id, link.interview_id, web_session.id, strength)


def _known_as(named: UUID | str) -> ColumnElement[bool]:
    return Consultant.id == named if isinstance(named, UUID) else Consultant.email == named.strip().lower()


def _link_stands(link: CandidateLink, now: datetime) -> bool:
    return link.revoked_at is None and link.expires_at > now


def name_of_actor(session: Session, *, agency_id: UUID, kind: str, actor_id: UUID | None) -> str:
    """Name the actor of an audit entry for people."""
    if kind == "consultant":
        query = select(Consultant.name).where(Consultant.agency_id == agency_id, Consultant.id == actor_id)
        return session.scalar(query) or "A former user"
    return {"candidate": "The candidate", "integration": "An integration"}.get(kind, "Afterword")


def require_unchanged(session: Session, row: Audited, seen: int) -> None:
    """Refuse a decision on something that changed since it was read; raises PreconditionFailed with who did what."""
    if row.audit_seq == seen:
        return
    newest = entries(session, agency_id=row.agency_id, subject_id=row.id, limit=1)[0]
    event = newest.event
    who = name_of_actor(session, agency_id=row.agency_id, kind=event.actor_kind, actor_id=event.actor_id)
    raise PreconditionFailed(
        f"{newest.sentence(who)}, at {event.at:%Y-%m-%d %H:%M} UTC. Read it again and decide on what it says now."
    )


def newest_notice(session: Session, agency_id: UUID) -> PrivacyNotice | None:
    """What candidates are told about their data at present."""
    query = select(PrivacyNotice).where(PrivacyNotice.agency_id == agency_id)
    return session.scalars(query.order_by(PrivacyNotice.version.desc()).limit(1)).one_or_none()


def notice_address(session: Session, agency_id: UUID, *, public_url: str) -> str:
    """Where a candidate reads the privacy notice: the agency's own page, else ours."""
    own = settings_of(session, agency_id).privacy_notice_url
    name = session.scalar(select(SignInName.name).where(SignInName.agency_id == agency_id).limit(1))
    return own or f"{public_url}/privacy/{name}"


def administrators(session: Session, agency_id: UUID) -> list[Consultant]:
    """The agency's active administrators."""
    query = select(Consultant).where(Consultant.agency_id == agency_id, Consultant.active, Consultant.role == "admin")
    return list(session.scalars(query.order_by(Consultant.id)))


def session_ends_at(session: Session, actor: CandidateActor) -> datetime:
    """When the session in which this candidate acts ends by itself."""
    query = select(WebSession.expires_at).where(
        WebSession.agency_id == actor.agency_id, WebSession.id == actor.session_id
    )
    return session.scalars(query).one()
