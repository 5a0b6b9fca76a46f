"""The first page of `./dev run`: three doors into the running demonstration, and the mails that were sent.

Only for this machine: it listens on the loopback address and shows links that let somebody in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from app.demo import content
from app.demo.mailbox import kept
from app.demo.stage import text_of

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
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
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def first(_request: Request) -> Response:
        mails = [_kept(name, mail) for name, mail in reversed(kept(doors.mails))]
        invited = next((mail for mail in mails if "/c/awl_" in mail.text), None)
        token = invited.text.partition("/c/")[2].split()[0] if invited else None
        page = templates.get_template("demo/doors.html")
        html = page.render(doors=doors, content=content, mails=mails, token=token)
        return HTMLResponse(html, headers=HEADERS)

    def one_mail(request: Request) -> Response:
        wanted = request.path_params["name"]
        found = next((mail for name, mail in kept(doors.mails) if name == wanted), None)
        if found is None:
            raise HTTPException(404)
        return HTMLResponse(templates.get_template("demo/mail.html").render(mail=_kept(wanted, found)), headers=HEADERS)

    def attachment(request: Request) -> Response:
        wanted, place = request.path_params["name"], request.path_params["place"]
        found = next((mail for name, mail in kept(doors.mails) if name == wanted), None)
        parts = list(found.iter_attachments()) if found else []
        if place >= len(parts):
            raise HTTPException(404)
        part = parts[place]
        headers = {"Content-Disposition": f'attachment; filename="letter-{place + 1}"'}
        return Response(bytes(part.get_content()), media_type=part.get_content_type(), headers=headers)

    pages: list[tuple[str, Callable[[Request], Response]]] = [
        ("/", first),
        ("/mails/{name}", one_mail),
        ("/mails/{name}/{place:int}", attachment),
    ]
    return Starlette(routes=[Route(path, page) for path, page in pages])


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
