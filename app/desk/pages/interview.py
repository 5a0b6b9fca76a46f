"""One interview: where it stands, whose turn it is, what happened, who was met, and what may be done with it."""

from collections.abc import Set
from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import Request
from fastapi.responses import HTMLResponse

from app.accounts.access import DECIDERS, READERS, Access, allow
from app.core.actor import ConsultantActor
from app.core.ids import InterviewId, public_id
from app.core.local_time import local, place_of
from app.desk.pages.frame import at_desk
from app.desk.pages.interview_sheet import Sheet, sheet_of
from app.interviews.rendering.told import zones_of
from app.web.deps import Now
from app.web.fields import Form, typed_words
from app.web.page_routes import desk_pages

router = desk_pages("/interviews/{interview_id}")
AsReader = Annotated[Access[ConsultantActor], allow(roles=READERS)]
DONE: Final = {
    "moved": "The interview has its new time, and every reminder was planned anew.",
    "cancelled": "The interview is cancelled. Nothing of it is asked for or sent any more.",
    "no-show": "It is recorded that the candidate did not attend.",
    "mailed": "A link of their own goes to the candidate by mail now. Pressed again within minutes, it goes once.",
    "profile": "The debrief is asked for like that from now on.",
    "waived": "It goes on without a debrief, and the interview is closed.",
    "reopened": "The debrief is open again. The candidate gets a mail with a link.",
    "taken": "The debrief is entered, as taken by telephone. The candidate is told that you wrote it down.",
    "people": "It is noted who they are. What waited for an address is looked at again.",
}
"""What the page says after each change."""


@router.get("", operation_id="seeInterview")
def see_interview(
    access: AsReader, interview_id: InterviewId, request: Request, now: Now, done: str = ""
) -> HTMLResponse:
    """Show where the interview stands and what happened."""
    return show_interview(request, access, interview_id, now=now, done=DONE.get(done, ""))


def show_interview(
    request: Request,
    access: Access[ConsultantActor],
    interview_id: UUID,
    form: Form | None = None,
    *,
    now: datetime,
    status: int = 200,
    done: str = "",
) -> HTMLResponse:
    """Show an interview; ``form`` is what was typed and what is wrong."""
    desk = at_desk(request, access)
    sheet = sheet_of(access, interview_id, here=desk.agency.time_zone, now=now)
    fields = {**_present(sheet), **_new_contacts(sheet, desk.agency.country), **(form.fields if form else {})}
    return desk.show(
        "desk/interview.html",
        status=status,
        form=Form(fields, form.errors if form else {}),
        sheet=sheet,
        meeting=sheet.meeting,
        zones=_zones(sheet),
        candidate_id=public_id("cnd", sheet.meeting.candidate.id),
        client_id=public_id("cli", sheet.meeting.client.id),
        person_ids={one.id: public_id("prs", one.id) for one in sheet.people},
        best=_best(sheet),
        decides=access.actor.role in DECIDERS,
        audits=access.actor.role in {"manager", "compliance"},
        done=done,
        typed=_without_a_field(form, sheet) if form else [],
    )


def _without_a_field(form: Form, sheet: Sheet) -> list[str]:
    """The reasons that were typed into a form which is there no longer."""
    open_people = {public_id("prs", one.id) for one in sheet.people if one.contact is None and one.state != "left"}
    fields = {name: held for name, held in form.fields.items() if name.endswith("reason")}
    gone = {name: held for name, held in fields.items() if not _has_field(name, sheet, open_people)}
    return typed_words(gone)


def _has_field(name: str, sheet: Sheet, open_people: Set[str]) -> bool:
    step, _, person = name.removesuffix(".reason").removesuffix("_reason").partition(".")
    if step in {"leave", "unmatch"}:
        return "people" in sheet.may and (person in open_people) == (step == "leave")
    return step in sheet.may


def _zones(sheet: Sheet) -> list[tuple[str, str]]:
    """Whose clock new times may be given in, the place of the interview first."""
    there = sheet.meeting.interview.time_zone
    words = {zone: f"{place_of(zone)}, where the candidate is" for zone, _ in zones_of(sheet.meeting)}
    return [(there, place_of(there)), *((zone, said) for zone, said in words.items() if zone != there)]


def _present(sheet: Sheet) -> dict[str, list[str]]:
    """The fields as they are before anything is typed."""
    interview = sheet.meeting.interview
    starts, ends = (local(one, interview.time_zone) for one in (interview.starts_at, interview.ends_at))
    debrief = sheet.story.told.debrief
    return {
        "day": [f"{starts:%Y-%m-%d}"],
        "starts_at": [f"{starts:%H:%M}"],
        "ends_at": [f"{ends:%H:%M}"],
        "zone": [interview.time_zone],
        "profile": [debrief.profile if debrief else interview.debrief_profile],
    }


def _best(sheet: Sheet) -> dict[UUID, str]:
    """Whom each person is most likely to be."""
    found = ((one.id, one.likely_contacts) for one in sheet.people)
    return {id_: public_id("ctc", likely[0].contact_id) for id_, likely in found if likely}


def _new_contacts(sheet: Sheet, country: str) -> dict[str, list[str]]:
    """The fields of a new contact for each person whom nobody knows yet, as far as they can be guessed."""
    known = next((who.contact for who in sheet.story.met if who.contact), None)
    place = {
        "time_zone": known.time_zone if known else sheet.meeting.interview.time_zone,
        "country": known.country if known else country,
    }
    fields: dict[str, list[str]] = {}
    for one in sheet.people:
        if one.contact is None:
            guessed = {"name": one.name, "title": one.title or "", **place}
            begun = f"new.{public_id('prs', one.id)}"
            fields |= {f"{begun}.{name}": [value] for name, value in guessed.items()}
    return fields
