"""Days on which the calendar of a country, a client or a contact is wrong or says nothing."""

from typing import Annotated

from fastapi import Query, status

from app.accounts.access import DECIDERS, READERS, Access, allow
from app.core.actor import Actor
from app.core.ids import CalendarDayId, ClientId, ContactId, Prefixed
from app.directory.actions import calendars
from app.directory.queries.calendars import calendar_days_for
from app.directory.schemas import CalendarDayIn, CalendarDayView
from app.web.deps import Now, Page
from app.web.lists import Listing
from app.web.problems import responses
from app.web.routes import router_for

router = router_for("directory", under="/calendar-days")
AsReader = Annotated[Access[Actor], allow(roles=READERS | {"admin"}, scope="interviews:write")]
AsWriter = Annotated[Access[Actor], allow(roles=DECIDERS | {"admin"}, scope="interviews:write")]


@router.get("", operation_id="listCalendarDays", responses=responses(401, 403))
def list_calendar_days(
    access: AsReader,
    listing: Listing,
    client_id: Annotated[ClientId | None, Query(description="Days of this client.")] = None,
    contact_id: Annotated[ContactId | None, Query(description="Days of this client contact.")] = None,
) -> Page[CalendarDayView]:
    """List the days that correct calendars, oldest entry first; those taken away again are left out."""
    rows = calendar_days_for(
        access.session,
        actor=access.actor,
        client_id=client_id,
        contact_id=contact_id,
        after=listing.after("cal"),
        limit=listing.reads,
    )
    return listing.page(rows, show=CalendarDayView.model_validate, key=lambda row: (Prefixed("cal").show(row.id),))


@router.post("", operation_id="addCalendarDay", status_code=status.HTTP_201_CREATED, responses=responses(401, 403, 404))
def add_calendar_day(access: AsWriter, body: CalendarDayIn, now: Now) -> CalendarDayView:
    """Correct a calendar by a day, or a run of days, off or worked; what waits for a morning is planned anew."""
    added = calendars.add_day(access.session, given=body, actor=access.actor, now=now)
    return CalendarDayView.model_validate(added)


@router.delete(
    "/{calendar_day_id}",
    operation_id="removeCalendarDay",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=responses(401, 403, 404),
)
def remove_calendar_day(access: AsWriter, calendar_day_id: CalendarDayId, now: Now) -> None:
    """Take a correction away again; what waits for a morning is planned anew."""
    calendars.remove_day(access.session, day_id=calendar_day_id, actor=access.actor, now=now)
