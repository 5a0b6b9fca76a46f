"""A token in every form of a signed-in page, which no other site can know (OWASP, "HMAC based token pattern").

It is made from the session's own secret, so that nothing is stored, and ends with the session. Where the request came
from is asked as well (`app.accounts.access`).
"""

import hashlib
import hmac
from typing import Final

from app.core.errors import Forbidden

FIELD: Final = "csrf"


class FormNotOurs(Forbidden):
    """This form is not from a page of ours, or from before you came in again: go back, load it again, send it again."""

    code = "form_not_ours"


def token_for(session_token: str) -> str:
    """The token of the forms that are shown to whoever holds this session."""
    return hmac.new(session_token.encode(), b"forms", hashlib.sha256).hexdigest()


def require(given: str, *, session_token: str) -> None:
    """Refuse a form without the right token; raises FormNotOurs (403)."""
    if not hmac.compare_digest(given.encode(), token_for(session_token).encode()):
        raise FormNotOurs
