"""The letter as it will be sent, looked over once more, and sent to the consultant; then what happens (P6, P9)."""

from typing import Annotated

from fastapi import Request, Response

from app.accounts.access import Access, allow
from app.core.actor import CandidateActor
from app.core.errors import Invalid
from app.core.ids import InterviewId, LetterId
from app.core.local_time import both_ends
from app.interviews.actions.drafts import DraftChanged
from app.letters.actions import submitting, writing
from app.letters.actions.writing import LetterNotWritable
from app.letters.pages.desk import Desk, desk_of
from app.letters.rendering.composing import concerns_at, opening, words_in
from app.letters.rules.guided import answered_in
from app.letters.rules.policies import review_due_at
from app.letters.schemas.requests import LetterDraftIn, LetterSubmission
from app.letters.states import WRITABLE
from app.web.deps import Now
from app.web.etag import number_in_form
from app.web.fields import Form, Posted, named_errors
from app.web.page_routes import FormPosted, pages_for, see

router = pages_for("/letters/{letter_id}")
AsCandidate = Annotated[Access[CandidateActor], allow(candidate=True)]
CHANGED = "Your letter was changed in another window. Read it again before you send it"
WHERE = {
    "content": "There are no words yet. Go back and write, or upload a Word file",
    "addressees": "Nobody is named to read it. Go back and choose to whom it goes",
    "contact_policy_acknowledged": "Take note of this first",
}


@router.get("/check", operation_id="checkLetter")
def check_letter(
    access: AsCandidate, interview_id: InterviewId, letter_id: LetterId, request: Request, now: Now
) -> Response:
    """Show the letter as it will be sent, to whom, and what a reader would notice."""
    desk = desk_of(request, access, interview_id, letter_id, now=now)
    return _shown(desk, None) if desk.letter.state in WRITABLE else see(desk.path)


@router.post("/check", operation_id="sendLetter")
def send_letter(
    access: AsCandidate, interview_id: InterviewId, letter_id: LetterId, request: Request, posted: FormPosted, now: Now
) -> Response:
    """Note which paragraph answers what, and send the letter to the consultant; sent already, it stays so."""
    desk = desk_of(request, access, interview_id, letter_id, now=now)
    if desk.letter.state == "submitted":
        return see(f"{desk.path}/sent")
    seen = number_in_form(posted.value("revision"))
    try:
        with access.session.begin_nested():
            seen = _place_concerns(access, desk, posted, seen, now=now)
            if posted.value("do") != "place":
                _submit(access, desk, posted, seen, now=now)
    except (DraftChanged, LetterNotWritable):
        desk = desk_of(request, access, interview_id, letter_id, now=now)
        if desk.letter.state not in WRITABLE:
            return see(f"{desk.path}/sent")
        return _shown(desk, Form(posted.fields, {"revision": CHANGED}))
    except Invalid as wrong:
        return _shown(desk, Form(posted.fields, _in_words(named_errors(wrong.errors), str(wrong))))
    return see(f"{desk.path}/check" if posted.value("do") == "place" else f"{desk.path}/sent")


@router.get("/sent", operation_id="seeLetterSent")
def see_letter_sent(
    access: AsCandidate, interview_id: InterviewId, letter_id: LetterId, request: Request, now: Now
) -> Response:
    """Say who reads the letter, by when, and that agreeing to it is next."""
    desk = desk_of(request, access, interview_id, letter_id, now=now)
    if desk.letter.submitted_at is None or desk.letter.state in WRITABLE:
        return see(desk.path)
    meeting = desk.visit.meeting
    due_at, zone = review_due_at(desk.letter.submitted_at), meeting.candidate.time_zone
    return desk.visit.show(
        "pages/letter/sent.html",
        desk=desk,
        letter=desk.letter,
        due=both_ends(due_at, meeting.agency.time_zone, zone, now=now) if due_at >= now else "",
        sent=both_ends(desk.letter.submitted_at, zone, zone, now=now),
        agreed=any(one.state == "given" for one in desk.letter.consents),
        client=meeting.client.name,
        direct=meeting.interview.introduced_by == "direct",
    )


def _submit(access: Access[CandidateActor], desk: Desk, posted: Posted, seen: int, *, now: Now) -> None:
    acknowledged = bool(posted.value("contact_policy_acknowledged"))
    submission = LetterSubmission(contact_policy_acknowledged=acknowledged)
    submitting.submit(
        access.session, letter_id=desk.letter.id, submission=submission, seen=seen, actor=access.actor, now=now
    )


def _place_concerns(access: Access[CandidateActor], desk: Desk, posted: Posted, seen: int, *, now: Now) -> int:
    """Save in which paragraphs the concerns are answered, where that was changed; return the draft's revision."""
    given = {one.key: posted.value(f"answered.{one.key}") for one in concerns_at(desk.answers)}
    places = {key: int(value) for key, value in given.items() if value.isdecimal() and len(value) < 4}
    content = answered_in(desk.content, places)
    if content == desk.content:
        return seen
    draft = LetterDraftIn(addressees=[one.id for one in desk.letter.addressees], content=content)
    saved = writing.save_draft(
        access.session, letter_id=desk.letter.id, draft=draft, seen=seen, actor=access.actor, now=now
    )
    return saved.revision


def _shown(desk: Desk, form: Form | None) -> Response:
    numbered = enumerate(desk.content.paragraphs, start=1)
    places = [(str(number), f"Paragraph {number}: {opening(one.text, 50)}") for number, one in numbered]
    return desk.visit.show(
        "pages/letter/check.html",
        status=422 if form else 200,
        form=form or Form(_placed(desk)),
        desk=desk,
        letter=desk.letter,
        places=[("0", "In none"), *places],
        direct=desk.visit.meeting.interview.introduced_by == "direct",
        words=words_in(desk.content),
    )


def _placed(desk: Desk) -> dict[str, list[str]]:
    return {f"answered.{one.key}": [str(one.paragraph or 0)] for one in desk.letter.coverage}


def _in_words(errors: dict[str, str], otherwise: str) -> dict[str, str]:
    """Say what is missing as a person would; where no field is named, what the action said."""
    found = {name.partition(".")[0]: words for name, words in errors.items()}
    return {name: WHERE.get(name, words) for name, words in found.items()} or {"content": otherwise}
