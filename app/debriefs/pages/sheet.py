"""What lies before a candidate who opens the form: where the debrief stands, and what is saved of it.

Answers are held by name in one flat mapping, agency-only ones as ``agency_only.notice``.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.accounts.access import Access
from app.core.actor import CandidateActor
from app.debriefs import policy, queries
from app.debriefs.models import Standing
from app.debriefs.rendering.answers import AGENCY_ONLY, values_of
from app.debriefs.rules import Completeness, completeness
from app.debriefs.schemas.content import AgencyOnlyAnswers, DebriefAnswers
from app.debriefs.schemas.requests import DebriefWritten
from app.debriefs.states import WRITABLE
from app.interviews.queries import interview_for
from app.interviews.rules import may_be_told
from app.interviews.states import OFF

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Sheet:
    """The debrief as its candidate left it; ``values`` hold what they are not shown by a handed-over link, too."""

    standing: Standing
    state: str
    profile: str
    values: dict[str, Any]
    shows_stored: bool

    @property
    def writable(self) -> bool:
        """Whether they write now."""
        return self.state in WRITABLE

    @property
    def revision(self) -> int:
        """What saving has to have seen, 0 where there is no draft."""
        return self.standing.draft.revision if self.standing.draft else 0

    @property
    def saved_at(self) -> datetime | None:
        """When the draft was saved last."""
        return self.standing.draft.saved_at if self.standing.draft else None

    @property
    def shown(self) -> Values:
        """What of it may be shown."""
        return self.values if self.shows_stored else {}

    @property
    def question(self) -> str | None:
        """What the consultant asked when it came back, which may quote what is stored."""
        return self.standing.debrief.return_reason if self.standing.debrief and self.shows_stored else None

    @property
    def completeness(self) -> Completeness:
        """What is there and what is missing."""
        answers = written_as(self.values).answers
        return completeness(answers, "short" if self.profile == "short" else "full")


def sheet_of(access: Access[CandidateActor], interview_id: UUID, *, now: datetime, lock: bool = False) -> Sheet:
    """Read it; ``lock``: before anything else of it is read, so that what is written next is written over this.

    Raises InterviewNotFound.
    """
    session, actor = access.session, access.actor
    if lock:
        interview_for(session, interview_id=interview_id, actor=actor, lock=True)
    standing = queries.standing_for(session, interview_id=interview_id, actor=actor)
    debrief, interview = standing.debrief, standing.interview
    state = debrief.state if debrief else "requested"
    if interview.state in OFF:
        state = "off"
    elif state in WRITABLE and not may_be_told(interview.state, interview.starts_at, now):
        state = "early"
    return Sheet(
        standing=standing,
        state=state,
        profile=debrief.profile if debrief else interview.debrief_profile,
        values=_stored(standing, writes=state in WRITABLE),
        shows_stored=policy.may_see_stored(actor, interview),
    )


def _stored(standing: Standing, *, writes: bool) -> dict[str, Any]:
    draft = standing.draft if writes else None
    row, confidence = (
        (draft, standing.draft_confidence) if draft is not None else (standing.newest, standing.confidence)
    )
    return values_of(
        DebriefAnswers.model_validate(row.answers if row else {}),
        AgencyOnlyAnswers.model_validate(confidence.answers if confidence else {}),
    )


def written_as(values: Values) -> DebriefWritten:
    """Hold them as the API takes them; raises ValidationError."""
    said = {name: value for name, value in values.items() if value is not None}
    return DebriefWritten.model_validate(
        {
            "answers": {name: value for name, value in said.items() if not name.startswith(AGENCY_ONLY)},
            "agency_only": {
                name.removeprefix(AGENCY_ONLY): value for name, value in said.items() if name.startswith(AGENCY_ONLY)
            },
        }
    )


def same(one: Any, other: Any) -> bool:
    """Whether two answers say the same; the keys of concerns are ours."""
    return bool(_without_keys(one) == _without_keys(other))


def marks_of(values: Values, names: Iterable[str]) -> str:
    """Mark what a page showed, so that what was changed there is known from what was changed elsewhere."""
    return " ".join(f"{name}:{_mark(values.get(name))}" for name in names)


def is_marked(value: Any, name: str, marks: str) -> bool:
    """Whether the page with these marks showed this answer."""
    return f"{name}:{_mark(value)}" in marks.split()


def _mark(value: Any) -> str:
    said = json.dumps(_without_keys(value), sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _without_keys(value: Any) -> Any:
    if isinstance(value, list):
        return [{part: said for part, said in one.items() if part != "key"} for one in value]
    return value
