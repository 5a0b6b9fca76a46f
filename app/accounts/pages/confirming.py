"""Before what matters most somebody at the console proves again who they are, and goes on where they were."""

from collections.abc import Callable, Mapping
from typing import Annotated, Final

from fastapi import Request, Response, status

from app.accounts.access import ANY_ROLE, Access, allow, count_code
from app.accounts.actions import confirming
from app.accounts.pages.signing_in import left_at, within_desk
from app.core.actor import ConsultantActor
from app.core.secret_box import box_of
from app.web.deps import CurrentSettings, Now
from app.web.fields import Form, taken
from app.web.page_routes import DESK, FormPosted, desk_pages, form_token, see
from app.web.templating import page

WRONG: Final = "That is neither your passphrase nor a code that is valid now. Check it and try again"
NOTHING: Final = "Type your passphrase, or a code of your app"
router = desk_pages("/confirm")
AsUser = Annotated[Access[ConsultantActor], allow(roles=ANY_ROLE, before_factor=True)]


@router.get("", operation_id="seeConfirming")
def see_confirming(access: AsUser, request: Request) -> Response:  # noqa: ARG001 - for who is in only
    """Ask for the passphrase or a code once more."""
    return asked(request, within_desk(request.query_params.get("next", "")))


@router.post("", operation_id="confirmAtDesk")
def confirm_at_desk(
    access: AsUser, request: Request, posted: FormPosted, settings: CurrentSettings, now: Now
) -> Response:
    """Lead back to the page that asked, which for ten minutes asks no more; each attempt is counted."""
    onward = within_desk(posted.value("next"))
    passphrase, code = taken(posted.values("passphrase")), posted.value("code")
    if not passphrase and not code:
        return asked(request, onward, {"passphrase": NOTHING}, status.HTTP_422_UNPROCESSABLE_CONTENT)
    count_code(request, str(access.actor.id))
    try:
        confirming.confirm(
            access.session, passphrase=passphrase, code=code, box=box_of(settings), actor=access.actor, now=now
        )
    except confirming.NotConfirmed:
        return asked(request, onward, {"passphrase": WRONG}, status.HTTP_403_FORBIDDEN)
    return see(onward or DESK)


def ask(request: Request) -> Response:
    """Ask who was refused for having signed in too long ago; what they typed is given back."""
    onward, typed = left_at(request)
    return asked(request, onward, code=status.HTTP_403_FORBIDDEN, typed=typed)


def lead_to_set_up(_request: Request) -> Response:
    """Send whoever must have a second factor to where they set it up."""
    return see(f"{DESK}/security/app")


WAYS_ON: Final[Mapping[str, Callable[[Request], Response]]] = {
    confirming.ReauthenticationRequired.code: ask,
    confirming.FactorMissing.code: lead_to_set_up,
}
"""What a page of the console answers in place of these refusals, by their code."""


def asked(
    request: Request,
    onward: str,
    errors: Mapping[str, str] | None = None,
    code: int = status.HTTP_200_OK,
    typed: list[str] | None = None,
) -> Response:
    """Show the page that asks again, with the button of the provider where the operator set one."""
    form, token, provider = Form({}, errors or {}), form_token(request), request.app.state.provider
    context = {"form": form, "onward": onward, "csrf": token, "provider": provider.name if provider else None}
    return page("desk/confirm.html", status=code, typed=typed or [], **context)
