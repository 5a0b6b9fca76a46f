"""Taking it back: what would stop is named before, what came too late is said plainly after (rules 1 and 11)."""

from datetime import datetime

from fastapi import Response

from app.accounts.access import Access
from app.core.actor import CandidateActor
from app.core.errors import Invalid, PreconditionFailed
from app.core.states import StateConflict
from app.deliveries.actions import withdrawing
from app.deliveries.pages.letter_desk import AboutLetter, Addressed, AsCandidate, LetterDesk, gone_of, letter_desk
from app.deliveries.rendering import after_withdrawal
from app.deliveries.rules.agreeing import nothing_to_agree_to
from app.deliveries.rules.telling import first_name, listed
from app.deliveries.schemas import WithdrawConsent
from app.letters.states import LETTER
from app.web.fields import Form, Posted, number_in, validated
from app.web.page_routes import FormPosted, pages_for, see

router = pages_for("/letters/{letter_id}")
NOBODY = {"people": "Choose at least one person to stop it for, or take the whole of it back"}


@router.get("/withdraw", operation_id="seeWithdrawal")
def see_withdrawal(access: AsCandidate, asked: AboutLetter) -> Response:
    """Name what would be stopped, and for whom it is too late."""
    desk = letter_desk(access, asked)
    return _shown(desk, Form({"people": [person.id for person in _to_stop(desk)]}))


@router.post("/withdraw", operation_id="withdrawByPage")
def withdraw_by_page(access: AsCandidate, asked: AboutLetter, posted: FormPosted) -> Response:
    """Take back the agreement for the people who are ticked, or the whole letter."""
    desk = letter_desk(access, asked)
    form = Form(posted.fields)
    if not desk.stoppable:
        return _shown(desk, form, status=200 if desk.standing.letter.state == "withdrawn" else 409)
    try:
        if posted.value("what") == "all":
            return _whole(desk, access, posted, now=asked.now)
        given, _ = validated(WithdrawConsent, {"people": posted.values("people")})
        if given is None or desk.document is None:
            return _shown(desk, Form(form.fields, NOBODY), status=422)
        document_id = desk.document.id
        withdrawing.withdraw_consent(
            access.session, document_id=document_id, people=given.people, actor=access.actor, now=asked.now
        )
    except (PreconditionFailed, StateConflict):
        return _shown(desk, form, status=409, changed=True)
    except Invalid:
        return _shown(desk, Form(form.fields, NOBODY), status=422)
    return see(f"{desk.path}/withdrawn")


@router.get("/withdrawn", operation_id="seeWithdrawn")
def see_withdrawn(access: AsCandidate, asked: AboutLetter) -> Response:
    """Say what was stopped, for whom it came too late, and what comes next."""
    desk = letter_desk(access, asked)
    letter = desk.standing.letter
    taken_back = any(consent.state == "withdrawn" for consent in desk.standing.consents)
    if letter.state != "withdrawn" and not taken_back:
        return see(f"{desk.path}/withdraw")
    gone = gone_of(desk)
    stopped = [
        person.name
        for person in desk.people
        if person.too_late is None and (letter.state == "withdrawn" or not person.agreed)
    ]
    cancelled = [way for way in desk.ways if way.delivery.state == "cancelled"]
    return desk.show(
        "pages/withdrawn.html",
        stopped=listed(stopped) if stopped else "",
        gone=gone,
        letter_waits=any(way.delivery.enclosed_letter_id == letter.id for way in cancelled),
        next=after_withdrawal(gone, desk.standing.meeting),
        still_agreed=[] if letter.state == "withdrawn" else desk.agreed,
        consultant=first_name(desk.visited.frame.consultant.acts),
    )


def _whole(desk: LetterDesk, access: Access[CandidateActor], posted: Posted, *, now: datetime) -> Response:
    """Withdraw the letter as it was seen; pressed twice, it is withdrawn already and that is all."""
    letter = desk.standing.letter
    if letter.state == "withdrawn":
        return see(f"{desk.path}/withdrawn")
    seen = number_in(posted.value("seen"))
    withdrawing.withdraw_letter(access.session, letter_id=letter.id, seen=seen, actor=access.actor, now=now)
    return see(f"{desk.path}/withdrawn")


def _shown(desk: LetterDesk, form: Form, *, status: int = 200, changed: bool = False) -> Response:
    letter = desk.standing.letter
    if letter.state == "withdrawn" and status == 200:
        return see(f"{desk.path}/withdrawn")
    if not (desk.stoppable or changed):
        return _too_late(desk, status=status)
    return desk.show(
        "pages/withdraw.html",
        status=status,
        form=form,
        changed=changed,
        to_stop=_to_stop(desk),
        gone=gone_of(desk),
        whole="withdrawn" in LETTER.table.get(letter.state, frozenset()),
        consultant=first_name(desk.standing.meeting.consultant.name),
        client=desk.standing.meeting.client.name,
    )


def _too_late(desk: LetterDesk, *, status: int) -> Response:
    """Say to whom it went and when, and what can still be done."""
    meeting, letter = desk.standing.meeting, desk.standing.letter
    direct = meeting.interview.introduced_by == "direct"
    consultant = desk.standing.meeting.consultant.name
    return desk.show(
        "pages/withdraw_too_late.html",
        status=status,
        gone=gone_of(desk),
        why=nothing_to_agree_to(letter.state, letter.version, direct=direct, consultant=consultant),
        client=meeting.client.name,
    )


def _to_stop(desk: LetterDesk) -> list[Addressed]:
    return [person for person in desk.agreed if person.too_late is None]
