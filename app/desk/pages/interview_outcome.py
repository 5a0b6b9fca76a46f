"""How a change of an interview ends: done, refused with who did what, or shown again; nothing typed is lost."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from fastapi import Request, Response

from app.accounts.access import Access
from app.audit.queries import entries
from app.core.actor import ConsultantActor
from app.core.errors import Conflict, Forbidden, Invalid, PreconditionFailed
from app.core.ids import public_id
from app.desk.pages.frame import at_desk
from app.desk.pages.interview import show_interview
from app.desk.queries.story import story_of
from app.desk.rendering.timeline import Reader, newest_change
from app.interviews.models import Interview
from app.interviews.policy import may_announce, may_decide
from app.interviews.queries import interview_for
from app.web.fields import Form, Posted, named_errors
from app.web.page_routes import see

May = Callable[[ConsultantActor, Interview], bool]
UNPROCESSABLE: Final = 422


@dataclass(frozen=True)
class Change:
    """Something that is done to an interview: ``said`` names what the page says then, ``already`` tells whether it
    stands so before; ``names`` are the fields of its form by those of the schema."""

    said: str
    already: bool | Callable[[Interview], bool] = False
    names: Mapping[str, str] = field(default_factory=dict)

    def stands(self, interview: Interview) -> bool:
        """Whether there is nothing left to do."""
        return self.already if isinstance(self.already, bool) else self.already(interview)


def announces(actor: ConsultantActor, _interview: Interview) -> bool:
    """Whether they may move and cancel."""
    return may_announce(actor)


def interview_to(may: May, access: Access[ConsultantActor], interview_id: UUID) -> Interview:
    """An interview with which whoever is here may do this; raises InterviewNotFound (404), Forbidden (403)."""
    interview = interview_for(access.session, interview_id=interview_id, actor=access.actor)
    if not may(access.actor, interview):
        raise Forbidden
    return interview


def interview_to_decide(access: Access[ConsultantActor], interview_id: UUID) -> Interview:
    """An interview of which whoever is here may decide what waits; raises as `interview_to` does."""
    return interview_to(may_decide, access, interview_id)


def home_of(interview_id: UUID) -> str:
    """The page of an interview."""
    return f"/desk/interviews/{public_id('int', interview_id)}"


def carry_out(
    request: Request,
    access: Access[ConsultantActor],
    interview_id: UUID,
    posted: Posted,
    act: Callable[[], object],
    change: Change,
    *,
    now: datetime,
) -> Response:
    """Do it and say so; what the same hand has just done already stays done."""
    try:
        with access.session.begin_nested():
            act()
    except Invalid as wrong:
        found = named_errors(wrong.errors) or {"decision": wrong.detail}
        errors = {change.names.get(name, name): words for name, words in found.items()}
        return show_interview(request, access, interview_id, Form(posted.fields, errors), now=now, status=wrong.status)
    except (Conflict, PreconditionFailed) as refused:
        if _done_by_the_same(access, interview_id, change):
            return see(f"{home_of(interview_id)}?done={change.said}")
        return _refuse(request, access, interview_id, posted, refused, now=now)
    return see(f"{home_of(interview_id)}?done={change.said}")


def mend(
    request: Request,
    access: Access[ConsultantActor],
    interview_id: UUID,
    posted: Posted,
    errors: Mapping[str, str],
    *,
    now: datetime,
) -> Response:
    """Show the page again with what is wrong."""
    form = Form(posted.fields, errors)
    return show_interview(request, access, interview_id, form, now=now, status=UNPROCESSABLE)


def _done_by_the_same(access: Access[ConsultantActor], interview_id: UUID, change: Change) -> bool:
    session, actor = access.session, access.actor
    interview = interview_for(session, interview_id=interview_id, actor=actor)
    newest = entries(session, agency_id=actor.agency_id, subject_id=interview.id, limit=1)
    return change.stands(interview) and bool(newest) and newest[0].event.actor_id == actor.consultant_id


def _refuse(
    request: Request,
    access: Access[ConsultantActor],
    interview_id: UUID,
    posted: Posted,
    refused: Conflict | PreconditionFailed,
    *,
    now: datetime,
) -> Response:
    """Say who did what meanwhile; what was typed is in its fields, or below where they are gone."""
    words = refused.detail
    if isinstance(refused, PreconditionFailed):
        words = _meanwhile(request, access, interview_id, now=now) or words
    form = Form(posted.fields, {"decision": words})
    return show_interview(request, access, interview_id, form, now=now, status=refused.status)


def _meanwhile(request: Request, access: Access[ConsultantActor], interview_id: UUID, *, now: datetime) -> str:
    zone = at_desk(request, access).agency.time_zone
    story = story_of(access.session, interview_id=interview_id, actor=access.actor, now=now)
    said = newest_change(story, Reader(access.actor.consultant_id, zone, now))
    return f"{said} Look at it as it is now, then decide." if said else ""
