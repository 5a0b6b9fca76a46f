"""People come in and leave: sign-in, candidates' links, sessions."""

from datetime import datetime, timedelta
from uuid import UUID

from app.accounts.actions import oidc_linking
from app.accounts.actions.factors import CodeRequired, prove
from app.accounts.actions.halfway import HalfWay
from app.accounts.models import CandidateLink, Consultant, WebSession
from app.accounts.queries import rows as queries
from app.accounts.queries.factors import has_factor, must_have
from app.accounts.queries.visits import sent_links
from app.accounts.rules.lifetimes import SESSION_LIFE
from app.accounts.rules.passphrases import passphrase_matches
from app.accounts.schemas.accounts import SignIn
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor, CandidateActor, LinkStrength, SystemActor
from app.core.db import AgencySession
from app.core.errors import Unauthenticated
from app.core.ids import new_id
from app.core.queue import enqueue
from app.core.secret_box import SecretBox
from app.core.tokens import Token, TokenKind, new_token, read_token


class WrongSignIn(Unauthenticated):
    """Agency, e-mail address or passphrase is not right."""

    code = "wrong_sign_in"


class LinkNotValid(Unauthenticated):
    """This link is no longer valid; ask your consultant for a new one."""

    code = "link_not_valid"


def sign_in(session: AgencySession, *, given: SignIn, box: SecretBox, now: datetime) -> tuple[WebSession, Token]:
    """Open a consultant's session of 12 hours; raises WrongSignIn, and with a code app CodeRequired or WrongCode."""
    user = known_by_passphrase(session, agency=given.agency, email=given.email, passphrase=given.passphrase)
    if has_factor(session, user):
        if not given.code:
            raise CodeRequired
        prove(session, user, given=given.code, box=box, now=now)
    return open_session(session, user, now=now)


def sign_in_with_code(
    session: AgencySession, *, half: HalfWay, code: str, box: SecretBox, now: datetime
) -> tuple[WebSession, Token]:
    """Let in who gave the passphrase, or came by the provider, minutes ago, by a code; raises WrongCode."""
    session.use_agency(half.agency_id)
    user = queries.active_consultant(session, named=half.consultant_id, actor=SystemActor(half.agency_id))
    if user is None:
        raise WrongSignIn
    prove(session, user, given=code, box=box, now=now)
    if half.subject:
        oidc_linking.link(session, user, issuer=half.issuer, subject=half.subject, now=now)
    return open_session(session, user, now=now)


def known_by_passphrase(session: AgencySession, *, agency: str, email: str, passphrase: str) -> Consultant:
    """The user whose passphrase this is; raises WrongSignIn, the same for each part that is wrong."""
    agency_id = queries.agency_named(session, agency)
    if agency_id is not None:
        session.use_agency(agency_id)
    user = queries.consultant_with_email(session, agency_id, email) if agency_id else None
    if not passphrase_matches(user.passphrase_hash if user else None, passphrase) or user is None:
        raise WrongSignIn
    return user


def open_session(
    session: AgencySession,
    user: Consultant,
    *,
    now: datetime,
    proved_at: datetime | None = None,
    by_factor: bool = False,
) -> tuple[WebSession, Token]:
    """Let a user in whose identity the caller has made sure of, elsewhere maybe earlier and by a second factor."""
    web_session, token = _new_session(user.agency_id, consultant_id=user.id, expires_at=now + SESSION_LIFE, now=now)
    web_session.confirmed_at = min(proved_at or now, now)
    web_session.awaits_factor = not by_factor and must_have(session, user) and not has_factor(session, user)
    session.add(web_session)
    record(session, AuditAction.SESSION_OPENED, subject=web_session, actor=queries.consultant_actor(user), now=now)
    return web_session, token


def open_candidate_session(
    session: AgencySession, *, token: str, now: datetime
) -> tuple[WebSession, CandidateLink, Token]:
    """Let a candidate in by a link, which stays usable until it expires; raises LinkNotValid."""
    opened = read(session, token, "awl")
    link = queries.open_link(session, opened, now=now) if opened else None
    if link is None:
        raise LinkNotValid
    expires_at = min(link.expires_at, now + SESSION_LIFE)
    web_session, session_token = _new_session(link.agency_id, link_id=link.id, expires_at=expires_at, now=now)
    session.add(web_session)
    actor = queries.candidate_actor(link, web_session)
    record(session, AuditAction.SESSION_OPENED, subject=web_session, actor=actor, now=now)
    return web_session, link, session_token


def close_session(session: AgencySession, *, token: str, now: datetime) -> None:
    """End a session; does nothing when there is none."""
    opened = read(session, token, "aws")
    found = queries.session_of(session, opened, now=now) if opened else None
    if found is None:
        return
    web_session, actor = found
    session.refresh(web_session, with_for_update=True)  # two tabs may sign out at once
    if web_session.closed_at is not None:
        return
    web_session.closed_at = now
    record(session, AuditAction.SESSION_CLOSED, subject=web_session, actor=actor, now=now)


def extend_session(session: AgencySession, *, actor: CandidateActor, now: datetime) -> datetime:
    """Let a candidate stay for as long again, but not longer than their link lets in; return until when."""
    link = queries.link_of(session, actor, now=now)
    if link is None:
        raise Unauthenticated
    web_session = session.get_one(WebSession, (actor.agency_id, actor.session_id), with_for_update=True)
    expires_at = min(link.expires_at, now + SESSION_LIFE)
    if expires_at > web_session.expires_at:
        web_session.expires_at = expires_at
        record(session, AuditAction.SESSION_EXTENDED, subject=web_session, actor=actor, now=now)
    return web_session.expires_at


def disown_link(session: AgencySession, *, actor: CandidateActor, now: datetime) -> None:
    """End the link that came to somebody else, and every session opened by it; the consultant hears of it."""
    link = queries.link_of(session, actor, now=now, lock=True)
    if link is None:
        return
    link.revoked_at = now
    record(session, AuditAction.LINK_REVOKED, subject=link, actor=actor, now=now)
    enqueue(session, "interviews.tell_disowned", agency_id=link.agency_id, subject_id=link.interview_id)


def issue_link(
    session: AgencySession,
    *,
    candidate_id: UUID,
    interview_id: UUID,
    strength: LinkStrength,
    life: timedelta,
    actor: Actor,
    now: datetime,
) -> Token:
    """Make a link for one candidate and interview; ``sent`` only when the service mails it to the stored address."""
    token = new_token("awl", agency_id=actor.agency_id, row_id=new_id())
    link = CandidateLink(
        agency_id=actor.agency_id,
        id=token.row_id,
        candidate_id=candidate_id,
        interview_id=interview_id,
        strength=strength,
        digest=token.digest,
        created_at=now,
        expires_at=now + life,
    )
    session.add(link)
    record(session, AuditAction.LINK_ISSUED, subject=link, actor=actor, now=now, details={"strength": strength})
    return token


def revoke_sent_links(session: AgencySession, *, candidate_id: UUID, actor: Actor, now: datetime) -> list[UUID]:
    """End the links that the service mailed to a candidate, and what was opened by them; return their interviews."""
    links = sent_links(session, agency_id=actor.agency_id, candidate_id=candidate_id, now=now)
    for link in links:
        link.revoked_at = now
        record(session, AuditAction.LINK_REVOKED, subject=link, actor=actor, now=now)
    return sorted({link.interview_id for link in links})


def _new_session(
    agency_id: UUID,
    *,
    expires_at: datetime,
    now: datetime,
    consultant_id: UUID | None = None,
    link_id: UUID | None = None,
) -> tuple[WebSession, Token]:
    token = new_token("aws", agency_id=agency_id, row_id=new_id())
    web_session = WebSession(
        agency_id=agency_id,
        id=token.row_id,
        consultant_id=consultant_id,
        link_id=link_id,
        digest=token.digest,
        created_at=now,
        expires_at=expires_at,
    )
    return web_session, token


def read(session: AgencySession, text: str, kind: TokenKind) -> Token | None:
    """Take a token apart and work as its agency from here on."""
    try:
        token = read_token(text, kind)
    except ValueError:
        return None
    session.use_agency(token.agency_id)
    return token
