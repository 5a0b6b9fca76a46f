"""Candidates: found by name, address or number, each with how they are reached and their interviews."""

from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import Query, Request
from fastapi.responses import HTMLResponse

from app.accounts.access import READERS, Access, allow
from app.core.actor import ConsultantActor
from app.core.ids import CandidateId, public_id
from app.desk.pages.frame import at_desk
from app.desk.pages.interviews import lines_of
from app.desk.rendering.clock import clock_in
from app.directory.queries.candidates import candidate_for, candidates_for
from app.interviews.rendering.mails import dialled
from app.interviews.schemas import InterviewFilter
from app.web.deps import Now
from app.web.lists import DEFAULT_LIMIT, after_id, write_cursor
from app.web.page_routes import DESK, desk_pages

router = desk_pages("/candidates")
AsReader = Annotated[Access[ConsultantActor], allow(roles=READERS)]
HERE: Final = f"{DESK}/candidates"


@router.get("", operation_id="seeCandidates")
def see_candidates(
    access: AsReader,
    request: Request,
    now: Now,
    q: Annotated[str, Query(max_length=200)] = "",
    after: Annotated[str | None, Query(max_length=300)] = None,
) -> HTMLResponse:
    """Show the candidates, last added first, or those who are looked for."""
    words = " ".join(q.split())
    rows = candidates_for(
        access.session,
        actor=access.actor,
        words=words or None,
        before=after_id(after, "cnd"),
        limit=DEFAULT_LIMIT + 1,
    )
    shown = rows[:DEFAULT_LIMIT]
    following = {"after": write_cursor(public_id("cnd", shown[-1].id))} if len(rows) > DEFAULT_LIMIT else {}
    query = {"q": words} if words else {}
    return at_desk(request, access).show(
        "desk/candidates.html",
        q=words,
        people=[(public_id("cnd", one.id), one, clock_in(one.time_zone, now=now)) for one in shown],
        more=f"{HERE}?{urlencode({**query, **following})}" if following else None,
    )


@router.get("/{candidate_id}", operation_id="seeCandidate")
def see_candidate(
    access: AsReader,
    candidate_id: CandidateId,
    request: Request,
    now: Now,
    after: Annotated[str | None, Query(max_length=300)] = None,
) -> HTMLResponse:
    """Show how a candidate is reached, and their interviews."""
    desk = at_desk(request, access)
    person = candidate_for(access.session, candidate_id=candidate_id, actor=access.actor)
    wanted = InterviewFilter(candidate=person.id)
    lines, more = lines_of(access, wanted, after, here=desk.agency.time_zone, now=now)
    path = f"{HERE}/{public_id('cnd', person.id)}"
    return desk.show(
        "desk/candidate.html",
        person=person,
        clock=clock_in(person.time_zone, now=now),
        dial=f"tel:{dialled(person.phone)}" if person.phone else None,
        lines=lines,
        more=f"{path}?{urlencode({'after': more})}" if more else None,
        answers=access.actor.role == "compliance",
        path=path,
    )
