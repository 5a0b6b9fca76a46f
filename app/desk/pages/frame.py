"""What stands around every page of the console: who is here, where they can go, what waits there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from fastapi import Request
from fastapi.responses import HTMLResponse

from app.accounts.access import Access
from app.accounts.models import Agency, Consultant
from app.accounts.queries.rows import agency, consultant
from app.core.actor import ConsultantActor, ConsultantRole
from app.core.clock import utc_now
from app.core.local_time import place_of
from app.desk.queries.menu import waiting_at
from app.web.fields import Form
from app.web.page_routes import DESK, form_token
from app.web.templating import page

READ: Final[frozenset[ConsultantRole]] = frozenset({"consultant", "manager", "compliance"})
DECIDE: Final[frozenset[ConsultantRole]] = frozenset({"consultant", "manager"})
ALL: Final[frozenset[ConsultantRole]] = frozenset({"consultant", "manager", "compliance", "admin"})


@dataclass(frozen=True)
class Place:
    """A place of the console, and for whom it is."""

    name: str
    path: str
    roles: frozenset[ConsultantRole]


WORK: Final = (
    Place("My day", "", ALL),
    Place("Queue", "/queue", READ),
    Place("Follow-up", "/follow-up", READ),
    Place("Deliveries", "/deliveries", READ),
    Place("New interview", "/interviews/new", DECIDE),
)
AGENCY: Final[tuple[Place, ...]] = (
    Place("Interviews", "/interviews", READ),
    Place("Candidates", "/candidates", READ),
    Place("Clients", "/clients", READ),
    Place("Keep warm", "/keep-warm", READ),
    Place("People", "/users", frozenset({"admin"})),
    Place("Keys", "/keys", frozenset({"admin"})),
    Place("Settings", "/settings", frozenset({"admin"})),
    Place("Cover", "/cover", ALL),
    Place("Reassign", "/reassign", frozenset({"manager"})),
    Place("Reports", "/reports", frozenset({"manager", "compliance"})),
    Place("Audit", "/audit", frozenset({"manager", "compliance"})),
)


@dataclass(frozen=True)
class Way:
    """A place as it stands in the menu; ``here`` where the page is of it."""

    name: str
    href: str
    here: bool
    waits: int | None = None


@dataclass(frozen=True)
class Frame:
    """What stands around the content of a page of the console."""

    agency: str
    brand_css: str | None
    logo: str | None
    user: str
    place: str
    ways: list[Way]
    agency_ways: list[Way]
    csrf: str
    takes_kept: str = ""


@dataclass(frozen=True)
class Desk:
    """One of the agency's people at the console."""

    user: Consultant
    agency: Agency
    frame: Frame
    access: Access[ConsultantActor]

    def show(self, template: str, *, status: int = 200, **context: object) -> HTMLResponse:
        """Answer with one of the pages; ``form`` is an empty one where none is given."""
        session, actor = self.access.session, self.access.actor
        counts = waiting_at(session, actor=actor, now=utc_now()) if actor.role in READ else {}
        frame = replace(self.frame, ways=_counted(self.frame.ways, counts))
        return page(template, status=status, frame=frame, **{"form": Form(), **context})


def at_desk(request: Request, access: Access[ConsultantActor]) -> Desk:
    """Make the surroundings of a page of the console."""
    session, actor = access.session, access.actor
    whose = agency(session, actor.agency_id)
    user = consultant(session, consultant_id=actor.id, actor=actor)
    path = request.scope["path"]
    frame = Frame(
        agency=whose.name,
        brand_css=None,
        logo=None,
        user=user.name,
        place=place_of(whose.time_zone),
        ways=_ways(WORK, actor.role, path),
        agency_ways=_ways(AGENCY, actor.role, path),
        csrf=form_token(request),
    )
    return Desk(user, whose, frame, access)


def _ways(places: tuple[Place, ...], role: ConsultantRole, path: str) -> list[Way]:
    return [
        Way(place.name, f"{DESK}{place.path}", _within(path, f"{DESK}{place.path}"))
        for place in places
        if role in place.roles
    ]


def _counted(ways: list[Way], counts: Mapping[str, int]) -> list[Way]:
    return [replace(way, waits=counts.get(way.name)) for way in ways]


def _within(path: str, place: str) -> bool:
    """Whether a page is of a place; one that is a place itself, or the first page, is of no other."""
    another = any(path == f"{DESK}{one.path}" for one in (*WORK, *AGENCY))
    return path == place or (not another and place != DESK and path.startswith(f"{place}/"))
