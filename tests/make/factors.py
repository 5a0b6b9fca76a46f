"""A code app as a user's phone holds it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx
import pyotp

from app.core.clock import utc_now
from tests.make.accounts import bearer, sign_in
from tests.office import TLS, Office, with_key


@dataclass
class CodeApp:
    """What was set up: the app's secret, and the recovery codes that were shown."""

    office: Office
    secret: str
    recovery: list[str] = field(default_factory=list)

    def code(self, *, at: datetime | None = None) -> str:
        """What the app shows now, or at another moment."""
        return pyotp.TOTP(self.secret).at(at or utc_now())

    def next_code(self) -> str:
        """Wait until the app shows another code, and read that."""
        self.office.clock.move_to(utc_now() + timedelta(seconds=30))
        return self.code()


def set_up(office: Office, user: httpx.Client) -> CodeApp:
    """Set up a code app over the API."""
    begun = user.post("/v1/second-factor")
    assert begun.status_code == 200, begun.text
    app = CodeApp(office, begun.json()["secret"])
    done = user.post("/v1/second-factor/confirm", json={"code": app.code()})
    assert done.status_code == 200, done.text
    app.recovery = done.json()["codes"]
    return app


def signed_in(office: Office) -> httpx.Client:
    """Nina's client, just signed in by her passphrase."""
    came_in = sign_in(office)
    assert came_in.status_code == 200, came_in.text
    return office.stack.enter_context(
        httpx.Client(
            base_url=office.premises.url,
            headers=bearer(came_in.json()["token"]),
            timeout=30,
            verify=TLS,
            event_hooks={"request": [with_key]},
        )
    )
