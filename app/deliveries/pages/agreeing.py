"""Agreeing is a step of its own: this document, to these people, at that time, one button (rule 1, P7, P11)."""

from datetime import datetime

from fastapi import Response
from fastapi.responses import HTMLResponse

from app.accounts.access import Access
from app.core.actor import CandidateActor
from app.core.errors import Invalid
from app.core.ids import public_id
from app.deliveries.actions.previewing import preview
from app.deliveries.pages.letter_desk import AboutLetter, AsCandidate, LetterDesk, letter_desk
from app.deliveries.pages.page_images import images_of
from app.deliveries.rules.agreeing import nothing_to_agree_to, together, would_go
from app.deliveries.rules.telling import first_name, left_out, listed
from app.documents.actions import NotWhatWouldBeSent, SuggestionNotAccepted, consent
from app.documents.models import Document
from app.documents.queries import DocumentErased, file_of
from app.documents.schemas import ConsentIn
from app.letters.rendering.parts import letter_policy
from app.web.fields import Form, validated
from app.web.page_routes import FormPosted, pages_for, see

router = pages_for("/letters/{letter_id}")
NOBODY = {"people": "Choose at least one person whom it goes to"}


@router.get("/agree", operation_id="seeAgreement")
def see_agreement(access: AsCandidate, asked: AboutLetter) -> HTMLResponse:
    """Show what would be sent, to whom and when, with the one button that agrees."""
    desk = letter_desk(access, asked)
    people = [person.id for person in desk.people if not (person.by_themselves or person.taken_back)]
    return _shown(desk, access, Form({"people": people}), now=asked.now)


@router.post("/agree", operation_id="agreeToLetter")
def agree_to_letter(access: AsCandidate, asked: AboutLetter, posted: FormPosted) -> Response:
    """Agree that exactly the document that was shown goes to the people who are ticked."""
    desk = letter_desk(access, asked)
    given, errors = validated(ConsentIn, {"people": posted.values("people"), "sha256": posted.value("sha256")})
    form = Form(posted.fields)
    if given is None:
        return _shown(desk, access, Form(form.fields, NOBODY if "people" in errors else {}), now=asked.now, status=422)
    if desk.document is None or _why_not(desk) is not None:
        return see(f"{desk.path}/agree")
    try:
        consent(access.session, document_id=desk.document.id, given=given, actor=access.actor, now=asked.now)
    except NotWhatWouldBeSent:
        return _shown(desk, access, form, now=asked.now, status=409, newer=True)
    except SuggestionNotAccepted:
        return see(f"{desk.path}/suggestion")
    except Invalid as wrong:
        said = wrong.errors[0].message
        errors = {"people": f"{said[0].upper()}{said[1:]}"}
        return _shown(desk, access, Form(form.fields, errors), now=asked.now, status=422)
    return see(f"{desk.path}/agreed")


@router.get("/agreed", operation_id="seeAgreed")
def see_agreed(access: AsCandidate, asked: AboutLetter) -> Response:
    """Say what was agreed to, what happens now, and how to take it back."""
    desk = letter_desk(access, asked)
    if not desk.agreed:
        return see(f"{desk.path}/agree")
    agreed = [one.name for one in desk.agreed]
    return desk.show(
        "pages/agreed.html",
        names=listed(agreed),
        plans=together([plan for plan in _plans(desk, access, asked.now) if plan[0] in agreed]),
        consultant=first_name(desk.visited.frame.consultant.acts),
    )


def _shown(
    desk: LetterDesk,
    access: Access[CandidateActor],
    form: Form,
    *,
    now: datetime,
    status: int = 200,
    newer: bool = False,
) -> HTMLResponse:
    """The page, with what would be sent now; where there is nothing to agree to it says why."""
    why_not = _why_not(desk)
    if desk.document is None or why_not is not None:
        return desk.show("pages/agree_not_yet.html", why=why_not, status=status)
    text = _text_of(access, desk.document)
    meeting = desk.standing.meeting
    return desk.show(
        "pages/agree.html",
        status=status,
        form=form,
        newer=newer,
        document_id=public_id("doc", desk.document.id),
        images=images_of(access, desk.document.id, home=desk.visited.frame.home),
        paragraphs=text.strip().split("\n\n"),
        to_agree=[person for person in desk.people if not person.by_themselves],
        plans=together(_plans(desk, access, now)),
        left_out=left_out(text, email=meeting.candidate.email, phone=meeting.candidate.phone),
        policy=None if meeting.client.letter_policy == "welcome" else letter_policy(meeting).words,
        consultant=first_name(meeting.consultant.name),
        acts=first_name(desk.visited.frame.consultant.acts),
        client=meeting.client.name,
    )


def _why_not(desk: LetterDesk) -> str | None:
    letter, meeting = desk.standing.letter, desk.standing.meeting
    if letter.state == "suggested":
        return f"{first_name(meeting.consultant.name)} suggests other words. Look at them first: taking them says yes."
    direct = meeting.interview.introduced_by == "direct"
    return nothing_to_agree_to(letter.state, letter.version, direct=direct, consultant=meeting.consultant.name)


def _plans(desk: LetterDesk, access: Access[CandidateActor], now: datetime) -> list[tuple[str, str]]:
    """When it goes to each person: as it is planned where it was approved, else as it would be."""
    planned = preview(access.session, letter_id=desk.standing.letter.id, actor=access.actor, now=now)
    going = {person.name: person.too_late or person.goes for person in desk.people}
    consultant = desk.visited.frame.consultant.acts
    return [(plan.name, going.get(plan.name) or would_go(plan, consultant=consultant)) for plan in planned]


def _text_of(access: Access[CandidateActor], document: Document) -> str:
    try:
        return file_of(access.session, document, "txt").decode()
    except DocumentErased:
        return "The words of this document were erased."
