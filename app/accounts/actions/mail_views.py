"""What is shown of an agency's domains and of its mail server, to programs and on pages."""

from app.accounts.actions import senders
from app.accounts.actions.mail_domains import KnownDomain
from app.accounts.actions.relay_standing import UNREADABLE, KnownRelay
from app.accounts.rendering import domain_effect, relay_effect
from app.accounts.rules.mail_domains import record_name, record_value
from app.accounts.schemas.mail import MailDomainView, RelayTest, RelayTrouble, RelayView, TxtRecord
from app.core.db import AgencySession
from app.core.settings import Settings


def domain_view(known: KnownDomain, *, relay_set: bool, settings: Settings) -> MailDomainView:
    """A domain, the record that proves it, and what was found at the last look."""
    row, look = known
    return MailDomainView(
        id=row.id,
        domain=row.domain,
        state=row.state,
        record=TxtRecord(type="TXT", name=record_name(row.domain), value=record_value(row.token)),
        created_at=row.created_at,
        verified_at=row.verified_at,
        asked_at=look.asked_at,
        looked_at=look.looked_at,
        found=look.found,
        effect=domain_effect(state=row.state, relay_set=relay_set, service_signs=settings.relay_signs_for_agencies),
    )


def relay_view(known: KnownRelay, session: AgencySession, settings: Settings) -> RelayView:
    """The agency's own mail server, its last test, and what fails at present."""
    relay, standing = known
    return RelayView(
        id=relay.id,
        host=relay.host,
        port=relay.port,
        tls=relay.tls,
        user=relay.user_name,
        has_password=standing.sealed_password is not None,
        set_at=relay.set_at,
        effect=relay_effect(senders.verified_domains(session, relay.agency_id)),
        trouble=_trouble(known, settings),
        test=_test(known),
    )


def _trouble(known: KnownRelay, settings: Settings) -> RelayTrouble | None:
    relay, standing = known
    if senders.opened_relay(known, settings=settings) is None:
        return RelayTrouble(since=relay.set_at, step="sign in", words=UNREADABLE.words)
    if standing.failing_since is None:
        return None
    return RelayTrouble.model_validate(
        {"since": standing.failing_since, "step": standing.failing_step, "words": standing.failing_words}
    )


def _test(known: KnownRelay) -> RelayTest | None:
    _, standing = known
    if standing.test_asked_at is None:
        return None
    outcome = "waiting" if standing.test_ended_at is None else "failed" if standing.test_step else "taken"
    words = {
        "waiting": "The test mail has not been sent yet.",
        "taken": "The server took the mail to you. Look whether it arrives, and not among the spam.",
    }
    return RelayTest.model_validate(
        {
            "asked_at": standing.test_asked_at,
            "ended_at": standing.test_ended_at,
            "outcome": outcome,
            "step": standing.test_step,
            "words": words.get(outcome, standing.test_words or ""),
        }
    )
