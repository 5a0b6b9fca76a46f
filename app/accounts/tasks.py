"""Mails of the service itself, and how the agency's domains and its mail server do."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from app.accounts.actions import mail_domains, relays, users
from app.accounts.actions.relay_standing import UNREADABLE, Failed, KnownRelay, note_outcome, own_relay
from app.accounts.actions.senders import Way, opened_relay, service_relay, verified_domains, way_for
from app.accounts.models import Agency, AgencyRelay, Consultant
from app.accounts.queries import rows as queries
from app.accounts.queries.cover import cover_words, covering
from app.accounts.queries.factors import has_factor, sign_in_name_of
from app.accounts.rendering import (
    factor_reset_mail,
    invitation_mail,
    mail_domain_lost_mail,
    mail_look,
    recovery_code_mail,
    relay_test_mail,
    relay_trouble_mail,
    relay_words,
)
from app.accounts.rules.mail_domains import covers, record_name, record_value
from app.accounts.schemas.mail import TxtRecord
from app.adapters.dns_records import DnsSilent, txt_records
from app.adapters.mail import Deferred, MailFailure, Refused, send
from app.adapters.mail_message import Attachment, compose, mailbox, new_message_id
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.db import AgencySession
from app.core.local_time import local
from app.core.queue import Work, task
from app.core.settings import Settings
from app.web.mails import OURS, Mail, MailLook, mail_html, mail_text

OF_THE_RELAY = frozenset({"connect", "tls", "sign in"})
"""Steps at which a refusal, also a permanent one, is about us and our relay, not about the recipient: tried again."""
TOO_LARGE = 552


@dataclass(frozen=True)
class Notice:
    """A mail of the service to one person; ``thread`` names what it is about, so that mails of it stay together.

    ``sender`` is the consultant whom it comes from, where it is not the service. ``in_reply_to`` is the identifier of a
    message to stay with instead; ``message_id`` one that an attempt repeats; ``agency`` whose look it has.
    ``recipient`` is the consultant whom it tells something.
    """

    mail: Mail
    to_name: str
    to_address: str
    from_name: str
    reply_to: str | None
    thread: str
    sender: Consultant | None = None
    in_reply_to: str | None = None
    message_id: str | None = None
    attachments: Sequence[Attachment] = ()
    agency: Agency | None = None
    recipient: Consultant | None = None


def post(notice: Notice, *, settings: Settings, now: datetime) -> str:
    """Hand a notice of the service to its relay; return the Message-ID. Raises what `app.adapters.mail.send` raises."""
    return _hand_over(notice, Way(notice.from_name, settings.mail_from, service_relay(settings)), settings, now)


def post_from(notice: Notice, *, work: Work, now: datetime) -> str:
    """Hand over a notice to a candidate: from its sender's own address where the service's relay may, else as `post`.

    Never through the agency's own mail server: the mail carries the link by which its candidate agrees, and whoever
    administers that server could read it and agree in their place (ADR 0008, 0018). Return the Message-ID; raises what
    `app.adapters.mail.send` raises.
    """
    if notice.sender is None:
        return post_to(notice, work=work, now=now)
    with work.db.transaction(notice.sender.agency_id) as session:
        way = way_for(session, notice.sender, settings=work.settings, now=now)
        notice = _naming_cover(session, notice, notice.sender, now)
    if way.own_relay is not None:
        return post(notice, settings=work.settings, now=now)
    return _hand_over(notice, way, work.settings, now)


def post_to(notice: Notice, *, work: Work, now: datetime) -> str:
    """Hand over a notice to a consultant, or in their place to whoever covers for them today (P21); else as `post`.

    Where the cover's address is refused, the consultant gets it after all: somebody has to know.
    """
    cover = _cover_of(notice, work, now)
    if cover is not None:
        with suppress(Refused):
            return post(_for_cover(notice, cover), settings=work.settings, now=now)
    return post(notice, settings=work.settings, now=now)


def is_ours(failure: Refused | Deferred, way: Way) -> bool:
    """Whether the agency's own mail server is at fault, and neither the message nor its recipient."""
    too_large = failure.step == "sender" and failure.code == TOO_LARGE
    return way.own_relay is not None and failure.step in {*OF_THE_RELAY, "sender"} and not too_large


def note_outcome_of(
    way: Way, failure: Refused | Deferred | None, *, agency_id: UUID, work: Work, now: datetime
) -> None:
    """Note what became of a mail through the agency's own server; nothing where it went through the service's."""
    if way.own_relay is None or (failure is not None and not is_ours(failure, way)):
        return
    failed = None if failure is None else _failed(failure)
    with work.db.transaction(agency_id) as session:
        note_outcome(session, agency_id=agency_id, number=way.own_relay, failed=failed, now=now)


def _hand_over(notice: Notice, way: Way, settings: Settings, now: datetime) -> str:
    domain = settings.mail_from.rpartition("@")[2]
    message_id = notice.message_id or new_message_id(domain)
    message = compose(
        sender=mailbox(notice.from_name if way.address == settings.mail_from else way.name, way.address),
        recipient_name=notice.to_name,
        recipient_address=notice.to_address,
        subject=notice.mail.subject,
        text=mail_text(notice.mail),
        html=mail_html(notice.mail, _look_of(notice, settings)),
        message_id=message_id,
        reply_to=notice.reply_to,
        date=now,
        in_reply_to=notice.in_reply_to or f"<{notice.thread}@{domain}>",
        auto_submitted=True,
        attachments=notice.attachments,
    )
    send(
        message,
        relay=way.relay,
        envelope_from=way.address,
        recipient=notice.to_address,
        before_data=lambda: None,
    )
    return message_id


def _naming_cover(session: AgencySession, notice: Notice, sender: Consultant, now: datetime) -> Notice:
    """Sign with who covers, while the sender is away (P21)."""
    zone = queries.agency(session, sender.agency_id).time_zone
    away = cover_words(session, sender, today=local(now, zone).date())
    return replace(notice, mail=replace(notice.mail, signed=(*notice.mail.signed, away))) if away else notice


def _cover_of(notice: Notice, work: Work, now: datetime) -> Consultant | None:
    if notice.recipient is None or notice.agency is None:
        return None
    with work.db.transaction(notice.agency.agency_id) as session:
        return covering(session, notice.recipient, today=local(now, notice.agency.time_zone).date())


def _for_cover(notice: Notice, cover: Consultant) -> Notice:
    why = f"You get this because {notice.to_name} is away and you cover."
    mail = replace(notice.mail, after_button=(*notice.mail.after_button, why))
    return replace(notice, mail=mail, to_name=cover.name, to_address=cover.email, message_id=None)


def _look_of(notice: Notice, settings: Settings) -> MailLook:
    return OURS if notice.agency is None else mail_look(notice.agency, public_url=settings.public_url)


def _failed(failure: MailFailure) -> Failed:
    return Failed(failure.step, relay_words(failure.step, code=failure.code, reply=failure.reply))


@task("accounts.mail_invitation")
def mail_invitation(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Mail a new user the one-time link that sets their passphrase.

    At least once: run again, it makes a new link and the one before stops working. Ten attempts over about an hour.
    """
    now, actor = utc_now(), SystemActor(agency_id)
    with work.db.transaction(agency_id) as session:
        user = queries.consultant(session, consultant_id=subject_id, actor=actor)
        if user.passphrase_hash is not None or not user.active:
            return
        agency, short = queries.agency(session, agency_id), sign_in_name_of(session, agency_id)
        token = users.renew_invitation(session, consultant_id=user.id, actor=actor, now=now)
    link = f"{work.settings.public_url}/join/{token.text}"
    mail = invitation_mail(agency=agency.name, sign_in_name=short, name=user.name, link=link)
    notice = _notice(user, mail, thread=f"consultant-{user.id.hex}", from_name=agency.name)
    post(replace(notice, agency=agency), settings=work.settings, now=now)


@task("accounts.tell_of_factor")
def tell_of_factor(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Tell a user that a recovery code was used, or their code app taken away. At least once; ten attempts."""
    with work.db.transaction(agency_id) as session:
        user = queries.consultant(session, consultant_id=subject_id, actor=SystemActor(agency_id))
        agency = queries.agency(session, agency_id).name
        words = recovery_code_mail if has_factor(session, user) else factor_reset_mail
    mail = words(agency=agency, name=user.name, link=f"{work.settings.public_url}/desk/security")
    _tell(user, mail, work, thread=f"consultant-{user.id.hex}")


@task("accounts.check_mail_domain")
def check_mail_domain(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Look in DNS whether a domain is proven, every day and whenever somebody asks.

    At least once, harmless when run twice. DNS is given five seconds; its silence changes nothing for three days.
    """
    with work.db.transaction(agency_id) as session:
        row, _ = mail_domains.known_domain(session, domain_id=subject_id, actor=SystemActor(agency_id), removed=True)
    if row.state == "removed":
        return
    try:
        texts = txt_records(record_name(row.domain), servers=work.settings.dns_servers)
    except DnsSilent:
        texts = None
    with work.db.transaction(agency_id) as session:
        mail_domains.note_look(session, agency_id=agency_id, domain_id=subject_id, texts=texts, now=utc_now())


@task("accounts.tell_of_mail_domain")
def tell_of_mail_domain(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Tell the administrators that a domain is no longer verified; nothing where it is again, or was removed.

    At least once: run again, it mails a second time. Ten attempts; a mail takes seconds.
    """
    with work.db.transaction(agency_id) as session:
        row, look = mail_domains.known_domain(session, domain_id=subject_id, actor=SystemActor(agency_id), removed=True)
        if row.state != "failed":
            return
        told = _administrators(session, agency_id)
    record = TxtRecord(type="TXT", name=record_name(row.domain), value=record_value(row.token))
    found = look.found or ""
    for agency, user in told:
        mail = mail_domain_lost_mail(agency=agency, name=user.name, domain=row.domain, record=record, found=found)
        _tell(user, mail, work, thread=f"mail-domain-{subject_id.hex}")


@task("accounts.test_relay")
def test_relay(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Send one mail through the agency's own server to the administrator who asked, and note how it ended.

    At least once: run again before it was noted, it mails a second time. Each wait for the server is at most a minute.
    """
    with work.db.transaction(agency_id) as session:
        known = own_relay(session, agency_id)
        if known is None or known[0].id != subject_id or known[1].test_by is None or known[1].test_ended_at is not None:
            return
        user = queries.consultant(session, consultant_id=known[1].test_by, actor=SystemActor(agency_id))
        way = _way_to_test(session, known, user, work.settings)
    failed = UNREADABLE if way is None else _tried(way, user, known[0], work.settings)
    with work.db.transaction(agency_id) as session:
        relays.note_test(session, agency_id=agency_id, number=known[0].audit_seq, failed=failed, now=utc_now())


@task("accounts.tell_of_relay")
def tell_of_relay(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Tell the administrators that the agency's own mail server fails; nothing where it works again.

    At least once: run again, it mails a second time. Ten attempts; a mail takes seconds.
    """
    with work.db.transaction(agency_id) as session:
        known = own_relay(session, agency_id)
        if known is None or known[1].failing_words is None:
            return
        told = _administrators(session, agency_id)
    for agency, user in told:
        mail = relay_trouble_mail(agency=agency, name=user.name, host=known[0].host, words=known[1].failing_words)
        _tell(user, mail, work, thread=f"relay-{subject_id.hex}")


def _way_to_test(session: AgencySession, known: KnownRelay, user: Consultant, settings: Settings) -> Way | None:
    """Through the agency's own server also where no mail goes through it yet; never under an unverified domain."""
    opened = opened_relay(known, settings=settings)
    proven = any(covers(domain, user.email) for domain in verified_domains(session, user.agency_id))
    address = user.email if proven else settings.mail_from
    name = queries.agency(session, user.agency_id).name
    return None if opened is None else Way(name, address, opened, own_relay=known[0].audit_seq)


def _tried(way: Way, user: Consultant, relay: AgencyRelay, settings: Settings) -> Failed | None:
    mail = relay_test_mail(agency=way.name, name=user.name, host=relay.host)
    try:
        _hand_over(_notice(user, mail, thread=f"relay-{relay.id.hex}", from_name=way.name), way, settings, utc_now())
    except MailFailure as failure:
        return _failed(failure)
    return None


def _administrators(session: AgencySession, agency_id: UUID) -> list[tuple[str, Consultant]]:
    agency = queries.agency(session, agency_id)
    return [(agency.name, user) for user in queries.administrators(session, agency_id)]


def _tell(user: Consultant, mail: Mail, work: Work, *, thread: str) -> None:
    post(_notice(user, mail, thread=thread, from_name="Afterword"), settings=work.settings, now=utc_now())


def _notice(user: Consultant, mail: Mail, *, thread: str, from_name: str) -> Notice:
    return Notice(mail, user.name, user.email, from_name, reply_to=None, thread=thread)
