"""What the client may see of the debrief: ticked, put into other words, looked over, sent (rule 4, ADR 0016)."""

from typing import Annotated

from fastapi import Request, Response

from app.accounts.access import Access, allow
from app.accounts.queries.kept import form_of
from app.core.actor import CandidateActor
from app.core.errors import Invalid
from app.core.ids import InterviewId, public_id
from app.interviews.actions.drafts import DraftChanged
from app.interviews.pages.visit import Visit, visit
from app.interviews.states import OFF
from app.letters.actions import summarising
from app.letters.actions.writing import LetterNotWritable
from app.letters.models import SummaryStanding
from app.letters.pages.desk import people_to_choose
from app.letters.pages.draft_form import named
from app.letters.queries import summaries
from app.letters.rendering.summary_views import candidate_summary
from app.letters.schemas.summary import HEADINGS, SummaryIn, SummarySubmission
from app.letters.schemas.summary_views import CandidateSummary
from app.letters.states import WRITABLE
from app.web.deps import Now
from app.web.etag import number_in_form
from app.web.fields import Form, Posted, named_errors, typed_words, validated
from app.web.page_routes import FormPosted, pages_for, see

router = pages_for("/summary")
AsCandidate = Annotated[Access[CandidateActor], allow(candidate=True)]
OPEN = WRITABLE | {"not_begun"}


@router.get("", operation_id="markSummary")
def mark_summary(
    access: AsCandidate, interview_id: InterviewId, request: Request, now: Now, kept: str | None = None
) -> Response:
    """Show which answers the client may see, and the summary as it would be sent; nothing is ticked until it is."""
    visited = visit(request, access, interview_id, now=now)
    at = summaries.summary_for(access.session, interview_id=interview_id, actor=access.actor)
    form = form_of(access.session, actor=access.actor, kept=kept)
    return _shown(visited, at, form, status=200)


@router.post("", operation_id="sendSummary")
def send_summary(
    access: AsCandidate, interview_id: InterviewId, request: Request, posted: FormPosted, now: Now
) -> Response:
    """Save what is ticked and show it as it would be sent, or send it; sent already, it stays so."""
    visited = visit(request, access, interview_id, now=now)
    at = summaries.summary_for(access.session, interview_id=interview_id, actor=access.actor)
    if at.summary is not None and at.summary.letter.state == "submitted":
        return see(_sent(visited, at))
    if visited.meeting.interview.state in OFF:
        return _shown(visited, at, Form(posted.fields), status=409)
    seen = number_in_form(posted.value("revision"))
    given, errors = validated(SummaryIn, _marks(posted))
    if given is None:
        return _shown(visited, at, Form(posted.fields, _placed(errors, posted)))
    try:
        with access.session.begin_nested():
            _keep(access, interview_id, given, posted, seen, now=now)
    except (DraftChanged, LetterNotWritable):
        return _met(access, visited, given, posted)
    except Invalid as wrong:
        found = _placed(named_errors(wrong.errors), posted) or {"marked": str(wrong)}
        return _shown(visited, at, Form(posted.fields, found))
    if posted.value("do") != "send":
        return see(f"{visited.frame.home}/summary#as-sent")
    return see(_sent(visited, summaries.summary_for(access.session, interview_id=interview_id, actor=access.actor)))


def _keep(
    access: Access[CandidateActor], interview_id: InterviewId, given: SummaryIn, posted: Posted, seen: int, *, now: Now
) -> None:
    """Save the marks, and with the button for it submit them."""
    draft = summarising.save_marks(
        access.session, interview_id=interview_id, given=given, seen=seen, actor=access.actor, now=now
    )
    if posted.value("do") == "send":
        acknowledged = bool(posted.value("contact_policy_acknowledged"))
        submission = SummarySubmission(contact_policy_acknowledged=acknowledged)
        summarising.submit_summary(
            access.session,
            interview_id=interview_id,
            submission=submission,
            seen=draft.revision,
            actor=access.actor,
            now=now,
        )


def _met(access: Access[CandidateActor], visited: Visit, given: SummaryIn, posted: Posted) -> Response:
    """Say that another window saved meanwhile, unless it saved just this: the same form came twice."""
    at = summaries.summary_for(access.session, interview_id=visited.meeting.interview.id, actor=access.actor)
    if at.summary is not None and at.summary.letter.state not in WRITABLE:
        return see(_sent(visited, at))
    view = candidate_summary(at)
    saved = [(one.field, one.words) for one in view.answers if one.marked]
    if saved == [(one.field, one.words) for one in given.marked] and posted.value("do") != "send":
        return see(f"{visited.frame.home}/summary#as-sent")
    words = "This was changed in another window. What you ticked is below: look at it, and keep it or change it"
    fields = {**posted.fields, "revision": [str(summaries.revision_of(at, access.actor))]}
    return _shown(visited, at, Form(fields, {"marked": words}), status=409)


def _shown(visited: Visit, at: SummaryStanding, form: Form | None, *, status: int = 422) -> Response:
    view = candidate_summary(at)
    return visited.show(
        "pages/letter/summary.html",
        status=status if form else 200,
        form=form or _filled(view),
        summary=view,
        open=view.state in OPEN,
        revision=at.summary.draft.revision if at.summary and at.summary.draft and view.draft else 0,
        people=people_to_choose(at.met),
        letter_path=f"{visited.frame.home}/letters/{public_id('ltr', view.letter_id)}" if view.letter_id else "",
        told=at.told is not None,
        off=visited.meeting.interview.state in OFF,
        typed=typed_words(form.fields) if form else [],
    )


def _filled(view: CandidateSummary) -> Form:
    fields = {"addressees": [public_id("prs", one.id) for one in view.addressees]}
    fields["marked"] = [one.field for one in view.answers if one.marked]
    fields |= {f"words.{one.field}": [one.words] for one in view.answers if one.words}
    return Form(fields)


def _marks(posted: Posted) -> dict[str, object]:
    """What is ticked, in the order in which the client reads it, each with the words given for the client."""
    ticked = posted.values("marked")
    in_order = [name for name in HEADINGS if name in ticked] + [name for name in ticked if name not in HEADINGS]
    marked = [{"field": name, "words": posted.value(f"words.{name}") or None} for name in in_order]
    return {"marked": marked, "addressees": posted.values("addressees")}


def _placed(errors: dict[str, str], posted: Posted) -> dict[str, str]:
    """Put an error of the n-th mark beside the answer that it is about."""
    ticked = [name for name in HEADINGS if name in posted.values("marked")]
    found: dict[str, str] = {}
    for name, words in named(errors).items():
        first, _, rest = name.partition(".")
        number, _, part = rest.partition(".")
        marked = first == "marked" and number.isdecimal() and int(number) < len(ticked)
        place = f"words.{ticked[int(number)]}" if marked and part == "words" else first
        found[place] = {"contact_policy_acknowledged": "Take note of this first"}.get(place, words)
    return found


def _sent(visited: Visit, at: SummaryStanding) -> str:
    letter_id = at.summary.letter.id if at.summary else None
    home = visited.frame.home
    return f"{home}/letters/{public_id('ltr', letter_id)}/sent" if letter_id else f"{home}/summary"
