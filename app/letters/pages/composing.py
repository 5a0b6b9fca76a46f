"""The composer: guided paragraphs or one text, saved as it is typed; two windows in conflict show both texts (P9)."""

from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import Request, Response, status
from fastapi.responses import JSONResponse

from app.accounts.access import Access, allow
from app.accounts.queries.kept import form_of as kept_form
from app.core.actor import CandidateActor
from app.core.errors import Invalid
from app.core.ids import InterviewId, LetterId
from app.interviews.actions.drafts import DraftChanged
from app.letters.actions import writing
from app.letters.pages import conflict
from app.letters.pages.desk import Desk, desk_of, people_in
from app.letters.pages.draft_form import as_text, draft_in, form_of, named, slots_in
from app.letters.pages.talking import beside, remarks_on, take_remarks
from app.letters.rendering.composing import concerns_at, concerns_of, elsewhere, parts_of, words_in
from app.letters.rules.guided import Slot, both_kept, is_guided, slots
from app.letters.schemas.content import LetterKind
from app.letters.schemas.requests import LetterDraftIn
from app.letters.states import WRITABLE
from app.web.deps import Now
from app.web.etag import number_in_form
from app.web.fields import Form, Posted, named_errors
from app.web.page_routes import FormPosted, pages_for, see

router = pages_for("/letters")
AsCandidate = Annotated[Access[CandidateActor], allow(candidate=True)]
ONWARD: Mapping[str, str] = {"word": "/word", "text": "?as=text", "parts": "?as=parts", "stay": ""}
"""Where the buttons of the composer lead once the draft is saved; any other to the check."""
MET: Final = {"words": "Saved meanwhile from another window: nothing is lost.", "button": "Show both texts"}


@router.get("/{letter_id}", operation_id="composeLetter")
def compose_letter(
    access: AsCandidate, interview_id: InterviewId, letter_id: LetterId, request: Request, now: Now
) -> Response:
    """Show the letter to write on, or to read where it cannot be written on."""
    desk = desk_of(request, access, interview_id, letter_id, now=now)
    if desk.letter.kind == "summary":
        return see(f"{desk.visit.frame.home}/summary")
    if desk.letter.state == "suggested" and desk.standing.shows_stored:
        return see(f"{desk.path}/suggestion")
    kept = kept_form(access.session, actor=access.actor, kept=request.query_params.get("kept"))
    if desk.letter.state not in WRITABLE:
        return show_letter(access, desk, kept)
    if kept is not None and "was" not in kept.fields:  # what was said about the letter, and not the letter
        return show_composer(access, desk, said_beside(desk, kept), whole=not is_guided(desk.content))
    if kept is not None:
        return show_composer(access, desk, kept, slots_in(Posted(_lists(kept))), whole="content.text" in kept.fields)
    wanted = request.query_params.get("as")
    return show_composer(access, desk, whole=wanted == "text" or (wanted != "parts" and not is_guided(desk.content)))


@router.post("/{letter_id}", operation_id="keepLetter")
def keep_letter(
    access: AsCandidate, interview_id: InterviewId, letter_id: LetterId, request: Request, posted: FormPosted, now: Now
) -> Response:
    """Save what was typed and go on; a save while typing (autosave) answers 204."""
    desk = desk_of(request, access, interview_id, letter_id, now=now)
    seen = number_in_form(posted.value("was"))
    draft, errors = draft_in(posted, desk.content)
    typing = bool(posted.value("autosave"))
    if draft is None:
        return _told(errors) if typing else _shown_again(access, desk, posted, errors)
    if posted.value("do") == "both":
        draft = draft.model_copy(update={"content": both_kept(desk.content, draft.content)})
    try:
        with access.session.begin_nested():
            _save(access, desk, draft, seen, now)
            if not typing:
                take_remarks(access, letter_id, posted, now=now)
    except DraftChanged:
        desk = desk_of(request, access, interview_id, letter_id, now=now)
        both = conflict.unseen(desk, draft)
        if both is not None:
            _save(access, desk, both, desk.revision, now)
        elif not conflict.says_the_same(desk, draft):
            return JSONResponse(MET, 409) if typing else conflict.show(desk, draft, posted)
    except Invalid as wrong:
        errors = named_errors(wrong.errors)
        return _told(errors) if typing else _shown_again(access, desk, posted, errors)
    if typing:
        return _saved(desk_of(request, access, interview_id, letter_id, now=now))
    return see(_onward(desk, posted))


def show_composer(
    access: Access[CandidateActor],
    desk: Desk,
    form: Form | None = None,
    offered: list[Slot] | None = None,
    *,
    whole: bool = False,
    status: int = 200,
) -> Response:
    """Show the form, filled from the draft or as it was sent."""
    remarks = remarks_on(access, desk)
    if offered is None:
        kind: LetterKind = "strategic" if desk.letter.kind == "strategic" else "thank_you"
        offered = slots(desk.content, kind, concerns_of(desk.answers))
    parts = parts_of(offered, desk.standing, beside(access, desk, remarks))
    return desk.visit.show(
        "pages/letter/compose.html",
        status=status,
        form=form or form_of(desk, offered),
        desk=desk,
        letter=desk.letter,
        whole=whole,
        parts=parts,
        unplaced=concerns_at(desk.answers) if whole else elsewhere(parts, desk.answers),
        people=people_in(desk),
        remarks=remarks,
        words=words_in(desk.content),
    )


def said_beside(desk: Desk, kept: Form) -> Form:
    """The letter as it is saved, with what is to be said about it."""
    kind: LetterKind = "strategic" if desk.letter.kind == "strategic" else "thank_you"
    return Form({**form_of(desk, slots(desk.content, kind, concerns_of(desk.answers))).fields, **kept.fields})


def show_letter(access: Access[CandidateActor], desk: Desk, form: Form | None = None, *, status: int = 200) -> Response:
    """Show a letter that cannot be written on now, and what was said about it."""
    remarks = remarks_on(access, desk)
    return desk.visit.show(
        "pages/letter/read.html",
        status=status,
        form=form or Form(),
        desk=desk,
        letter=desk.letter,
        remarks=remarks,
        seen=desk.standing.letter.audit_seq,
    )


def _save(access: Access[CandidateActor], desk: Desk, draft: LetterDraftIn, seen: int, now: Now) -> None:
    """Replace the draft; who is not shown what stands in it empties nothing by leaving it out."""
    stored = desk.standing.draft
    if not desk.standing.shows_stored and stored is not None and not draft.addressees:
        draft = draft.model_copy(update={"addressees": stored.addressees})
    if desk.standing.shows_stored or draft.content.paragraphs:
        writing.save_draft(
            access.session, letter_id=desk.letter.id, draft=draft, seen=seen, actor=access.actor, now=now
        )


def _saved(desk: Desk) -> Response:
    revision = desk.standing.draft.revision if desk.standing.draft else 0
    headers = {"X-Was": str(revision), "X-Revision": str(revision), "X-Saved-At": desk.saved_at or ""}
    return Response(status_code=status.HTTP_204_NO_CONTENT, headers=headers)


def _told(errors: dict[str, str]) -> Response:
    """Say to a page that sent itself why it was not saved."""
    return JSONResponse({"words": next(iter(errors.values()), "Press the button below to see why")}, 422)


def _shown_again(access: Access[CandidateActor], desk: Desk, posted: Posted, errors: dict[str, str]) -> Response:
    writing.require_writable(desk.standing.letter)
    form = Form(posted.fields, named(errors))
    return show_composer(access, desk, form, slots_in(posted), whole=as_text(posted), status=422)


def _onward(desk: Desk, posted: Posted) -> str:
    return f"{desk.path}{ONWARD.get(posted.value('do'), '/check')}"


def _lists(form: Form) -> dict[str, list[str]]:
    return {name: list(values) for name, values in form.fields.items()}
