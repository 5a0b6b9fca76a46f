"""The decisions on a review item, through the same actions as the API; a refused one keeps what was typed (P7)."""

from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import Request, Response

from app.accounts.access import DECIDERS, Access, allow
from app.core.actor import ConsultantActor
from app.debriefs.actions import adding
from app.debriefs.actions import deciding as debriefs
from app.debriefs.schemas.requests import DebriefReturn
from app.deliveries.actions import approving, taking_back, withdrawing
from app.desk.pages.approval_form import FIELDS, approval_in
from app.desk.pages.around import ItemId, item_to_decide
from app.desk.pages.letter_sheet import letter_sheet
from app.desk.pages.outcome import asked, decide, mend
from app.desk.pages.review import LETTERS
from app.interviews.schemas import Because
from app.letters.schemas.requests import SuggestionIn
from app.web.deps import CurrentSettings, Now
from app.web.fields import validated
from app.web.page_routes import FormPosted, desk_pages

router = desk_pages("/review/{review_item_id}")
AsDecider = Annotated[Access[ConsultantActor], allow(roles=DECIDERS)]
SAID: Final[Mapping[str, str]] = {"reason": "return_reason"}
WHAT: Final = "Write what should change"
WHY: Final = "Write why"
WITHHELD: Final[Mapping[str, str]] = {"reason": "withhold_reason"}


@router.post("/return", operation_id="returnOnDesk")
def return_on_desk(access: AsDecider, item_id: ItemId, request: Request, posted: FormPosted, now: Now) -> Response:
    """Return what waits to its candidate, with the reason."""
    item = item_to_decide(access, item_id)
    because, errors = validated(Because, {"reason": posted.value("return_reason")})
    if because is None:
        return mend(request, access, item_id, posted, asked(errors, WHAT), SAID, now=now)
    reason = because.reason

    def act(seen: int) -> object:
        if item.kind in LETTERS:
            return taking_back.send_back(
                access.session, letter_id=item.subject_id, reason=reason, seen=seen, actor=access.actor, now=now
            )
        if item.kind == "addendum":
            return adding.return_addendum(
                access.session,
                interview_id=item.interview_id,
                addendum_id=item.subject_id,
                reason=reason,
                seen=seen,
                actor=access.actor,
                now=now,
            )
        return debriefs.return_debrief(
            access.session,
            interview_id=item.interview_id,
            because=DebriefReturn(reason=reason),
            seen=seen,
            actor=access.actor,
            now=now,
        )

    return decide(request, access, item, posted, act, decision="returned", names=SAID, now=now)


@router.post("/accept", operation_id="acceptOnDesk")
def accept_on_desk(access: AsDecider, item_id: ItemId, request: Request, posted: FormPosted, now: Now) -> Response:
    """Accept a debrief, or what was added to one."""
    item = item_to_decide(access, item_id)

    def act(seen: int) -> object:
        if item.kind == "addendum":
            return adding.accept(
                access.session,
                interview_id=item.interview_id,
                addendum_id=item.subject_id,
                seen=seen,
                actor=access.actor,
                now=now,
            )
        return debriefs.accept(access.session, interview_id=item.interview_id, seen=seen, actor=access.actor, now=now)

    return decide(request, access, item, posted, act, decision="accepted", names=SAID, now=now)


@router.post("/approve", operation_id="approveOnDesk")
def approve_on_desk(
    access: AsDecider,
    item_id: ItemId,
    request: Request,
    posted: FormPosted,
    now: Now,
    settings: CurrentSettings,
) -> Response:
    """Approve a letter or summary, and plan when it goes to whom."""
    item = item_to_decide(access, item_id)
    sheet = letter_sheet(access, item.subject_id, decides=True, now=now, looks=False)
    approval, errors = approval_in(posted, sheet)
    if approval is None:
        return mend(request, access, item_id, posted, errors, {}, now=now)

    def act(seen: int) -> object:
        return approving.approve(
            access.session,
            letter_id=item.subject_id,
            approval=approval,
            seen=seen,
            mail_domain=settings.mail_from.rpartition("@")[2],
            actor=access.actor,
            now=now,
        )

    decision = "released" if sheet.direct else "approved"
    return decide(request, access, item, posted, act, decision=decision, names=FIELDS, now=now)


@router.post("/suggest", operation_id="suggestOnDesk")
def suggest_on_desk(access: AsDecider, item_id: ItemId, request: Request, posted: FormPosted, now: Now) -> Response:
    """Suggest wording for a letter; its candidate takes or declines it."""
    item = item_to_decide(access, item_id)
    places = sorted((int(name[6:]), name) for name in posted.fields if name.startswith("words.") and name[6:].isdigit())
    paragraphs = [{"text": posted.value(name)} for _, name in places]
    suggestion, errors = validated(SuggestionIn, {"content": {"paragraphs": paragraphs}, "note": posted.value("note")})
    if suggestion is None:
        said = {("content" if name.startswith("content") else name): words for name, words in errors.items()}
        said = asked(said, WHY)
        return mend(request, access, item_id, posted, said, {}, now=now)

    def act(seen: int) -> object:
        return taking_back.suggest(
            access.session, letter_id=item.subject_id, suggestion=suggestion, seen=seen, actor=access.actor, now=now
        )

    return decide(request, access, item, posted, act, decision="suggested", names={}, now=now)


@router.post("/not-forward", operation_id="doNotForwardOnDesk")
def do_not_forward_on_desk(
    access: AsDecider, item_id: ItemId, request: Request, posted: FormPosted, now: Now
) -> Response:
    """Decide not to forward a letter or summary, with the reason."""
    item = item_to_decide(access, item_id)
    because, errors = validated(Because, {"reason": posted.value("withhold_reason")})
    if because is None:
        return mend(request, access, item_id, posted, asked(errors, WHY), WITHHELD, now=now)

    def act(seen: int) -> object:
        return withdrawing.do_not_forward(
            access.session, letter_id=item.subject_id, reason=because.reason, seen=seen, actor=access.actor, now=now
        )

    return decide(request, access, item, posted, act, decision="not_forwarded", names=WITHHELD, now=now)
