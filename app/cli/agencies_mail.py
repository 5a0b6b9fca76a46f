"""Whose mail agencies send, as `afterword doctor` tells it, and whether what is sealed for them can be opened."""

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

_APPS = "SELECT consultant_id, sealed_secret FROM second_factor WHERE sealed_secret IS NOT NULL"


def agencies_mail(settings: Settings, found: Databases) -> Iterator[Finding]:
    """The domains that agencies have proven, and the passwords of their mail servers; the owner sees those of all."""
    if found.owner_url is None:
        return
    with psycopg.connect(found.owner_url) as connection:
        try:
            domains = connection.execute(_DOMAINS).fetchall()
            sealed = connection.execute(_SEALED).fetchall()
            apps = connection.execute(_APPS).fetchall()
        except psycopg.errors.UndefinedTable:
            return
    for domain, relayed in domains:
        if relayed or settings.relay_signs_for_agencies:
            yield from alignment(domain, servers=settings.dns_servers)
        else:
            yield Finding(f"{domain} is verified; its agency has no mail server of its own, so no mail leaves under it")
    if sealed or not found.embedded:  # beside the embedded server a key is made when one is needed, not by a look
        yield sealed_passwords(box_of(settings), sealed)

    if apps:
        yield sealed_passwords(box_of(settings), apps, of="secrets of users' code apps")


def sealed_passwords(
    box: SecretBox, sealed: Sequence[tuple[UUID, bytes]], *, of: str = "passwords of agencies' mail servers"
) -> Finding:
    """Say whether the operator's keys open what is sealed, and whether a former key is still needed."""
    if not sealed and not box:
        return Finding(
            "no AFTERWORD_SECRET_KEY is set: agencies cannot store the password of a mail server of their own"
        )
    lost = sum(not _opens(box, row_id, secret) for row_id, secret in sealed)
    if lost:
        mend = "Put the key they were sealed with behind a comma into AFTERWORD_SECRET_KEY, or have them set again."
        return Finding(f"{lost} of {len(sealed)} {of} cannot be opened", mend)
    former = sum(not box.is_newest(secret) for _, secret in sealed)
    wait = f", {former} of them with a former key: keep it until they were used" if former else ""
    return Finding(f"{len(sealed)} {of} are sealed{wait}")


def _opens(box: SecretBox, row_id: UUID, secret: bytes) -> bool:
    try:
        return bool(box.open(secret, bound_to=row_id))
    except CannotOpen:
        return False
