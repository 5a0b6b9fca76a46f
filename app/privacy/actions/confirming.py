"""After an erasure: one mail that confirms it, and a line in a ledger that a restored backup does not undo."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self
from uuid import UUID

from sqlalchemy import select

from app.accounts.queries import rows as accounts
from app.core.db import AgencySession
from app.core.local_time import local
from app.privacy.models import Erasure
from app.privacy.rendering import confirmation_mail
from app.web.mails import Mail


@dataclass(frozen=True)
class Line:
    """One line of the ledger: identifiers only."""

    agency_id: UUID
    candidate_id: UUID

    def written(self) -> str:
        """Write it as JSON, with its line end."""
        return json.dumps({"agency": str(self.agency_id), "candidate": str(self.candidate_id)}) + "\n"

    @classmethod
    def read(cls, line: str) -> Self:
        """Read one; raises ValueError for anything else."""
        try:
            told = json.loads(line)
            return cls(UUID(told["agency"]), UUID(told["candidate"]))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ValueError("not a line of a ledger of erasures") from error


@dataclass(frozen=True)
class Confirmation:
    """A mail that waits, and where it goes."""

    mail: Mail
    agency: str
    to_address: str


def waiting_confirmation(session: AgencySession, *, agency_id: UUID, erasure_id: UUID) -> Confirmation | None:
    """The mail that confirms an erasure, if it waits."""
    erasure = _erasure(session, agency_id, erasure_id)
    if erasure is None or erasure.confirm_to is None:
        return None
    agency = accounts.agency(session, agency_id)
    until: date | None = local(erasure.kept_until, agency.time_zone).date() if erasure.kept_until else None
    contact = accounts.settings_of(session, agency_id).data_protection_contact
    mail = confirmation_mail(agency=agency.name, kept_until=until, contact=contact)
    return Confirmation(mail, agency.name, erasure.confirm_to)


def forget_address(session: AgencySession, *, agency_id: UUID, erasure_id: UUID, mailed: bool) -> None:
    """Forget where the confirmation went, or could not go."""
    erasure = _erasure(session, agency_id, erasure_id)
    if erasure is not None and erasure.confirm_to is not None:
        erasure.confirmation, erasure.confirm_to = ("mailed" if mailed else "not_mailed"), None


def unwritten_line(session: AgencySession, *, agency_id: UUID, erasure_id: UUID) -> Line | None:
    """The line that the ledger lacks, if it does."""
    erasure = _erasure(session, agency_id, erasure_id)
    if erasure is None or erasure.in_ledger_at is not None:
        return None
    return Line(agency_id, erasure.candidate_id)


def note_written(session: AgencySession, *, agency_id: UUID, erasure_id: UUID, now: datetime) -> None:
    """Note that the ledger has the line."""
    erasure = _erasure(session, agency_id, erasure_id)
    if erasure is not None:
        erasure.in_ledger_at = now


def _erasure(session: AgencySession, agency_id: UUID, erasure_id: UUID) -> Erasure | None:
    query = select(Erasure).where(Erasure.agency_id == agency_id, Erasure.id == erasure_id)
    return session.scalars(query.with_for_update()).one_or_none()
