"""The list of topics, each with its state in words; and what stands there once it is sent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final

from fastapi import Request, Response

from app.accounts.access import Access, allow
from app.core.actor import CandidateActor
from app.core.ids import InterviewId, public_id
from app.core.local_time import date_time, local, place_of
from app.debriefs.models import DebriefVersion
from app.debriefs.pages.closed import answered, show_closed
from app.debriefs.pages.sheet import Sheet, sheet_of
from app.debriefs.pages.showing import saved_words
from app.debriefs.pages.topics import SHORT, TOPICS, Topic
from app.debriefs.rules import review_due_at
from app.interviews.models import Meeting
from app.interviews.pages.visit import Visit, visit
from app.web.deps import Now
from app.web.page_routes import pages_for, see

router = pages_for("/debrief")
AsCandidate = Annotated[Access[CandidateActor], allow(candidate=True)]
_STATES: Final = {"new": "Not begun", "begun": "Begun", "done": "✓ Done"}


@dataclass(frozen=True)
class Task:
    """A line of the list."""

    name: str
    asks: str
    href: str
    state: str

    @property
    def words(self) -> str:
        """Its state for people."""
        return _STATES[self.state]


@dataclass(frozen=True)
class GoOn:
    """The one button below the list."""

    href: str
    words: str


@dataclass(frozen=True)
class LetterStep:
    """What the candidate may do next for the client to read."""

    words: str
    writes: bool = True


@router.get("", operation_id="seeDebrief")
def see_debrief(access: AsCandidate, interview_id: InterviewId, request: Request, now: Now) -> Response:
    """Show what is asked, what of it is there, and the way on."""
    around = visit(request, access, interview_id, now=now)
    sheet = sheet_of(access, interview_id, now=now)
    if not sheet.writable:
        return show_closed(around, sheet)
    debrief = f"{around.frame.home}/debrief"
    if sheet.profile == SHORT.slug:
        return see(f"{debrief}/{SHORT.slug}")
    tasks = [Task(one.name, one.asks, f"{debrief}/{one.slug}", state_of(one, sheet)) for one in TOPICS]
    check = Task("Check and send", "Everything on one page, then one button. A minute.", f"{debrief}/check", "new")
    return around.show(
        "pages/debrief/list.html",
        debrief=debrief,
        tasks=[*tasks, check],
        go_on=_go_on(tasks, check),
        question=sheet.question,
        saved_at=saved_words(around, sheet),
        client=around.meeting.client.name,
    )


@router.get("/sent", operation_id="seeDebriefSent")
def see_sent(access: AsCandidate, interview_id: InterviewId, request: Request, now: Now) -> Response:
    """Confirm what was sent: its reference, who reads it and by when, until when it can be changed."""
    around = visit(request, access, interview_id, now=now)
    sheet = sheet_of(access, interview_id, now=now)
    debrief, newest = sheet.standing.debrief, sheet.standing.newest
    if sheet.state != "submitted" or debrief is None or newest is None:
        return see(f"{around.frame.home}/debrief")
    zone = around.meeting.candidate.time_zone
    due = review_due_at(newest.submitted_at)
    return around.show(
        "pages/debrief/sent.html",
        reference=public_id("dbf", debrief.id),
        how=_how(around, newest, sheet.standing.taken_by),
        read_by=None if due < now else f"{local(due, zone):%H:%M} {_day(due, zone, now)} ({place_of(zone)} time)",
        copy=_copy(around, newest),
        told=answered(sheet),
        letter=letter_step(around.meeting, acts=around.frame.consultant.acts),
    )


def state_of(topic: Topic, sheet: Sheet) -> str:
    """Whether a topic is new, begun or done: done when nothing that it requires is missing or too short."""
    found = sheet.completeness
    lacking = {item.field for item in (*found.missing, *found.thin)}
    if lacking.isdisjoint(topic.required):
        return "done"
    return "begun" if any(sheet.values.get(name) is not None for name in topic.answers) else "new"


def letter_step(meeting: Meeting, *, acts: str) -> LetterStep:
    """Say what a letter can do at this client, and who asks there: ``acts``, unless the candidate is in touch."""
    client = meeting.client.name
    if meeting.interview.introduced_by == "direct":
        return _own_letter_step(meeting, acts)
    match meeting.client.letter_policy:
        case "welcome":
            return LetterStep(f"{client} reads letters after an interview. Write yours while the talk is fresh.")
        case "ask_first":
            return LetterStep(f"{acts} asks {client} first whether a letter is welcome. You can write it already.")
        case _:
            words = f"{client} takes no letters. {acts} tells them what you wrote that helps you."
            return LetterStep(words, writes=False)


def _own_letter_step(meeting: Meeting, acts: str) -> LetterStep:
    """The same where the candidate arranged the interview, and sends the letter themselves."""
    client = meeting.client.name
    looks = f"You arranged this interview yourself: {acts} looks at your letter, and you send it."
    match meeting.client.letter_policy:
        case "welcome":
            return LetterStep(f"{client} reads letters after an interview. {looks}")
        case "ask_first":
            return LetterStep(f"{client} wants to be asked whether a letter is welcome: ask them first. {looks}")
        case _:
            words = f"{client} takes no letters. You arranged this interview yourself: thank them when you next speak."
            return LetterStep(words, writes=False)


def _go_on(tasks: list[Task], check: Task) -> GoOn:
    following = next((task for task in tasks if task.state != "done"), check)
    if following is check:
        return GoOn(check.href, "Check and send")
    return GoOn(following.href, "Begin" if all(task.state == "new" for task in tasks) else "Go on")


def _how(around: Visit, newest: DebriefVersion, taken_by: str | None) -> str:
    zone = around.meeting.candidate.time_zone
    at = f"{date_time(newest.submitted_at, zone)} ({place_of(zone)} time)"
    return f"{taken_by} wrote down what you said, {at}" if taken_by else f"Sent on {at}"


def _day(due: datetime, zone: str, now: datetime) -> str:
    """Name the day as whoever looks now calls it."""
    return "today" if local(now, zone).date() == local(due, zone).date() else "tomorrow"


def _copy(around: Visit, newest: DebriefVersion) -> str:
    if newest.channel == "phone" or around.meeting.candidate.email is None:
        return ""
    return (
        "A copy is on its way to you by mail. What only the agency reads is not in it, since a mail can be read on "
        "its way."
    )
