"""Users come in by the provider of the installation, or prove by it again who they are."""

from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from app.accounts.actions import confirming, halfway, sessions
from app.accounts.actions.oidc_linking import link
from app.accounts.actions.oidc_trips import Trip
from app.accounts.models import Consultant, WebSession
from app.accounts.queries import oidc as queries
from app.accounts.queries.factors import has_factor, sign_in_name_of
from app.accounts.queries.rows import session_of
from app.accounts.rules.lifetimes import CONFIRMED_FOR
from app.accounts.rules.oidc import Identity
from app.core.actor import ConsultantActor
from app.core.db import AgencySession
from app.core.secret_box import SecretBox
from app.core.tokens import Token

Why = Literal["unverified", "unknown", "another", "ended", "not_theirs", "not_fresh"]
SKEW_SECONDS: Final = 60


class NotLetIn(Exception):
    """Whoever came by the provider is not let in by it."""

    def __init__(self, why: Why) -> None:
        """Keep why."""
        super().__init__(why)
        self.why = why


def come_in(
    session: AgencySession, *, trip: Trip, found: Identity, box: SecretBox, now: datetime
) -> tuple[WebSession, Token] | str:
    """Open a session, or seal what waits for a code of ours (`halfway`); never makes a user. Raises NotLetIn."""
    agency_id = UUID(trip.agency_id)
    session.use_agency(agency_id)
    user = queries.user_linked(session, agency_id=agency_id, found=found) or _invited(session, agency_id, found)
    if not user.active:
        raise NotLetIn("unknown")
    if has_factor(session, user) and not found.second_factor:
        account = f"{sign_in_name_of(session, user.agency_id)} {user.email}"
        return halfway.seal(user, account=account, box=box, now=now, by=found)
    link(session, user, issuer=found.issuer, subject=found.subject, now=now)
    proved_at = found.proved_at or now - CONFIRMED_FOR
    return sessions.open_session(session, user, now=now, proved_at=proved_at, by_factor=found.second_factor)


def prove_again(session: AgencySession, *, token: str, trip: Trip, found: Identity, now: datetime) -> None:
    """Note that whoever is in has just signed in at the provider by the account that is theirs; raises NotLetIn."""
    opened = sessions.read(session, token, "aws")
    standing = session_of(session, opened, now=now) if opened else None
    if standing is None or standing[0].id.hex != trip.session_id or not isinstance(standing[1], ConsultantActor):
        raise NotLetIn("ended")
    user = queries.user_linked(session, agency_id=standing[1].agency_id, found=found)
    if user is None or user.id != standing[1].id:
        raise NotLetIn("not_theirs")
    if found.proved_at is None or found.proved_at.timestamp() < trip.began - SKEW_SECONDS:
        raise NotLetIn("not_fresh")
    confirming.note_confirmed(session, actor=standing[1], now=now)


def _invited(session: AgencySession, agency_id: UUID, found: Identity) -> Consultant:
    """Whoever was invited at the address that the provider confirms; a former provider's account is let go."""
    if found.email is None:
        raise NotLetIn("unverified")
    user = queries.user_of_address(session, agency_id=agency_id, email=found.email)
    if user is None:
        raise NotLetIn("unknown")
    if user.active and user.oidc_issuer == found.issuer:
        raise NotLetIn("another")
    return user
