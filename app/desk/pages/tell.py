"""What the candidate is told of feedback and outcome, in the consultant's words: on their page, or by telephone."""

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from pydantic_core import PydanticCustomError

from app.accounts.access import DECIDERS, READERS, Access, allow
from app.accounts.queries.rows import consultant
from app.core.actor import ConsultantActor
from app.core.errors import Conflict, Invalid, PreconditionFailed
from app.core.ids import InterviewId, Prefixed
from app.core.local_time import instant, place_of
from app.desk.pages.frame import at_desk
from app.desk.pages.interview_outcome import home_of, interview_to_decide
from app.desk.rendering.telling import ToTell, to_tell
from app.followup import policy
from app.followup.actions import relaying
from app.followup.actions.relaying import Subject
from app.followup.queries.telling import changes_of, said_by_client, standing_outcome
from app.followup.rendering.page import wall_clock
from app.followup.schemas.outcomes import RelayIn, WordsIn
from app.interviews.models import Meeting
from app.interviews.queries import meeting_for
from app.web.deps import Now
from app.web.etag import number_in_form
from app.web.fields import Form, Posted, typed_words, validated
from app.web.page_routes import FormPosted, desk_pages, see

router = desk_pages("/interviews/{interview_id}/tell")
AsReader = Annotated[Access[ConsultantActor], allow(roles=READERS)]
AsDecider = Annotated[Access[ConsultantActor], allow(roles=DECIDERS)]
DONE: Final = {
    "recorded": "The outcome is recorded. {name} does not know of it: tell them in your words.",
    "told": "{name} is told.",
    "kept": "Your words are kept. {name} does not see them yet.",
}


@router.get("", operation_id="seeWhatToTell")
def see_what_to_tell(
    access: AsReader, interview_id: InterviewId, request: Request, now: Now, done: str = ""
) -> HTMLResponse:
    """Show what the candidate is to hear, with words to begin with, and what they heard."""
    return _show(access, interview_id, request, done=done, now=now)


@router.post("", operation_id="tellCandidateOnDesk")
def tell_candidate(
    access: AsDecider, interview_id: InterviewId, request: Request, posted: FormPosted, now: Now
) -> Response:
    """Tell the candidate, note that they were told by telephone, or keep the words; pressed twice it is done once."""
    interview_to_decide(access, interview_id)
    key, keeps = posted.value("what"), posted.value("do") == "keep"
    of = _subject(access, interview_id, key)
    if of is None:
        form = Form(posted.fields, {"decision": "Another outcome was recorded meanwhile. Look at it, then tell it."})
        return _show(access, interview_id, request, form=form, status=412, now=now)
    given, wrong = _given(posted, key, at_desk(request, access).agency.time_zone, keeps=keeps)
    if given is None:
        return _show(access, interview_id, request, form=Form(posted.fields, wrong), status=422, now=now)
    try:
        with access.session.begin_nested():
            _do(access, of, given, number_in_form(posted.value("seen")), now=now)
    except Invalid as amiss:
        form = Form(posted.fields, {f"told_at.{key}": "Has not come yet" if amiss.errors else amiss.detail})
        return _show(access, interview_id, request, form=form, status=422, now=now)
    except (Conflict, PreconditionFailed) as refused:
        form = Form(posted.fields, {"decision": refused.detail})
        return _show(access, interview_id, request, form=form, status=refused.status, now=now)
    return see(f"{home_of(interview_id)}/tell?done={'kept' if keeps else 'told'}")


def _do(access: AsDecider, of: Subject, given: WordsIn | RelayIn, seen: int, *, now: datetime) -> None:
    if isinstance(given, WordsIn):
        relaying.draft(access.session, of=of, words=given.words, seen=seen, actor=access.actor, now=now)
    else:
        relaying.relay(access.session, of=of, given=given, seen=seen, actor=access.actor, now=now)


def _subject(access: AsDecider, interview_id: UUID, key: str) -> Subject | None:
    """What the form is about; None where it is an outcome that counts no longer, or nothing."""
    try:
        if key.startswith("fbk_"):
            return Subject(interview_id, Prefixed("fbk").parse(key))
        outcome_id = Prefixed("out").parse(key)
    except PydanticCustomError:
        return None
    meeting = meeting_for(access.session, interview_id=interview_id, actor=access.actor)
    standing = standing_outcome(access.session, meeting.interview)
    return Subject(interview_id) if standing is not None and standing.id == outcome_id else None


def _given(posted: Posted, key: str, zone: str, *, keeps: bool) -> tuple[WordsIn | RelayIn | None, dict[str, str]]:
    words, how = posted.value(f"words.{key}"), posted.value(f"how.{key}") or "page"
    if not words:
        return None, {f"words.{key}": "Write what they are to hear"}
    if keeps:
        return _named(validated(WordsIn, {"words": words}), key)
    told_at, wrong = _told_at(posted.value(f"told_at.{key}"), zone) if how == "telephone" else (None, "")
    if wrong:
        return None, {f"told_at.{key}": wrong}
    return _named(validated(RelayIn, {"how": how, "words": words, "told_at": told_at}), key)


def _named(
    read: tuple[WordsIn | RelayIn | None, dict[str, str]], key: str
) -> tuple[WordsIn | RelayIn | None, dict[str, str]]:
    given, errors = read
    return given, {f"{name}.{key}": words for name, words in errors.items()}


def _told_at(typed: str, zone: str) -> tuple[str | None, str]:
    if not typed:
        return None, ""
    try:
        wall = datetime.fromisoformat(typed)
    except ValueError:
        return None, "Give the day and the time"
    return instant(wall.date(), wall.time(), zone).isoformat(), ""


def _show(
    access: AsReader,
    interview_id: UUID,
    request: Request,
    *,
    now: datetime,
    form: Form | None = None,
    status: int = 200,
    done: str = "",
) -> HTMLResponse:
    desk = at_desk(request, access)
    meeting = meeting_for(access.session, interview_id=interview_id, actor=access.actor)
    found, name = _rows(access, meeting, now=now), meeting.candidate.name.split()[0]
    fields = {**_present(found, meeting, now=now), **(form.fields if form else {})}
    return desk.show(
        "desk/tell.html",
        status=status,
        form=Form(fields, form.errors if form else {}),
        meeting=meeting,
        home=home_of(interview_id),
        name=name,
        rows=found,
        waiting=sum(1 for one in found if not one.told),
        place=place_of(meeting.agency.time_zone),
        done=DONE.get(done, "").format(name=name),
        typed=_without_a_field(form, found) if form else [],
        may=policy.may_tell_candidate(access.actor, meeting.interview) and meeting.candidate.erased_at is None,
    )


def _rows(access: AsReader, meeting: Meeting, *, now: datetime) -> list[ToTell]:
    session = access.session
    outcome = standing_outcome(session, meeting.interview)
    rows: list[relaying.Hidden] = [*said_by_client(session, meeting.interview), *([outcome] if outcome else [])]
    names = {
        row.relayed_by: consultant(session, consultant_id=row.relayed_by, actor=access.actor).name
        for row in rows
        if row.relayed_by
    }
    return to_tell([(row, changes_of(session, row)) for row in rows], meeting, names=names, now=now)


def _without_a_field(form: Form, rows: list[ToTell]) -> list[str]:
    """What was typed into a form that is there no longer."""
    there = {f"words.{one.key}" for one in rows if not one.told}
    return typed_words({name: held for name, held in form.fields.items() if "words." in name and name not in there})


def _present(rows: list[ToTell], meeting: Meeting, *, now: datetime) -> dict[str, list[str]]:
    """The fields as they are before anything is typed."""
    how, at = "page" if meeting.candidate.email else "telephone", wall_clock(now, meeting.agency.time_zone)
    found = {}
    for one in rows:
        found[f"words.{one.key}"] = [one.words or one.suggested]
        found[f"how.{one.key}"], found[f"told_at.{one.key}"] = [how], [at]
    return found
