"""The agency's clients by name: what is agreed with each, and where its people are."""

from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Query, Request
from fastapi.responses import HTMLResponse

from app.accounts.access import READERS, Access, allow
from app.core.actor import ConsultantActor
from app.core.ids import Prefixed
from app.desk.pages.frame import at_desk
from app.desk.queries.clients import Key, PeopleThere, clients_for, people_at
from app.desk.rendering.clients import client_path, contact_words, letters_words, places
from app.directory.models import Client
from app.web.lists import DEFAULT_LIMIT, CursorNotValid, read_cursor, write_cursor
from app.web.page_routes import DESK, desk_pages, opens

router = desk_pages("/clients")
AsReader = Annotated[Access[ConsultantActor], allow(roles=READERS)]
HERE: Final = f"{DESK}/clients"
NEW: Final = f"{DESK}/interviews/new"
NOBODY: Final = PeopleThere(0, (), 0)


@dataclass(frozen=True)
class ClientLine:
    """One client in a list."""

    name: str
    path: str
    letters: str
    contact: str
    people: int
    places: str
    without_address: int


@router.get("", operation_id="seeClients")
def see_clients(
    access: AsReader,
    request: Request,
    q: Annotated[str, Query(max_length=200)] = "",
    after: Annotated[str | None, Query(max_length=600)] = None,
) -> HTMLResponse:
    """Show clients by name; ``q`` is looked for in their names and in those and the addresses of their people."""
    words = " ".join(q.split())
    rows = clients_for(
        access.session, words=words, actor=access.actor, after=key_in(after, "cli"), limit=DEFAULT_LIMIT + 1
    )
    shown = rows[:DEFAULT_LIMIT]
    there = people_at(access.session, shown)
    return at_desk(request, access).show(
        "desk/clients.html",
        lines=[_line(client, there.get(client.id, NOBODY)) for client in shown],
        words=words,
        later=after is not None,
        more=_more(words, shown[-1]) if len(rows) > DEFAULT_LIMIT else None,
        new=NEW if access.actor.role != "compliance" and opens(request, NEW) else None,
    )


def key_in(after: str | None, prefix: str) -> Key | None:
    """Read the place in a list by name; raises CursorNotValid."""
    parts = read_cursor(after, 2)
    if parts is None:
        return None
    try:
        return parts[0], Prefixed(prefix).parse(parts[1])
    except ValueError:
        raise CursorNotValid from None


def key_of(name: str, row_id: UUID, prefix: str) -> str:
    """Write the place in a list by name."""
    return write_cursor(name, Prefixed(prefix).show(row_id))


def _line(client: Client, there: PeopleThere) -> ClientLine:
    return ClientLine(
        name=client.name,
        path=client_path(client.id),
        letters=letters_words(client),
        contact=contact_words(client),
        people=there.number,
        places=places(there.zones),
        without_address=there.without_address,
    )


def _more(words: str, last: Client) -> str:
    query = {"q": words} if words else {}
    return f"{HERE}?{urlencode({**query, 'after': key_of(last.name, last.id, 'cli')})}"
