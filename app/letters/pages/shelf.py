"""The letters after one interview: where each stands, what to do next, and by when to write (P10)."""

from typing import Annotated

from fastapi import Request
from fastapi.responses import HTMLResponse

from app.accounts.access import Access, allow
from app.core.actor import CandidateActor
from app.core.ids import InterviewId
from app.interviews.pages.visit import visit
from app.interviews.policy import may_see_stored
from app.interviews.states import OFF
from app.letters.queries import reading
from app.letters.queries.composing import agreed_of
from app.letters.rendering import views
from app.letters.rendering.shelf import due_words, shelved
from app.web.deps import Now
from app.web.page_routes import pages_for

router = pages_for("/letters")
AsCandidate = Annotated[Access[CandidateActor], allow(candidate=True)]


@router.get("", operation_id="listMyLetters")
def list_my_letters(access: AsCandidate, interview_id: InterviewId, request: Request, now: Now) -> HTMLResponse:
    """Show the letters of this interview, each with what to do next."""
    visited = visit(request, access, interview_id, now=now)
    shelf = reading.shelf_for(access.session, interview_id=interview_id, actor=access.actor)
    view = views.letters_view(shelf)
    agreed = agreed_of(access.session, shelf.letters, agency_id=access.actor.agency_id)
    stored = may_see_stored(access.actor, shelf.meeting.interview)
    acts = visited.frame.consultant.acts
    lines = [
        shelved(one, shelf.meeting, acts=acts, agreed=agreed.get(one.id, 0), shows_stored=stored, now=now)
        for one in view.data
        if one.kind != "summary" or stored
    ]
    return visited.show(
        "pages/letter/list.html",
        policy=view.letter_policy,
        guidance=view.guidance,
        letters=lines,
        due=due_words(shelf.meeting, now),
        off=shelf.meeting.interview.state in OFF,
        may_share=shelf.answers is not None and all(one.kind != "summary" for one in shelf.letters),
    )
