"""The agency's API keys: made, shown once, revoked."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import Query, Request, status
from fastapi.responses import HTMLResponse, Response

from app.accounts.access import ADMINS, Access, allow
from app.accounts.actions import keys
from app.accounts.models import ApiKey
from app.accounts.queries.people import newest_keys
from app.accounts.schemas.accounts import KeyRequest
from app.core.actor import ConsultantActor
from app.core.errors import Invalid
from app.core.ids import ApiKeyId, public_id
from app.core.local_time import date_time, instant, place_of
from app.desk.pages.frame import Desk, at_desk
from app.desk.rendering.agency import SCOPES, scopes_of
from app.web.deps import Now
from app.web.fields import Form, Posted, named_errors, validated
from app.web.lists import DEFAULT_LIMIT, after_id, write_cursor
from app.web.page_routes import DESK, FormPosted, desk_pages, see

router = desk_pages("/keys")
AsAdmin = Annotated[Access[ConsultantActor], allow(roles=ADMINS)]
AsConfirmed = Annotated[Access[ConsultantActor], allow(roles=ADMINS, confirmed=True)]
HERE: Final = f"{DESK}/keys"
NOT_A_DAY: Final = "Write the date as day, month and year"
WRONG: Final = {"name": "Write what the key is for", "scopes": "Choose at least one thing that it may do"}


@router.get("", operation_id="seeKeys")
def see_keys(
    access: AsAdmin,
    request: Request,
    now: Now,
    after: Annotated[str | None, Query(max_length=300)] = None,
    revoked: str = "",
) -> HTMLResponse:
    """List the keys, those that work first, without their secrets."""
    desk = at_desk(request, access)
    rows = newest_keys(access.session, actor=access.actor, before=after_id(after, "key"), limit=DEFAULT_LIMIT + 1)
    shown = rows[:DEFAULT_LIMIT]
    last = write_cursor(public_id("key", shown[-1].id)) if len(rows) > DEFAULT_LIMIT else None
    return desk.show(
        "desk/keys.html",
        keys=[_line(one, desk, now=now) for one in shown],
        place=place_of(desk.agency.time_zone),
        more=last and f"{HERE}?{urlencode({'after': last})}",
        revoked=revoked == "yes",
    )


@router.get("/new", operation_id="seeNewKey")
def see_new_key(access: AsConfirmed, request: Request) -> HTMLResponse:
    """Show what a key can be allowed."""
    return _form(at_desk(request, access), Form())


@router.post("/new", operation_id="createKeyOnDesk")
def create_key_on_desk(access: AsConfirmed, request: Request, posted: FormPosted, now: Now) -> Response:
    """Make a key and show its secret, this once; pressed twice, it says that there is one of this name."""
    desk = at_desk(request, access)
    given, wrong = _request_in(posted, desk)
    if given is None:
        return _form(desk, Form(posted.fields, wrong))
    try:
        with access.session.begin_nested():
            key, token = keys.create_under_new_name(access.session, request=given, actor=access.actor, now=now)
    except Invalid as refused:
        errors = {"expires_on": "Choose today or a later day"} if named_errors(refused.errors) else {}
        return _form(desk, Form(posted.fields, errors))
    except keys.KeyNameTaken as refused:
        return _form(desk, Form(posted.fields, {"name": refused.detail}), status.HTTP_409_CONFLICT)
    line = _line(key, desk, now=now)
    return desk.show("desk/key_made.html", key=line, place=place_of(desk.agency.time_zone), secret=token.text)


@router.post("/{key_id}/revoke", operation_id="revokeKeyOnDesk")
def revoke_key_on_desk(access: AsConfirmed, key_id: ApiKeyId, now: Now) -> Response:
    """Revoke a key at once; again, it stays revoked."""
    keys.revoke_key(access.session, key_id=key_id, actor=access.actor, now=now)
    return see(f"{HERE}?revoked=yes")


def _request_in(posted: Posted, desk: Desk) -> tuple[KeyRequest | None, dict[str, str]]:
    ends, wrong = None, {}
    if typed := posted.value("expires_on"):
        try:
            day = date.fromisoformat(typed) + timedelta(days=1)
            ends = instant(day, time(), desk.agency.time_zone)
        except (ValueError, OverflowError):
            wrong["expires_on"] = NOT_A_DAY
    nested: dict[str, Any] = {"name": posted.value("name"), "scopes": posted.values("scopes"), "expires_at": ends}
    given, errors = validated(KeyRequest, nested)
    wrong |= {name: WRONG.get(name, NOT_A_DAY) for name in (one.partition(".")[0] for one in errors)}
    wrong = {"expires_on" if name == "expires_at" else name: words for name, words in wrong.items()}
    return (None if wrong else given), wrong


def _line(key: ApiKey, desk: Desk, *, now: datetime) -> dict[str, Any]:
    zone = desk.agency.time_zone
    return {
        "id": public_id("key", key.id),
        "name": key.name,
        "scopes": scopes_of(key),
        "made": date_time(key.created_at, zone),
        "ends": date_time(key.expires_at, zone) if key.expires_at else None,
        "over": key.expires_at is not None and key.expires_at <= now,
        "revoked": date_time(key.revoked_at, zone) if key.revoked_at else None,
    }


def _form(desk: Desk, form: Form, code: int = status.HTTP_422_UNPROCESSABLE_CONTENT) -> HTMLResponse:
    place = place_of(desk.agency.time_zone)
    code = code if form.errors else status.HTTP_200_OK
    return desk.show("desk/key_new.html", status=code, form=form, scopes=list(SCOPES.items()), place=place)
