"""Asking for news: the page answers first, and only when it has no answer any more can somebody be reminded (P15)."""

from typing import Annotated

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from app.accounts.access import Access, allow
from app.accounts.queries.kept import form_of
from app.core.actor import CandidateActor
from app.core.ids import InterviewId
from app.followup import policy
from app.followup.actions import nudging
from app.followup.queries.known import Around, known_of
from app.followup.rules.headline import no_news
from app.followup.rules.promised import asks, hears, is_over, reminder
from app.followup.schemas.promises import NudgeIn
from app.interviews.pages.visit import Visit, visit
from app.web.deps import Now
from app.web.fields import Form, validated
from app.web.page_routes import FormPosted, pages_for, see

router = pages_for("/ask")
AsCandidate = Annotated[Access[CandidateActor], allow(candidate=True)]


@router.get("", operation_id="seeAsking")
def see_asking(
    access: AsCandidate, interview_id: InterviewId, request: Request, now: Now, kept: str | None = None
) -> HTMLResponse:
    """Answer what can be answered, then offer what may be asked."""
    form = form_of(access.session, actor=access.actor, kept=kept) or Form()
    return _shown(visit(request, access, interview_id, now=now), access, form, now)


@router.post("", operation_id="askForNewsOnPage")
def ask_for_news(
    access: AsCandidate, interview_id: InterviewId, posted: FormPosted, request: Request, now: Now
) -> Response:
    """Remind the consultant, or tell them a new deadline; the same pressed twice is asked once."""
    visited = visit(request, access, interview_id, now=now)
    if not policy.may_ask_for_news(access.actor, visited.meeting.interview):
        return _shown(visited, access, Form(posted.fields), now, status=403)
    typed = {"kind": posted.value("kind"), "words": posted.value("words") or None}
    if typed["kind"] == "new_deadline":
        typed |= {"deadline_on": posted.value("deadline_on") or None, "words": posted.value("why") or None}
    given, wrong = validated(NudgeIn, typed)
    if given is None:
        if typed["kind"] == "new_deadline" and "words" in wrong:
            wrong["why"] = wrong.pop("words")
        return _shown(visited, access, Form(posted.fields, wrong), now, status=422)
    try:
        nudging.ask(access.session, interview_id=interview_id, given=given, actor=access.actor, now=now)
    except nudging.NudgeContradicts as amiss:
        said = {"deadline_on": f"The day {amiss.errors[0].message}" if given.deadline_on else "Give the day"}
        return _shown(visited, access, Form(posted.fields, said), now, status=422)
    except (nudging.TooEarlyToRemind, nudging.AskedAfterTheEnd):
        return _shown(visited, access, Form(posted.fields), now, status=409)
    return see(f"{visited.frame.home}/ask#asked")


def _shown(visited: Visit, access: Access[CandidateActor], form: Form, now: Now, *, status: int = 200) -> HTMLResponse:
    around = Around(visited.frame.home, visited.frame.consultant.covered_by)
    facts = known_of(access.session, visited.meeting, around, actor=access.actor, now=now)
    promised = facts.promised
    return visited.show(
        "pages/ask.html",
        status=status,
        form=form,
        may_ask=asks(facts),
        over=is_over(facts),
        hears=hears(facts),
        no_news=no_news(facts),
        reminder=reminder(facts),
        allowed=promised is not None and promised.asking.allowed(now),
        waiting=[one for one in promised.questions if one.waits] if promised else [],
        own_link=promised is not None,
        client=facts.client,
    )
