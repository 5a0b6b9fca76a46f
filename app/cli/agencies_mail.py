"""Whose mail agencies send, as `afterword doctor` tells it: their domains, and the passwords of their mail servers."""

from collections.abc import Iterator, Sequence
from uuid import UUID

import psycopg

from app.cli.alignment import alignment
from app.cli.databases import Databases
from app.cli.finding import Finding
from app.core.secret_box import CannotOpen, SecretBox, box_of
from app.core.settings import Settings

_DOMAINS = """
    SELECT domain, bool_or(relay.id IS NOT NULL) FROM mail_domain
    LEFT JOIN agency_relay relay ON relay.agency_id = mail_domain.agency_id AND relay.removed_at IS NULL
    WHERE mail_domain.state = 'verified' GROUP BY domain ORDER BY domain
"""
_SEALED = "SELECT relay_id, sealed_password FROM agency_relay_standing WHERE sealed_password IS NOT NULL"


def agencies_mail(settings: Settings, found: Databases) -> Iterator[Finding]:
    """The domains that agencies have proven, and the passwords of their mail servers; the owner sees those of all."""
    if found.owner_url is None:
        return
    with psycopg.connect(found.owner_url) as connection:
        try:
            domains = connection.execute(_DOMAINS).fetchall()
            sealed = connection.execute(_SEALED).fetchall()
        except psycopg.errors.UndefinedTable:
            return
    for domain, relayed in domains:
        if relayed or settings.relay_signs_for_agencies:
            yield from alignment(domain, servers=settings.dns_servers)
        else:
            yield Finding(f"{domain} is verified; its agency has no mail server of its own, so no mail leaves under it")
    if sealed or not found.embedded:  # beside the embedded server a key is made when one is needed, not by a look
        yield sealed_passwords(box_of(settings), sealed)


def sealed_passwords(box: SecretBox, sealed: Sequence[tuple[UUID, bytes]]) -> Finding:
    """Say whether the operator's keys open what is sealed, and whether a former key is still needed."""
    if not sealed and not box:
        return Finding(
            "no AFTERWORD_SECRET_KEY is set: agencies cannot store the password of a mail server of their own"
        )
    lost = sum(not _opens(box, relay_id, password) for relay_id, password in sealed)
    if lost:
        mend = "Put the key they were sealed with behind a comma into AFTERWORD_SECRET_KEY, or have them entered again."
        return Finding(f"{lost} of {len(sealed)} passwords of agencies' mail servers cannot be opened", mend)
    former = sum(not box.is_newest(password) for _, password in sealed)
    wait = f", {former} of them with a former key: keep it until they were used" if former else ""
    return Finding(f"{len(sealed)} passwords of agencies' mail servers are sealed{wait}")


def _opens(box: SecretBox, relay_id: UUID, password: bytes) -> bool:
    try:
        return bool(box.open(password, bound_to=relay_id))
    except CannotOpen:
        return False
