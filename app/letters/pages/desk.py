"""One letter as its candidate has it before them: what every page about it begins with."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from fastapi import Request

from app.accounts.access import Access
from app.core.actor import CandidateActor
from app.core.ids import public_id
from app.core.local_time import local
from app.debriefs.schemas.content import DebriefAnswers
from app.interviews.models import Met
from app.interviews.pages.visit import Visit, visit
from app.letters.models import Standing
from app.letters.queries import reading
from app.letters.queries.composing import answers_at_hand
from app.letters.rendering import views
from app.letters.schemas.content import LetterContent
from app.letters.schemas.views import CandidateLetter


@dataclass(frozen=True)
class Desk:
    """A letter, its surroundings, and the debrief that it is written from, submitted or not."""

    visit: Visit
    standing: Standing
    letter: CandidateLetter

    @property
    def path(self) -> str:
        """Where the pages of this letter begin."""
        return f"{self.visit.frame.home}/letters/{public_id('ltr', self.letter.id)}"

    @property
    def answers(self) -> DebriefAnswers | None:
        """The candidate's account, as far as it may be shown."""
        return self.standing.answers

    @property
    def content(self) -> LetterContent:
        """What is written so far; empty where nothing stored is shown."""
        return self.letter.content or LetterContent()

    @property
    def revision(self) -> int:
        """Which draft this is: 0 for none."""
        return self.standing.draft.revision if self.letter.draft and self.standing.draft else 0

    @property
    def saved_at(self) -> str | None:
        """When the draft was saved, by the candidate's clock: "14:02"."""
        return self.clock(self.letter.draft.saved_at) if self.letter.draft else None

    def clock(self, moment: datetime) -> str:
        """What the candidate's clock shows at a moment."""
        return f"{local(moment, self.visit.meeting.candidate.time_zone):%H:%M}"


def desk_of(
    request: Request, access: Access[CandidateActor], interview_id: UUID, letter_id: UUID, *, now: datetime
) -> Desk:
    """Read a letter and what stands around it; raises InterviewNotFound, LetterNotFound."""
    visited = visit(request, access, interview_id, now=now)
    return desk_at(visited, access, letter_id)


def desk_at(visited: Visit, access: Access[CandidateActor], letter_id: UUID) -> Desk:
    """The same, in surroundings that were read already."""
    standing = reading.standing_for(access.session, letter_id=letter_id, actor=access.actor)
    if standing.shows_stored:
        answers = answers_at_hand(access.session, standing.meeting.interview)
        standing = replace(standing, answers=answers)
    return Desk(visited, standing, views.candidate_letter(standing))


def desk_to_read(
    request: Request, access: Access[CandidateActor], interview_id: UUID, letter_id: UUID, *, now: datetime
) -> Desk:
    """As `desk_of`, for those to whom stored words are shown; raises NothingStoredShown (403)."""
    visited = visit(request, access, interview_id, now=now)
    reading.standing_to_read(access.session, letter_id=letter_id, actor=access.actor)
    return desk_at(visited, access, letter_id)


def people_in(desk: Desk) -> list[tuple[str, str]]:
    """Whom the letter may be written to: identifier and name, those too whom the candidate named."""
    return people_to_choose(desk.standing.met)


def people_to_choose(met: Sequence[Met]) -> list[tuple[str, str]]:
    """The people met as a group of boxes offers them."""
    return [(public_id("prs", one.person.id), _named(one)) for one in met]


def _named(one: Met) -> str:
    return f"{one.person.name}, {one.person.title}" if one.person.title else one.person.name
