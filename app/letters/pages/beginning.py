"""A letter is begun: which kind, to whom, and whether each person gets one of their own (P10)."""

from typing import Annotated

from fastapi import Request, Response

from app.accounts.access import Access, allow
from app.accounts.queries.kept import form_of
from app.core.actor import CandidateActor
from app.core.errors import Invalid
from app.core.ids import InterviewId, public_id
from app.interviews.models import Met
from app.interviews.pages.visit import Visit, visit
from app.interviews.policy import may_see_stored
from app.interviews.queries import people_met_in
from app.letters.actions import writing
from app.letters.pages.desk import people_to_choose
from app.letters.pages.draft_form import named
from app.letters.queries.composing import answers_at_hand
from app.letters.rendering.parts import letter_policy
from app.letters.rendering.shelf import due_words, kind_reason
from app.letters.rules.coverage import suggested_kind
from app.letters.schemas.requests import LetterIn
from app.web.deps import Now
from app.web.fields import Form, Posted, named_errors, validated
from app.web.page_routes import FormPosted, pages_for, see

router = pages_for("/letters/new")
AsCandidate = Annotated[Access[CandidateActor], allow(candidate=True)]


@router.get("", operation_id="chooseLetter")
def choose_letter(
    access: AsCandidate, interview_id: InterviewId, request: Request, now: Now, kept: str | None = None
) -> Response:
    """Ask which kind of letter, the suggested one first, and to whom."""
    visited = visit(request, access, interview_id, now=now)
    writing.require_wanted(visited.meeting)
    form = form_of(access.session, actor=access.actor, kept=kept)
    return _shown(access, visited, form, now=now, status=200)


@router.post("", operation_id="startLetter")
def start_letter(
    access: AsCandidate, interview_id: InterviewId, request: Request, posted: FormPosted, now: Now
) -> Response:
    """Begin one letter to all, or one to each; go on to the first."""
    visited = visit(request, access, interview_id, now=now)
    people = posted.values("addressees")
    begun, errors = validated(LetterIn, {"kind": posted.value("kind") or None, "addressees": people})
    if begun is None:
        return _shown(access, visited, Form(posted.fields, named(errors)), now=now)
    each = posted.value("each") == "yes" and len(begun.addressees) > 1
    wanted = [[one] for one in begun.addressees] if each else [begun.addressees]
    try:
        with access.session.begin_nested():
            made = [
                writing.begin_once(
                    access.session,
                    interview_id=interview_id,
                    begun=begun.model_copy(update={"addressees": to}),
                    actor=access.actor,
                    now=now,
                )
                for to in wanted
            ]
    except Invalid as wrong:
        return _shown(access, visited, Form(posted.fields, named(named_errors(wrong.errors))), now=now)
    letters = f"{visited.frame.home}/letters"
    return see(letters if each else f"{letters}/{public_id('ltr', made[0].id)}")


def _shown(
    access: Access[CandidateActor], visited: Visit, form: Form | None, *, now: Now, status: int = 422
) -> Response:
    interview = visited.meeting.interview
    answers = answers_at_hand(access.session, interview) if may_see_stored(access.actor, interview) else None
    interest = answers.interest.after if answers and answers.interest else None
    met, kind = people_met_in(access.session, interview), suggested_kind(interest)
    return visited.show(
        "pages/letter/new.html",
        status=status,
        form=form or _first(kind, met),
        suggested=kind,
        reason=kind_reason(interest, visited.meeting.client.name),
        due=due_words(visited.meeting, now),
        policy=letter_policy(visited.meeting),
        people=people_to_choose(met),
    )


def _first(kind: str, met: list[Met]) -> Form:
    everybody = [value for value, _ in people_to_choose(met)]
    return Form(Posted({"kind": [kind], "addressees": everybody, "each": ["no"]}).fields)
