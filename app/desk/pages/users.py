"""The agency's people: who works here, what becomes of their work when they leave, a lost code app."""

from datetime import datetime
from typing import Annotated, Final
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Query, Request, status
from fastapi.responses import HTMLResponse, Response

from app.accounts.access import ADMINS, Access, allow
from app.accounts.actions import factors, oidc_linking, users
from app.accounts.queries import people as queries
from app.core.actor import ConsultantActor
from app.core.errors import Conflict
from app.core.ids import ConsultantId, public_id
from app.core.local_time import date_time, place_of
from app.desk.pages.frame import at_desk
from app.desk.queries.open_work import amount_of
from app.desk.rendering.agency import ROLES
from app.web.deps import Now
from app.web.fields import Form
from app.web.lists import DEFAULT_LIMIT, after_id, write_cursor
from app.web.page_routes import DESK, desk_pages, see

router = desk_pages("/users")
AsAdmin = Annotated[Access[ConsultantActor], allow(roles=ADMINS)]
AsConfirmed = Annotated[Access[ConsultantActor], allow(roles=ADMINS, confirmed=True)]
HERE: Final = f"{DESK}/users"
DONE: Final = {
    "ended": "Their access has ended. Wherever they were signed in, they are out.",
    "reset": "The code app is gone. They were told by mail, and come in with the passphrase alone.",
    "unlinked": "The account is gone. They come by whichever account they use next, at their confirmed address.",
    "invited": "A new invitation is on its way. The one before no longer works.",
}


@router.get("", operation_id="seeUsers")
def see_users(
    access: AsAdmin,
    request: Request,
    standing: queries.Standing = "here",
    q: Annotated[str, Query(max_length=200)] = "",
    after: Annotated[str | None, Query(max_length=300)] = None,
    invited: int = 0,
    known: int = 0,
) -> HTMLResponse:
    """List who works here, who has still to join, and who left."""
    words = " ".join(q.split())
    rows = queries.people(
        access.session,
        actor=access.actor,
        standing=standing,
        words=words,
        after=after_id(after, "con"),
        limit=DEFAULT_LIMIT + 1,
    )
    shown = rows[:DEFAULT_LIMIT]
    last = write_cursor(public_id("con", shown[-1].user.id)) if len(rows) > DEFAULT_LIMIT else None
    return at_desk(request, access).show(
        "desk/users.html",
        people=[(public_id("con", one.user.id), one) for one in shown],
        standing=standing,
        q=words,
        more=last and f"{HERE}?{urlencode({'standing': standing, 'q': words, 'after': last})}",
        invited=invited,
        known=known,
    )


@router.get("/{consultant_id}", operation_id="seeUser")
def see_user(access: AsAdmin, request: Request, consultant_id: ConsultantId, now: Now, done: str = "") -> HTMLResponse:
    """Show one user, with how much is theirs to do, and what ending their access would mean for it."""
    return _show(access, request, consultant_id, now=now, done=DONE.get(done, ""))


@router.post("/{consultant_id}/end", operation_id="deactivateOnDesk")
def deactivate_on_desk(access: AsConfirmed, request: Request, consultant_id: ConsultantId, now: Now) -> Response:
    """End a user's access at once; again, it stays ended."""
    try:
        users.deactivate(access.session, consultant_id=consultant_id, actor=access.actor, now=now)
    except users.OwnAccess as refused:
        return _refused(access, request, consultant_id, refused, now=now)
    return _done(consultant_id, "ended")


@router.post("/{consultant_id}/reset", operation_id="resetCodeAppOnDesk")
def reset_code_app_on_desk(access: AsConfirmed, consultant_id: ConsultantId, now: Now) -> Response:
    """Take a lost code app from a user, who is told by mail; harmless where there is none."""
    factors.reset(access.session, consultant_id=consultant_id, actor=access.actor, now=now)
    return _done(consultant_id, "reset")


@router.post("/{consultant_id}/account", operation_id="removeProviderAccountOnDesk")
def remove_provider_account_on_desk(access: AsConfirmed, consultant_id: ConsultantId, now: Now) -> Response:
    """Let a user come by another account of the provider next; harmless where none is linked."""
    oidc_linking.unlink(access.session, consultant_id=consultant_id, actor=access.actor, now=now)
    return _done(consultant_id, "unlinked")


@router.post("/{consultant_id}/invite", operation_id="inviteAgainOnDesk")
def invite_again_on_desk(access: AsConfirmed, request: Request, consultant_id: ConsultantId, now: Now) -> Response:
    """Mail somebody who has not joined another invitation."""
    try:
        users.invite_again(access.session, consultant_id=consultant_id, actor=access.actor, now=now)
    except users.JoinedAlready as refused:
        return _refused(access, request, consultant_id, refused, now=now)
    return _done(consultant_id, "invited")


def _done(consultant_id: UUID, what: str) -> Response:
    return see(f"{HERE}/{public_id('con', consultant_id)}?done={what}")


def _refused(
    access: Access[ConsultantActor], request: Request, consultant_id: UUID, refused: Conflict, *, now: datetime
) -> Response:
    form = Form({}, {"does": refused.detail})
    return _show(access, request, consultant_id, now=now, form=form, code=status.HTTP_409_CONFLICT)


def _show(
    access: Access[ConsultantActor],
    request: Request,
    consultant_id: UUID,
    *,
    now: datetime,
    done: str = "",
    form: Form | None = None,
    code: int = status.HTTP_200_OK,
) -> HTMLResponse:
    desk = at_desk(request, access)
    person = queries.person(access.session, consultant_id=consultant_id, actor=access.actor)
    zone, until = desk.agency.time_zone, person.invited_until
    return desk.show(
        "desk/user.html",
        status=code,
        form=form or Form(),
        person=person,
        path=f"{HERE}/{public_id('con', consultant_id)}",
        own=consultant_id == access.actor.id,
        role={str(role): words for role, words in ROLES.items()}[person.user.role],
        amount=amount_of(access.session, consultant_id=consultant_id, actor=access.actor, now=now),
        until=f"{date_time(until, zone)} in {place_of(zone)}" if until and until > now else None,
        lapsed=until is not None and until <= now,
        done=done,
    )
