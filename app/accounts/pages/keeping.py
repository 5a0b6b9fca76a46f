"""A page was asked for, or its form sent, by a session that has ended: nothing typed is lost (rule 8)."""

from fastapi import Request, Response, status

from app.web.templating import page


def signed_out(request: Request) -> Response:  # noqa: ARG001
    """Say that the session has ended and how to come in again."""
    return page("pages/signed_out.html", status=status.HTTP_401_UNAUTHORIZED)
