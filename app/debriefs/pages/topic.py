"""A topic of the form: shown with what is saved, saved by its button and by itself."""

from contextlib import suppress
from typing import Annotated, Final

from fastapi import Request, Response, status
from fastapi.responses import JSONResponse
from pydantic import ValidationError

from app.accounts.access import Access, allow
from app.accounts.queries.kept import form_of
from app.core.actor import CandidateActor
from app.core.ids import InterviewId
from app.debriefs.actions import writing
from app.debriefs.actions.versions import DatesContradict
from app.debriefs.pages.closed import show_closed, show_too_late
from app.debriefs.pages.merging import two_texts
from app.debriefs.pages.saving import Saving, too_long
from app.debriefs.pages.sheet import Sheet, marks_of, sheet_of, written_as
from app.debriefs.pages.showing import form_for, saved_words, show_topic
from app.debriefs.pages.topics import SHORT, after, topic_named
from app.debriefs.pages.typed import naming, put_back, read_topic, with_keys
from app.interviews.pages.visit import Visit, visit
from app.web.deps import Now
from app.web.fields import Form, named_errors
from app.web.page_routes import FormPosted, pages_for, see

router = pages_for("/debrief")
AsCandidate = Annotated[Access[CandidateActor], allow(candidate=True)]
_MET: Final = {"words": "Saved meanwhile from another window: nothing is lost.", "button": "Show both texts"}
_MET_UNSEEN: Final = {"words": "Something is saved here already: both are kept.", "button": "Save and continue"}


@router.get("/{topic}", operation_id="seeDebriefTopic")
def see_topic(
    access: AsCandidate, interview_id: InterviewId, topic: str, request: Request, now: Now, kept: str | None = None
) -> Response:
    """Show a topic with what is saved, or with what was kept of it when a visit ended."""
    asked = topic_named(topic)
    around = visit(request, access, interview_id, now=now)
    sheet = sheet_of(access, interview_id, now=now)
    if not sheet.writable:
        return show_closed(around, sheet)
    if asked is SHORT and sheet.profile != SHORT.slug:
        return see(f"{around.frame.home}/debrief")
    found = form_of(access.session, actor=access.actor, kept=kept)
    form = put_back(found, asked) if found else form_for(access.session, sheet, asked)
    return show_topic(access.session, around, sheet, asked, form, was=found.value("was") if found else None)


@router.post("/{topic}", operation_id="saveDebriefTopic")
def save_topic(
    access: AsCandidate, interview_id: InterviewId, topic: str, request: Request, posted: FormPosted, now: Now
) -> Response:
    """Save a topic's own answers over what is stored, then go on to the next."""
    asked = topic_named(topic)
    sheet = sheet_of(access, interview_id, now=now, lock=True)
    pressed = posted.value("do")
    without = pressed.removeprefix("remove-").replace("-", ".") if pressed.startswith("remove-") else ""
    typed = read_topic(posted, asked, without=without)
    saving = Saving(access, interview_id, asked, sheet, typed, posted, now)
    around = visit(request, access, interview_id, now=now)
    if not sheet.writable:
        if saving.already_there() and sheet.standing.newest is not None:
            return see(f"{around.frame.home}/debrief")
        return show_too_late(around, sheet, typed)
    if saving.autosaved:
        return _autosaved(around, saving)
    if pressed.startswith(("add-", "remove-")):
        return _with_rows(around, saving, more=pressed.removeprefix("add-") if pressed.startswith("add-") else "")
    if typed.errors:
        return show_topic(access.session, around, sheet, asked, typed.form, was=saving.marks, status=422)
    return _saved(around, saving, pressed)


def _saved(around: Visit, saving: Saving, pressed: str) -> Response:
    values, conflicting = saving.over()
    if conflicting:
        return _conflict(around, saving, conflicting, go_on=pressed)
    try:
        after_saving = saving.save(values)
    except ValidationError as wrong:
        return _again(around, saving, saving.sheet, too_long(wrong, saving.typed.form))
    debrief = f"{around.frame.home}/debrief"
    if pressed == "send" and saving.topic is SHORT:
        return _sent(around, saving, after_saving)
    later = f"{debrief}/{saving.topic.slug}" if saving.topic is SHORT else debrief
    return see(later if pressed == "later" else f"{debrief}{after(saving.topic)}")


def _sent(around: Visit, saving: Saving, sheet: Sheet) -> Response:
    """Send the one page of a short debrief; a date that cannot be is said beside it, and everything is saved."""
    access = saving.access
    try:
        writing.submit(
            access.session,
            interview_id=saving.interview_id,
            written=written_as(sheet.values),
            seen=sheet.revision,
            actor=access.actor,
            now=saving.now,
        )
    except DatesContradict as wrong:
        amiss = {name.removeprefix("answers."): words for name, words in named_errors(wrong.errors).items()}
        return _again(around, saving, sheet, Form(saving.typed.fields, naming(amiss)))
    return see(f"{around.frame.home}/debrief/sent")


def _again(around: Visit, saving: Saving, sheet: Sheet, form: Form) -> Response:
    was = saving.marks if sheet is saving.sheet else saving.marks_after(sheet)
    status_code = status.HTTP_422_UNPROCESSABLE_CONTENT
    return show_topic(saving.access.session, around, sheet, saving.topic, form, was=was, status=status_code)


def _with_rows(around: Visit, saving: Saving, *, more: str) -> Response:
    """Show the form as it was typed, with a row more or less; it is saved where it can be."""
    sheet, was = saving.sheet, saving.marks
    values, conflicting = saving.over()
    if not (saving.typed.errors or conflicting):
        with suppress(ValidationError):
            sheet = saving.save(values)
            was = saving.marks_after(sheet)
    fields = saving.typed.fields
    if sheet is not saving.sheet and sheet.shows_stored:
        fields = with_keys(fields, sheet.values.get("concerns"))
    form = Form(fields, saving.typed.errors)
    return show_topic(saving.access.session, around, sheet, saving.topic, form, was=was, more=more)


def _conflict(around: Visit, saving: Saving, names: list[str], *, go_on: str) -> Response:
    stored = saving.sheet.values
    here = f"{around.frame.home}/debrief/{saving.topic.slug}"
    return around.show(
        "pages/debrief/conflict.html",
        status=status.HTTP_409_CONFLICT,
        form=Form(saving.typed.fields),
        here=here,
        was=_marks_now(saving),
        go_on=go_on,
        texts=two_texts(saving.mine, stored, names),
    )


def _marks_now(saving: Saving) -> str:
    """Marks with which what was typed is taken where it was changed here, and the rest as it is stored."""
    values, conflicting = saving.over()
    shown = {name: saving.sheet.values.get(name) for name in saving.topic.answers}
    untouched = [name for name in shown if name not in conflicting and values[name] != saving.typed.values[name]]
    return marks_of({**shown, **{name: saving.typed.values[name] for name in untouched}}, saving.topic.answers)


def _autosaved(around: Visit, saving: Saving) -> Response:
    """Answer a page that sent itself: saved at which time, or in a few words why not."""
    if saving.typed.errors:
        return JSONResponse({"words": next(iter(saving.typed.errors.values()))}, 422)
    values, conflicting = saving.over()
    if conflicting:
        return JSONResponse(_MET if saving.sheet.shows_stored else _MET_UNSEEN, 409)
    sheet = saving.save(values)
    headers = {"X-Was": saving.marks_after(sheet), "X-Revision": str(sheet.revision)}
    if saved := saved_words(around, sheet):
        headers["X-Saved-At"] = saved
    return Response(status_code=204, headers=headers)
