"""What a link in a mail opens. GET and HEAD use nothing up: mail scanners follow links (rule 9)."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from app.web.templating import render

router = APIRouter(include_in_schema=False)
CANDIDATE = (
    "Your link works",
    "Reply to the mail it came with and tell your consultant how the interview went; they write it down for you. "
    "Programs come in by the same link: POST its last part as token to /v1/candidate-sessions.",
)
CONSULTANT = (
    "Your invitation works",
    "POST its last part as token, with the passphrase you choose, to /v1/invitations/accept. "
    "It works once, for three days.",
)


@router.api_route("/c/{token}", methods=["GET", "HEAD"], operation_id="openCandidateLink")
def open_candidate_link(token: str) -> HTMLResponse:  # noqa: ARG001 - looked at by the POST only
    """Say that the link works and how to come in; looks at nothing."""
    return HTMLResponse(render("pages/link.html", heading=CANDIDATE[0], words=CANDIDATE[1]))


@router.api_route("/join/{token}", methods=["GET", "HEAD"], operation_id="openInvitation")
def open_invitation(token: str) -> HTMLResponse:  # noqa: ARG001 - looked at by the POST only
    """Say that the invitation works and how to join; looks at nothing."""
    return HTMLResponse(render("pages/link.html", heading=CONSULTANT[0], words=CONSULTANT[1]))
