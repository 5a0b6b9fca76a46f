"""Users who have joined, and the ways they come in."""

from datetime import timedelta
from typing import Any

import httpx

from app.accounts.actions import users
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.ids import Prefixed
from tests.office import Office

Json = dict[str, Any]
PASSPHRASE = "correct horse battery staple"


def invited(office: Office, who: str = "nina", **changes: Any) -> Json:
    """Invite somebody as the admin does; return their view."""
    body = {"name": "Nina Newcomer", "email": f"{who}@{office.name}.example", "role": "consultant", **changes}
    answer = office.admin.post("/v1/consultants", json=body)
    assert answer.status_code == 201, answer.text
    made: Json = answer.json()
    return made


def invitation(office: Office, user: Json) -> str:
    """A fresh invitation's token, as the mail would carry it."""
    with office.rows() as session:
        token = users.renew_invitation(
            session,
            consultant_id=Prefixed("con").parse(user["id"]),
            actor=SystemActor(office.agency_id),
            now=utc_now(),
        )
    return token.text


def joined(office: Office, who: str = "nina", **changes: Any) -> Json:
    """Invite somebody who then sets the passphrase."""
    user = invited(office, who, **changes)
    body = {"token": invitation(office, user), "passphrase": PASSPHRASE}
    assert office.anybody.post("/v1/invitations/accept", json=body).status_code == 200
    return user


def sign_in(office: Office, **changes: Any) -> httpx.Response:
    """Sign in as Nina, or with something changed."""
    body = {"agency": office.name, "email": f"nina@{office.name}.example", "passphrase": PASSPHRASE, **changes}
    answer = office.anybody.post("/v1/sign-in", json=body)
    office.anybody.cookies.clear()
    return answer


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def wait(office: Office, duration: timedelta) -> None:
    """Let time pass without anything happening."""
    office.clock.move_to(utc_now() + duration)
