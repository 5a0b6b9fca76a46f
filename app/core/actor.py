"""Who acts. An actor is passed as a keyword-only argument to every query, policy and action."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

ConsultantRole = Literal["consultant", "manager", "compliance", "admin"]
LinkStrength = Literal["sent", "returned"]
Scope = Literal[
    "interviews:write",
    "debriefs:read",
    "letters:read",
    "letters:decide",
    "feedback:write",
    "changes:read",
    "audit:read",
    "admin",
]


@dataclass(frozen=True)
class CandidateActor:
    """A candidate who came by a link, for one interview.

    ``link`` is "sent" when the service itself mailed it to the stored address; only then may they consent.
    """

    agency_id: UUID
    candidate_id: UUID
    interview_id: UUID
    session_id: UUID
    link: LinkStrength
    kind: Literal["candidate"] = "candidate"

    @property
    def id(self) -> UUID:
        """The identity that the audit names."""
        return self.candidate_id


@dataclass(frozen=True)
class ConsultantActor:
    """A user of the agency; ``via_key_id`` names the API key that acts for them (On-Behalf-Of).

    ``session_id`` is the session that they came by, and ``confirmed_at`` when they last proved in it who they are.
    ``covers``: consultants they stand in for today. ``entrusted``: interviews of which they claimed, or were assigned,
    what waits. ``sees``: how far a consultant reads, by the agency's setting (ADR 0022).
    """

    agency_id: UUID
    consultant_id: UUID
    role: ConsultantRole
    team_id: UUID
    via_key_id: UUID | None = None
    kind: Literal["consultant"] = "consultant"
    session_id: UUID | None = None
    confirmed_at: datetime | None = None
    covers: frozenset[UUID] = frozenset()
    entrusted: frozenset[UUID] = frozenset()
    sees: Literal["agency", "team"] = "agency"

    @property
    def id(self) -> UUID:
        """The identity that the audit names."""
        return self.consultant_id

    @property
    def acts_as(self) -> frozenset[UUID]:
        """Themselves and whom they stand in for."""
        return self.covers | {self.consultant_id}


@dataclass(frozen=True)
class IntegrationActor:
    """An API key that acts as the integration itself."""

    agency_id: UUID
    key_id: UUID
    scopes: frozenset[str]
    kind: Literal["integration"] = "integration"

    @property
    def id(self) -> UUID:
        """The identity that the audit names."""
        return self.key_id


@dataclass(frozen=True)
class SystemActor:
    """The program itself: a timer, a task, the command line."""

    agency_id: UUID
    kind: Literal["system"] = "system"
    id: None = None


Actor = CandidateActor | ConsultantActor | IntegrationActor | SystemActor
