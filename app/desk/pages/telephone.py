"""A debrief told by telephone: the consultant asks the form's own questions and types what the candidate says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final

from fastapi import Request, Response, status

from app.accounts.access import DECIDERS, Access, allow
from app.core.actor import ConsultantActor
from app.core.errors import Conflict, Invalid, PreconditionFailed
from app.core.ids import InterviewId, public_id
from app.core.local_time import instant, local, place_of
from app.debriefs.actions import telephone
from app.debriefs.models import Standing
from app.debriefs.pages.sheet import same
from app.debriefs.pages.showing import CHOICES, holds
from app.debriefs.pages.topics import SHORT, Topic
from app.debriefs.pages.typed import GROUPS, Typed, fields_for, read_topic, rows_in
from app.debriefs.queries import standing_for
from app.debriefs.rendering.answers import AGENCY_ONLY, values_of
from app.debriefs.schemas.content import AgencyOnlyAnswers, DebriefAnswers
from app.debriefs.schemas.requests import DebriefByTelephone
from app.debriefs.states import WRITABLE
from app.desk.pages.frame import at_desk
from app.desk.pages.interview_outcome import home_of, interview_to_decide
from app.desk.rules.moments import day_in, time_in
from app.interviews.queries import meeting_for, people_met_in
from app.interviews.rendering.mails import dialled
from app.interviews.rules import may_be_told
from app.interviews.states import OFF
from app.web.deps import Now
from app.web.etag import number_in_form
from app.web.fields import Form, Posted, named_errors, validated
from app.web.page_routes import FormPosted, desk_pages, see

router = desk_pages("/interviews/{interview_id}/by-telephone")
AsDecider = Annotated[Access[ConsultantActor], allow(roles=DECIDERS)]
TOLD: Final = Topic(
    "by-telephone",
    "By telephone",
    "The debrief by telephone",
    "What the candidate says, on one page.",
    SHORT.required,
    (
        *("people_met", "role_as_described", "organisation_facts", "went_well", "difficult", "appealed", "fit"),
        *("unsaid", "client_interest", "how_it_was_left", "own_reservations"),
    ),
    tuple(AgencyOnlyAnswers.model_fields),
)
"""Everything that is asked for on the telephone; the short form's questions come first."""
OF_THE_CALL: Final = ("taken_day", "taken_time", "number_rung", "short")
WRONG: Final = {
    "taken_at": "Give the day and the time at which you spoke",
    "number_rung": "Write the number that you rang, as +44 20 7946 0991",
}


@dataclass(frozen=True)
class Call:
    """One visit to the page: who is here, and where the debrief stands."""

    request: Request
    access: Access[ConsultantActor]
    standing: Standing
    now: datetime

    @property
    def home(self) -> str:
        """The interview's page."""
        return home_of(self.standing.interview.id)

    @property
    def zone(self) -> str:
        """By whose clocks the call is noted."""
        return at_desk(self.request, self.access).agency.time_zone

    @property
    def seen(self) -> int:
        """What taking it asks for."""
        return self.standing.debrief.audit_seq if self.standing.debrief else 0

    @property
    def possible(self) -> bool:
        """Whether it can be taken now."""
        interview, debrief = self.standing.interview, self.standing.debrief
        begun = may_be_told(interview.state, interview.starts_at, self.now) and interview.state not in OFF
        return begun and (debrief is None or debrief.state in WRITABLE)

    @property
    def known(self) -> dict[str, Any]:
        """What the version before says."""
        newest, confided = self.standing.newest, self.standing.confidence
        return values_of(
            DebriefAnswers.model_validate(newest.answers if newest else {}),
            AgencyOnlyAnswers.model_validate(confided.answers if confided else {}),
        )


@router.get("", operation_id="seeTelephoneDebrief")
def see_telephone_debrief(access: AsDecider, interview_id: InterviewId, request: Request, now: Now) -> Response:
    """Show the questions to ask, with what the version before says."""
    call = _call(request, access, interview_id, now)
    if not call.possible:
        return see(call.home)
    meeting = meeting_for(access.session, interview_id=interview_id, actor=access.actor)
    there, debrief = local(now, call.zone), call.standing.debrief
    fields = fields_for(call.known, TOLD, _people(call)) | {
        "taken_day": [there.date().isoformat()],
        "taken_time": [f"{there:%H:%M}"],
        "number_rung": [meeting.candidate.phone or ""],
        "short": ["yes"] if (debrief.profile if debrief else meeting.interview.debrief_profile) == "short" else [],
    }
    return _show(call, Form(fields), seen=call.seen)


@router.post("", operation_id="takeDebriefOnDesk")
def take_debrief_on_desk(
    access: AsDecider, interview_id: InterviewId, request: Request, posted: FormPosted, now: Now
) -> Response:
    """Enter what the candidate said as the next version, marked as taken by telephone."""
    call = _call(request, access, interview_id, now)
    pressed, seen = posted.value("do"), number_in_form(posted.value("seen"))
    without = pressed.removeprefix("remove-").replace("-", ".") if pressed.startswith("remove-") else ""
    typed = read_topic(posted, TOLD, without=without)
    if pressed.startswith(("add-", "remove-")):
        return _show(call, _form(typed, posted), seen=seen, more=pressed.removeprefix("add-"))
    told, errors = _told(typed, posted, call.zone)
    if told is None:
        return _show(call, _form(typed, posted, errors), seen=seen, code=status.HTTP_422_UNPROCESSABLE_CONTENT)
    try:
        with access.session.begin_nested():
            telephone.take(access.session, interview_id=interview_id, told=told, seen=seen, actor=access.actor, now=now)
    except Invalid as wrong:
        amiss = _by_field(named_errors(wrong.errors)) or {"decision": wrong.detail}
        return _show(call, _form(typed, posted, amiss), seen=seen, code=wrong.status)
    except (Conflict, PreconditionFailed) as refused:
        if _entered_already(call, typed):
            return see(f"{call.home}?done=taken")
        form = _form(typed, posted, {"decision": refused.detail})
        return _show(call, form, seen=call.seen, code=refused.status)
    return see(f"{call.home}?done=taken")


def _call(request: Request, access: Access[ConsultantActor], interview_id: InterviewId, now: datetime) -> Call:
    interview_to_decide(access, interview_id)
    standing = standing_for(access.session, interview_id=interview_id, actor=access.actor)
    return Call(request, access, standing, now)


def _told(typed: Typed, posted: Posted, zone: str) -> tuple[DebriefByTelephone | None, dict[str, str]]:
    """What was told, as the API takes it; or what is wrong, by field."""
    day, at = day_in(posted.value("taken_day"), month_first=False), time_in(posted.value("taken_time"))
    said = {name: value for name, value in typed.values.items() if value is not None}
    given = {
        "answers": {name: value for name, value in said.items() if not name.startswith(AGENCY_ONLY)},
        "agency_only": {
            name.removeprefix(AGENCY_ONLY): value for name, value in said.items() if name.startswith(AGENCY_ONLY)
        },
        "profile": "short" if posted.value("short") else None,
        "taken_at": instant(day, at, zone).isoformat() if day and at else None,
        "number_rung": posted.value("number_rung"),
    }
    told, wrong = validated(DebriefByTelephone, given)
    errors = typed.errors | {name: WRONG.get(name, words) for name, words in wrong.items() if name not in typed.errors}
    return (None, _by_field(errors)) if errors else (told, {})


def _by_field(errors: Mapping[str, str]) -> dict[str, str]:
    """Name what is wrong by the fields of the page."""
    own = {name.removeprefix("answers."): words for name, words in errors.items()}
    return {"taken_time" if name == "taken_at" else name: words for name, words in own.items()}


def _form(typed: Typed, posted: Posted, errors: Mapping[str, str] | None = None) -> Form:
    call = {name: list(posted.values(name)) for name in OF_THE_CALL}
    return Form({**typed.fields, **call}, dict(errors or {}))


def _entered_already(call: Call, typed: Typed) -> bool:
    """Whether the same hand has just entered the same: a button that was pressed twice."""
    newest = call.standing.newest
    if newest is None or newest.submitted_by_id != call.access.actor.consultant_id or newest.channel != "phone":
        return False
    return all(same(call.known.get(name), typed.values.get(name)) for name in TOLD.answers)


def _people(call: Call) -> list[str]:
    """Whom they may name: whoever was announced, and whom the version before names."""
    announced = [met.person.name for met in people_met_in(call.access.session, call.standing.interview)]
    return list(dict.fromkeys([*announced, *(one["name"] for one in call.known.get("people_met") or ())]))


def _show(call: Call, form: Form, *, seen: int, more: str = "", code: int = status.HTTP_200_OK) -> Response:
    access = call.access
    desk = at_desk(call.request, access)
    meeting = meeting_for(access.session, interview_id=call.standing.interview.id, actor=access.actor)
    return desk.show(
        "desk/by_telephone.html",
        status=code,
        form=form,
        topic=TOLD,
        meeting=meeting,
        id=public_id("int", meeting.interview.id),
        dials=dialled(meeting.candidate.phone) if meeting.candidate.phone else None,
        here=f"{call.home}/by-telephone",
        home=call.home,
        place=place_of(desk.agency.time_zone),
        seen=seen,
        asked_back=call.standing.debrief.return_reason if call.standing.debrief else None,
        rows={name: max(1, rows_in(form.fields, name) + (name == more)) for name in GROUPS},
        choices=[(name, name) for name in _people(call)],
        opened=holds(form, TOLD.optional) or more == "people_met",
        confides=holds(form, [AGENCY_ONLY + name for name in TOLD.agency_only]),
        **CHOICES,
    )
