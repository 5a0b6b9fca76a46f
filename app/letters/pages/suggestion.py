"""A consultant's wording, word by word against one's own: accepted, which is the consent to it, or kept away (P7)."""

from typing import Annotated

from fastapi import Request, Response

from app.accounts.access import Access, allow
from app.accounts.queries.kept import form_of
from app.core.actor import CandidateActor
from app.core.errors import PreconditionFailed
from app.core.ids import InterviewId, LetterId, public_id
from app.documents.schemas import ConsentIn
from app.letters.actions import suggesting
from app.letters.pages.desk import Desk, desk_to_read
from app.letters.pages.talking import remarks_on
from app.letters.queries import wording
from app.letters.rendering import views
from app.letters.schemas.requests import SuggestionDeclined
from app.web.deps import Now
from app.web.etag import number_in_form
from app.web.fields import Form, validated
from app.web.page_routes import FormPosted, pages_for, see

router = pages_for("/letters/{letter_id}/suggestion")
INCOMPLETE = "This form did not arrive whole. Look at the letter below and accept it again"
CHANGED = "The wording was changed meanwhile. This is what it says now: look again before you answer"
AsCandidate = Annotated[Access[CandidateActor], allow(candidate=True)]


@router.get("", operation_id="seeSuggestion")
def see_suggestion(
    access: AsCandidate,
    interview_id: InterviewId,
    letter_id: LetterId,
    request: Request,
    now: Now,
    kept: str | None = None,
) -> Response:
    """Show the suggested wording against the candidate's own, and the letter as it would be sent."""
    desk = desk_to_read(request, access, interview_id, letter_id, now=now)
    form = form_of(access.session, actor=access.actor, kept=kept) or Form()
    return _shown(access, desk, form) if desk.letter.state == "suggested" else see(_after(desk))


@router.post("", operation_id="answerSuggestion")
def answer_suggestion(
    access: AsCandidate, interview_id: InterviewId, letter_id: LetterId, request: Request, posted: FormPosted, now: Now
) -> Response:
    """Accept the wording, which agrees that it goes to these people, or keep one's own; answered already, it stays."""
    desk = desk_to_read(request, access, interview_id, letter_id, now=now)
    if desk.letter.state != "suggested":
        return see(_after(desk))
    seen = number_in_form(posted.value("seen"))
    accepts = posted.value("do") == "accept"
    given = validated(ConsentIn, {"people": posted.values("people"), "sha256": posted.value("sha256")})[0]
    said, errors = validated(SuggestionDeclined, {"reason": posted.value("reason") or None})
    if (given if accepts else said) is None:
        return _shown(access, desk, Form(posted.fields, {"agree": INCOMPLETE} if accepts else errors))
    try:
        with access.session.begin_nested():
            _answer(access, letter_id, given if accepts else None, said, seen, now=now)
    except PreconditionFailed:
        desk = desk_to_read(request, access, interview_id, letter_id, now=now)
        return _shown(access, desk, Form(errors={"agree": CHANGED})) if _waits(desk) else see(_after(desk))
    return see(f"{desk.path}/sent" if accepts else desk.path)


def _answer(
    access: Access[CandidateActor],
    letter_id: LetterId,
    given: ConsentIn | None,
    said: SuggestionDeclined | None,
    seen: int,
    *,
    now: Now,
) -> None:
    session, actor = access.session, access.actor
    if given is not None:
        suggesting.accept(session, letter_id=letter_id, given=given, seen=seen, actor=actor, now=now)
    elif said is not None:
        suggesting.decline(session, letter_id=letter_id, reason=said.reason, seen=seen, actor=actor, now=now)


def _waits(desk: Desk) -> bool:
    return desk.letter.state == "suggested"


def _shown(access: Access[CandidateActor], desk: Desk, form: Form) -> Response:
    own = wording.own_version(access.session, desk.standing.letter)
    suggested = desk.standing.suggestion
    return desk.visit.show(
        "pages/letter/suggestion.html",
        status=422 if form.errors else 200,
        form=form,
        desk=desk,
        letter=desk.letter,
        diff_view=views.diff_view(desk.standing, suggested, own) if suggested else None,
        people=[(public_id("prs", one.id), one.name, one.title) for one in desk.letter.addressees],
        seen=desk.standing.letter.audit_seq,
        client=desk.visit.meeting.client.name,
        remarks=remarks_on(access, desk),
    )


def _after(desk: Desk) -> str:
    """Where an answered suggestion leads: accepted, to what happens now."""
    said = desk.letter.suggestion.answer if desk.letter.suggestion else None
    return f"{desk.path}/sent" if said == "accepted" and desk.letter.state == "submitted" else desk.path
