"""Several people are invited at once, from a list as it was pasted; each line has a result of its own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final, Literal
from urllib.parse import urlencode

from fastapi import Request, status
from fastapi.responses import HTMLResponse, Response

from app.accounts.access import ADMINS, Access, allow
from app.accounts.actions import users
from app.accounts.rules.inviting import Wanted, wanted_in
from app.accounts.schemas.accounts import ConsultantInvite
from app.core.actor import ConsultantActor
from app.desk.pages.frame import at_desk
from app.desk.rendering.agency import ROLES
from app.web.deps import Now
from app.web.fields import Form, validated
from app.web.page_routes import DESK, FormPosted, desk_pages, see

router = desk_pages("/users/invite")
AsConfirmed = Annotated[Access[ConsultantActor], allow(roles=ADMINS, confirmed=True)]
MOST: Final = 100
WRONG: Final = {
    "name": "Write their name before the address",
    "email": "Write one whole e-mail address",
    "role": "Write consultant, manager, compliance or admin after the address",
}


@dataclass(frozen=True)
class Result:
    """What became of one line."""

    text: str
    became: Literal["invited", "known", "wrong"]
    words: str


@router.get("", operation_id="seeInviting")
def see_inviting(access: AsConfirmed, request: Request) -> HTMLResponse:
    """Show where a list of people is pasted."""
    return _show(access, request, Form(), [])


@router.post("", operation_id="inviteOnDesk")
def invite_on_desk(access: AsConfirmed, request: Request, posted: FormPosted, now: Now) -> Response:
    """Invite whom the lines name; lines that cannot be read stay in the field, and say why."""
    wanted = wanted_in(posted.value("people"))
    if not 0 < len(wanted) <= MOST:
        words = f"At most {MOST} people fit into one list" if wanted else "Write at least one person, one on a line"
        return _show(access, request, Form(posted.fields, {"people": words}), [])
    results = [_invite(access, one, now=now) for one in wanted]
    wrong = [one.text for one in results if one.became == "wrong"]
    if wrong:
        many = "One line needs" if len(wrong) == 1 else f"{len(wrong)} lines need"
        form = Form({"people": ["\n".join(wrong)]}, {"people": f"{many} a change before it can be sent again"})
        return _show(access, request, form, results)
    counts = {kind: sum(one.became == kind for one in results) for kind in ("invited", "known")}
    return see(f"{DESK}/users?{urlencode({'standing': 'invited', **counts})}")


def _invite(access: Access[ConsultantActor], wanted: Wanted, *, now: datetime) -> Result:
    given, wrong = validated(ConsultantInvite, {"name": wanted.name, "email": wanted.email, "role": wanted.role})
    if given is None:
        return Result(wanted.text, "wrong", WRONG[next(one for one in WRONG if one in wrong)])
    try:
        with access.session.begin_nested():
            users.invite_consultant(access.session, invite=given, actor=access.actor, now=now)
    except users.EmailTaken:
        return Result(wanted.text, "known", "Has, or had, an account under this address; nothing was sent")
    return Result(wanted.text, "invited", f"Invited as {given.role}")


def _show(access: Access[ConsultantActor], request: Request, form: Form, results: list[Result]) -> HTMLResponse:
    code = status.HTTP_422_UNPROCESSABLE_CONTENT if form.errors else status.HTTP_200_OK
    return at_desk(request, access).show("desk/inviting.html", status=code, form=form, results=results, roles=ROLES)
