"""Check and send: every answer once more, what is missing by name, and one button."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Request, Response, status

from app.accounts.access import Access, allow
from app.core.actor import CandidateActor
from app.core.ids import InterviewId
from app.debriefs.actions import writing
from app.debriefs.actions.versions import DatesContradict
from app.debriefs.pages.closed import show_closed
from app.debriefs.pages.sheet import Sheet, sheet_of, written_as
from app.debriefs.pages.topics import SHORT, STEPS, Topic, topics_of, where
from app.debriefs.pages.typed import naming
from app.debriefs.rendering.answers import AGENCY_ONLY, QUESTIONS, in_words
from app.debriefs.rules import Completeness, MissingItem, impossible_dates
from app.interviews.actions.drafts import DraftChanged
from app.interviews.pages.visit import Visit, visit
from app.web.deps import Now
from app.web.fields import Form, named_errors, number_in
from app.web.page_routes import FormPosted, pages_for, see

router = pages_for("/debrief")
AsCandidate = Annotated[Access[CandidateActor], allow(candidate=True)]


@dataclass(frozen=True)
class Row:
    """One answer as it is checked."""

    name: str
    question: str
    words: str
    agency_only: bool
    warning: str
    href: str


@dataclass(frozen=True)
class Part:
    """The answers of one topic."""

    slug: str
    name: str
    rows: list[Row]


@dataclass(frozen=True)
class Item:
    """What is missing or too short, and where it is answered."""

    words: str
    href: str


@dataclass(frozen=True)
class Lacking:
    """What is missing or too short."""

    complete: bool
    missing: list[Item]
    thin: list[Item]


@router.get("/check", operation_id="checkDebrief")
def see_check(access: AsCandidate, interview_id: InterviewId, request: Request, now: Now) -> Response:
    """Show every answer with the way to change it, and what is missing by name (P4, P5)."""
    around = visit(request, access, interview_id, now=now)
    sheet = sheet_of(access, interview_id, now=now)
    if not sheet.writable:
        return show_closed(around, sheet)
    if sheet.profile == SHORT.slug:
        return see(f"{around.frame.home}/debrief/{SHORT.slug}")
    return _show(around, sheet)


@router.post("/check", operation_id="sendDebrief")
def send(access: AsCandidate, interview_id: InterviewId, request: Request, posted: FormPosted, now: Now) -> Response:
    """Send it; pressed again, it is sent once."""
    sheet = sheet_of(access, interview_id, now=now, lock=True)
    around = visit(request, access, interview_id, now=now)
    if not sheet.writable:
        return see(f"{around.frame.home}/debrief")
    if _is_empty(sheet):
        nothing = Form(errors={topics_of("full")[0].slug: "Nothing is written yet: begin with whom you met"})
        return _show(around, sheet, form=nothing, status_code=422)
    try:
        writing.submit(
            access.session,
            interview_id=interview_id,
            written=None if sheet.standing.draft else written_as(sheet.values),
            seen=number_in(posted.value("seen")),
            actor=access.actor,
            now=now,
        )
    except DraftChanged:
        return _show(around, sheet, changed=True, status_code=status.HTTP_409_CONFLICT)
    except DatesContradict as wrong:
        amiss = {_answer(name): words for name, words in named_errors(wrong.errors).items()}
        return _show(around, sheet, form=Form(errors=naming(amiss)), status_code=422)
    return see(f"{around.frame.home}/debrief/sent")


def _show(
    around: Visit, sheet: Sheet, *, form: Form | None = None, changed: bool = False, status_code: int = 200
) -> Response:
    debrief = f"{around.frame.home}/debrief"
    topics = topics_of(sheet.profile)
    warnings = _warnings(sheet)
    return around.show(
        "pages/debrief/check.html",
        status=status_code,
        form=form or Form(),
        here=f"{debrief}/check",
        debrief=debrief,
        step=len(STEPS),
        steps=STEPS,
        seen=sheet.revision,
        changed=changed,
        empty=_is_empty(sheet),
        warned=bool(warnings),
        client=around.meeting.client.name,
        found=_lacking(sheet.completeness, debrief, sheet.profile),
        topics=[Part(one.slug, one.name, _rows(one, sheet, debrief, warnings)) for one in topics],
    )


def _is_empty(sheet: Sheet) -> bool:
    return sheet.standing.draft is None and all(value is None for value in sheet.values.values())


def _rows(topic: Topic, sheet: Sheet, debrief: str, warnings: dict[str, str]) -> list[Row]:
    return [
        Row(
            name=name,
            question=QUESTIONS[name],
            words=in_words(name, sheet.shown[name]),
            agency_only=name.startswith(AGENCY_ONLY),
            warning=warnings.get(name, ""),
            href=f"{debrief}/{topic.slug}#{name.replace('.', '-')}",
        )
        for name in topic.answers
        if sheet.shown.get(name) is not None
    ]


def _lacking(found: Completeness, debrief: str, profile: str) -> Lacking:
    def item(one: MissingItem) -> Item:
        topic = where(one.field, profile)
        return Item(one.words, f"{debrief}/{topic.slug}#{one.field}" if topic else debrief)

    return Lacking(found.complete, [item(one) for one in found.missing], [item(one) for one in found.thin])


def _warnings(sheet: Sheet) -> dict[str, str]:
    """What cannot be right in what may be shown, by its answer."""
    written = written_as(sheet.shown)
    found = impossible_dates(written.answers, written.agency_only, interview_at=sheet.standing.interview.starts_at)
    return {_answer(name): words for name, words in named_errors(found).items()}


def _answer(pointer: str) -> str:
    """The answer that a pointer into the API's request is about: ``answers.decision_expected.on``."""
    name = pointer.removeprefix("answers.")
    return name if name.startswith(AGENCY_ONLY) else name.partition(".")[0]
