"""A new interview on one page: what is known is found, what is not is added, and the page says which before it does."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Final

from fastapi import Query, Request, Response
from fastapi.responses import HTMLResponse

from app.accounts.access import DECIDERS, Access, allow
from app.accounts.queries.rows import settings_of
from app.core.actor import ConsultantActor
from app.core.errors import Conflict, Invalid
from app.core.ids import InterviewId, new_id, public_id
from app.core.local_time import place_of
from app.desk.pages.frame import Desk, at_desk
from app.desk.pages.new_interview_form import PEOPLE, Typed, fields_like, typed_in
from app.desk.queries.known import Kind, announcers, client_names, found_for, options_for, timers_set
from app.desk.rendering.bringing import Line, doubts_of, lines_of, span_there, steps_of, timers_of
from app.desk.rules.found import Found
from app.desk.rules.places import offered_zones
from app.directory.queries.rows import ref_of
from app.interviews import queries
from app.interviews.actions import announcing
from app.interviews.schemas import InterviewIn
from app.web.deps import Now
from app.web.fields import Form, named_errors
from app.web.page_routes import DESK, FormPosted, desk_pages, see
from app.web.templating import page

router = desk_pages("/interviews")
AsAnnouncer = Annotated[Access[ConsultantActor], allow(roles=DECIDERS)]
SYSTEM: Final = "desk"
"""The foreign system by whose names a form is known that is sent twice."""
LENGTHS: Final = (30, 45, 60, 75, 90, 120, 180, 240, 480)
MOST_CLIENTS: Final = 60
FURTHER: Final = ("candidate.time_zone", "job.kind", "debrief_profile")


@router.get("/new", operation_id="seeNewInterview")
def see_new_interview(access: AsAnnouncer, request: Request, like: InterviewId | None = None) -> HTMLResponse:
    """Show the form; ``like`` names an interview whose client, job and people it begins with."""
    fields: dict[str, list[str]] = {}
    if like is not None:
        meeting = queries.meeting_for(access.session, interview_id=like, actor=access.actor)
        fields = fields_like(meeting, queries.people_met_in(access.session, meeting.interview))
    return _show(access, at_desk(request, access), Form(fields))


@router.post("/new", operation_id="addInterviewOnDesk")
def add_interview(access: AsAnnouncer, request: Request, posted: FormPosted, now: Now) -> Response:
    """Say what would be added, and add it once just that was read; the same form sent twice adds one."""
    desk = at_desk(request, access)
    typed = typed_in(posted, access, desk.agency)
    if typed.given is None:
        return _show(access, desk, typed.form, status=422)
    found = found_for(access.session, typed.given, actor=access.actor)
    read = _digest(lines_of(typed.given, found, here=desk.agency.time_zone), typed.given)
    name = f"{posted.value('once')[:40]}-{_digest([], typed.given)}"
    if posted.value("read") != read and not _is_there(access, name):
        return _ask(access, desk, typed.given, typed, found, read, now=now)
    try:
        with access.session.begin_nested():
            done = announcing.announce(
                access.session, given=typed.given, system=SYSTEM, ref=name, actor=access.actor, now=now
            )
    except (Invalid, Conflict) as refused:
        errors = named_errors(getattr(refused, "errors", ())) or {"candidate.name": refused.detail}
        return _show(access, desk, Form(typed.fields, errors), status=refused.status)
    return see(f"{DESK}/interviews/{public_id('int', done.interview.id)}/added")


@router.get("/known", operation_id="findKnown")
def find_known(
    access: AsAnnouncer,
    kind: Kind = "client",
    q: Annotated[str, Query(max_length=200)] = "",
    client: Annotated[str, Query(max_length=200)] = "",
) -> HTMLResponse:
    """Answer a field that is typed into with the few known ones that may be meant."""
    words = " ".join(q.split())
    found = options_for(access.session, kind=kind, words=words, client=client, actor=access.actor) if words else []
    return page("desk/new_interview_options.html", options=found)


@router.get("/{interview_id}/added", operation_id="seeAddedInterview")
def see_added_interview(access: AsAnnouncer, request: Request, interview_id: InterviewId, now: Now) -> HTMLResponse:
    """Show what happens next with an interview that was added, and where to go from here."""
    desk = at_desk(request, access)
    meeting = queries.meeting_for(access.session, interview_id=interview_id, actor=access.actor)
    interview, candidate, here = meeting.interview, meeting.candidate, desk.agency.time_zone
    met = queries.people_met_in(access.session, interview)
    due = timers_set(access.session, interview)
    steps = steps_of(
        name=candidate.name,
        email=candidate.email,
        zone=candidate.time_zone,
        prepare=due.get("interviews.prepare"),
        ask=due.get("debriefs.request"),
        here=here,
        now=now,
    )
    return desk.show(
        "desk/new_interview_added.html",
        meeting=meeting,
        id=public_id("int", interview.id),
        when=span_there(interview.starts_at, interview.ends_at, interview.time_zone, here),
        steps=steps,
        unreached=[one.contact.name for one in met if one.contact and one.contact.email is None],
        met=[one.person.name for one in met],
        theirs=meeting.consultant.id != access.actor.consultant_id,
    )


def _ask(
    access: AsAnnouncer, desk: Desk, given: InterviewIn, typed: Typed, found: Found, read: str, *, now: datetime
) -> HTMLResponse:
    """Show what would happen, with the button that lets it."""
    here = desk.agency.time_zone
    zone = given.candidate.time_zone or (found.candidate.time_zone if found.candidate else here)
    email = given.candidate.email or (found.candidate.email if found.candidate else None)
    settings = settings_of(access.session, access.actor.agency_id)
    prepare, ask = timers_of(given.starts_at, given.ends_at, zone, settings, now=now)
    steps = steps_of(name=given.candidate.name, email=email, zone=zone, prepare=prepare, ask=ask, here=here, now=now)
    asked = {
        "read": read,
        "when": span_there(given.starts_at, given.ends_at, given.time_zone, here),
        "lines": lines_of(given, found, here=here),
        "doubts": doubts_of(given, found, now=now),
        "steps": steps,
        "owner": "" if typed.owner == desk.user.name else typed.owner,
    }
    return _show(access, desk, typed.form, asked=asked)


def _show(
    access: AsAnnouncer, desk: Desk, form: Form, *, asked: dict[str, Any] | None = None, status: int = 200
) -> HTMLResponse:
    me = public_id("con", access.actor.consultant_id)
    defaults = {"minutes": "60", "round": "1", "introduced_by": "agency", "consultant": me, "once": new_id().hex}
    fields = {**{name: [value] for name, value in defaults.items()}, **form.fields}
    people = [(public_id("con", one.id), one.name) for one in announcers(access.session, actor=access.actor)]
    return desk.show(
        "desk/new_interview.html",
        status=status,
        form=Form(fields, form.errors),
        asked=asked,
        lengths=[(str(minutes), _length(minutes)) for minutes in LENGTHS],
        clients=client_names(access.session, actor=access.actor, limit=MOST_CLIENTS),
        zones=offered_zones(),
        announcers=people,
        people=range(PEOPLE),
        place=place_of(desk.agency.time_zone),
        **_opened(fields, form.errors, me),
    )


def _opened(fields: Mapping[str, Sequence[str]], errors: Mapping[str, str], me: str) -> dict[str, bool]:
    """Which of what is folded away holds something to be seen."""
    form = Form(fields)
    said = form.value("consultant") != me or form.value("introduced_by") != "agency" or form.value("round") != "1"
    further = any(form.value(name) or name in errors for name in FURTHER)
    wrong = any(name in errors for name in ("round", "consultant"))
    others = [name for name in (*fields, *errors) if name.startswith("interviewers.") and name.split(".")[1] != "0"]
    return {
        "more": said or further or wrong,
        "more_people": any(form.value(name) or name in errors for name in others),
    }


def _is_there(access: AsAnnouncer, name: str) -> bool:
    """Whether just this form was sent before."""
    agency_id = access.actor.agency_id
    return ref_of(access.session, agency_id=agency_id, system=SYSTEM, kind=announcing.KIND, ref=name) is not None


def _digest(lines: list[Line], given: InterviewIn) -> str:
    return hashlib.sha256(f"{lines}{given!r}".encode()).hexdigest()[:20]


def _length(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return " ".join(filter(None, (f"{hours} h" if hours else "", f"{rest} min" if rest else "")))
