"""The first page of `./dev run`: three doors into the running demonstration, and the mails that were sent.

Only for this machine: it listens on the loopback address and shows links that let somebody in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from app.demo import content
from app.demo.cast import STAFF
from app.demo.mailbox import kept
from app.demo.stage import text_of
from app.web.templating import render

HEADERS = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"}


@dataclass(frozen=True)
class Doors:
    """What the page shows: where the API answers, who can sign in, where the mails lie."""

    web: str
    sign_in_name: str
    mails: Path


@dataclass(frozen=True)
class KeptMail:
    """A mail for the list and for reading."""

    name: str
    to: str
    sender: str
    subject: str
    at: str
    text: str
    attachments: list[str]


def doors_app(doors: Doors) -> Starlette:
    """Serve the doors and the mails."""

    def first(request: Request) -> Response:
        wanted = request.query_params.get("to", "")
        everything = [_kept(name, mail) for name, mail in reversed(kept(doors.mails))]
        mails = [mail for mail in everything if wanted in mail.to]
        whose = wanted or content.CANDIDATE["email"]
        invited = next((mail for mail in everything if whose in mail.to and "/c/awl_" in mail.text), None)
        token = invited.text.partition("/c/")[2].split()[0] if invited else None
        return _page("demo/doors.html", doors=doors, content=content, staff=STAFF, mails=mails, token=token)

    def one_mail(request: Request) -> Response:
        found = _find(doors, request.path_params["name"])
        if found is None:
            return Response("There is no such mail.", 404)
        return _page("demo/mail.html", mail=_kept(request.path_params["name"], found))

    def attachment(request: Request) -> Response:
        found, place = _find(doors, request.path_params["name"]), request.path_params["place"]
        parts = list(found.iter_attachments()) if found else []
        if place >= len(parts):
            return Response("There is no such attachment.", 404)
        headers = {"Content-Disposition": f'attachment; filename="letter-{place + 1}"'}
        return Response(bytes(parts[place].get_content()), media_type=parts[place].get_content_type(), headers=headers)

    pages: list[tuple[str, Callable[[Request], Response]]] = [
        ("/", first),
        ("/mails/{name}", one_mail),
        ("/mails/{name}/{place:int}", attachment),
    ]
    return Starlette(routes=[Route(path, page) for path, page in pages])


def _page(template: str, **context: object) -> Response:
    return HTMLResponse(render(template, **context), headers=HEADERS)


def _find(doors: Doors, name: str) -> EmailMessage | None:
    return next((mail for known, mail in kept(doors.mails) if known == name), None)


def _kept(name: str, mail: EmailMessage) -> KeptMail:
    return KeptMail(
        name=name,
        to=str(mail["X-Envelope-To"]),
        sender=str(mail["From"]),
        subject=str(mail["Subject"]),
        at=str(mail["Date"]),
        text=text_of(mail),
        attachments=[str(part.get_filename()) for part in mail.iter_attachments()],
    )
