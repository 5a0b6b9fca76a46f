"""Where a country's calendar says nothing of a day, or is wrong about it: corrected for everybody who works there."""

from typing import Annotated, Final

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from app.accounts.access import Access, allow
from app.core.actor import ConsultantActor, ConsultantRole
from app.core.ids import CalendarDayId
from app.desk.pages.calendar import add_once, day_in
from app.desk.pages.contact_form import offered_countries, part_named
from app.desk.pages.frame import at_desk
from app.desk.rendering.days import country_day_line
from app.directory.actions import calendars
from app.directory.queries.calendars import CalendarDayNotFound, calendar_day_for, country_days_for
from app.directory.rules import parts
from app.web.deps import Now
from app.web.fields import Form
from app.web.page_routes import DESK, FormPosted, desk_pages, see

HOME: Final = f"{DESK}/settings/calendars"
CORRECTS: Final[frozenset[ConsultantRole]] = frozenset({"manager", "admin"})
router = desk_pages("/settings/calendars")
AsCorrector = Annotated[Access[ConsultantActor], allow(roles=CORRECTS)]
SAVED: Final = {
    "day": "The day is kept. What waits for a morning there is planned anew.",
    "there": "That day stood already.",
    "removed": "The day is taken away. What waits for a morning there is planned anew.",
}
_WHERE: Final = {
    "country": "Choose the country",
    "subdivision": "No part of that country is called so. Write its name, such as Scotland, or leave it empty",
}


@router.get("", operation_id="seeCountryDays")
def see_country_days(access: AsCorrector, request: Request, saved: str = "") -> HTMLResponse:
    """Show every correction of a country's calendar that stands, and the way to add one."""
    return _show(access, request, saved=saved)


@router.post("", operation_id="addCountryDay")
def add_country_day(access: AsCorrector, request: Request, posted: FormPosted, now: Now) -> Response:
    """Correct a country's calendar, or that of a part of it; the same day sent twice is added once."""
    country = posted.value("country")
    part = part_named(country, posted.value("subdivision"))
    given, form = day_in(posted, country=country, subdivision=part)
    wrong = {_field(name): _WHERE.get(_field(name), words) for name, words in form.errors.items()}
    if part and part not in {code for code, _ in parts(country)}:
        wrong["subdivision"] = _WHERE["subdivision"]
    if given is None or wrong:
        return _show(access, request, form=Form(posted.fields, wrong), status=422)
    return see(f"{HOME}?saved={add_once(access, given, now)}")


@router.post("/{calendar_day_id}/remove", operation_id="removeCountryDay")
def remove_country_day(access: AsCorrector, calendar_day_id: CalendarDayId, now: Now) -> Response:
    """Take a correction of a country's calendar away."""
    day = calendar_day_for(access.session, day_id=calendar_day_id, actor=access.actor)
    if day.country is None:
        raise CalendarDayNotFound
    calendars.remove_day(access.session, day_id=calendar_day_id, actor=access.actor, now=now)
    return see(f"{HOME}?saved=removed")


def _field(name: str) -> str:
    return name.removeprefix("day.") if name in {"day.country", "day.subdivision"} else name


def _show(
    access: AsCorrector, request: Request, *, form: Form | None = None, saved: str = "", status: int = 200
) -> HTMLResponse:
    desk = at_desk(request, access)
    days = country_days_for(access.session, actor=access.actor)
    here = desk.agency.country
    return desk.show(
        "desk/settings/calendars.html",
        status=status,
        form=form or Form({"country": [here], "day.kind": ["off"]}),
        days=[country_day_line(day) for day in days],
        countries=offered_countries(here),
        done=SAVED.get(saved, ""),
        admin=access.actor.role == "admin",
    )
