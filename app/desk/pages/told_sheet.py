"""A debrief as a desk reads it: every answer under its question, what is missing, what only the agency reads."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.accounts.access import Access
from app.core.actor import ConsultantActor
from app.core.local_time import date_time
from app.debriefs import queries
from app.debriefs.rendering.addenda import addendum_view
from app.debriefs.rendering.answers import AGENCY_ONLY, QUESTIONS, in_words, values_of
from app.debriefs.rendering.views import debrief_view
from app.debriefs.schemas.addenda import AgencyAddendum
from app.debriefs.schemas.views import AgencyDebrief
from app.interviews.models import Meeting

MOST_VERSIONS = 20


@dataclass(frozen=True)
class Answer:
    """One answer in words."""

    question: str
    words: str


@dataclass(frozen=True)
class Told:
    """What was told of an interview, and the number that a decision on it takes."""

    view: AgencyDebrief
    seen: int
    answers: list[Answer]
    private: list[Answer]
    versions: list[str]

    @property
    def missing(self) -> str:
        """What is missing and what is thin, by name, in one sentence; empty where nothing is."""
        left = [one.words for one in (*self.view.completeness.missing, *self.view.completeness.thin)]
        return ", ".join(left)


@dataclass(frozen=True)
class Added:
    """What was added to a debrief later, and the number that a decision on it takes."""

    view: AgencyAddendum
    seen: int


def told_of(access: Access[ConsultantActor], meeting: Meeting) -> Told | None:
    """The newest submitted debrief of an interview; None before the first."""
    standing = queries.standing_for(access.session, interview_id=meeting.interview.id, actor=access.actor)
    view = debrief_view(standing, access.actor, shows_stored=True)
    if standing.debrief is None or not isinstance(view, AgencyDebrief) or view.answers is None:
        return None
    spoken = values_of(view.answers, view.agency_only)
    found = [(name, Answer(QUESTIONS[name], in_words(name, value))) for name, value in spoken.items() if value]
    versions = queries.versions_of(access.session, standing.debrief, before=None, limit=MOST_VERSIONS)
    return Told(
        view=view,
        seen=standing.debrief.audit_seq,
        answers=[one for name, one in found if not name.startswith(AGENCY_ONLY)],
        private=[one for name, one in found if name.startswith(AGENCY_ONLY)],
        versions=[_version(number.version, number.submitted_at, by, meeting) for number, by in versions],
    )


def added_to(access: Access[ConsultantActor], meeting: Meeting, addendum_id: UUID) -> Added:
    """One thing that was added later; raises AddendumNotFound."""
    found = queries.addendum_in(access.session, meeting.interview, addendum_id, actor=access.actor)
    view = addendum_view(found, access.actor)
    if not isinstance(view, AgencyAddendum):
        raise queries.AddendumNotFound
    return Added(view, found.addendum.audit_seq)


def _version(number: int, at: datetime, by: str | None, meeting: Meeting) -> str:
    taken = f", taken down by {by}" if by else ""
    return f"Version {number}: {date_time(at, meeting.agency.time_zone)}{taken}"
