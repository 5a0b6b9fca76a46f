"""How a mail of ours looks: one purpose, at most one button, the same words as the page it opens; text and HTML."""

import textwrap
from dataclasses import dataclass
from functools import cache
from typing import Final

import css_inline

from app.web.templating import render

PREHEADER: Final = 140
"""So many characters an inbox shows beside the subject at the most."""


@dataclass(frozen=True)
class Button:
    """The one thing to do."""

    label: str
    url: str


@dataclass(frozen=True)
class MailPart:
    """A part of a longer mail under a heading of its own: paragraphs, or the points of a list."""

    title: str
    lines: tuple[str, ...]
    listed: bool = False


@dataclass(frozen=True)
class Mail:
    """What a mail says; ``signed`` are the lines below it, the sender's name first.

    ``parts`` stand below the button and what else can be pressed (``links``), so that a telephone shows those first.
    """

    agency: str
    subject: str
    paragraphs: tuple[str, ...]
    signed: tuple[str, ...]
    button: Button | None = None
    after_button: tuple[str, ...] = ()
    links: tuple[Button, ...] = ()
    parts: tuple[MailPart, ...] = ()


@dataclass(frozen=True)
class MailLogo:
    """A picture that stands for the agency's name, at an address that anybody may open; in pixels as shown."""

    url: str
    width: int
    height: int


@dataclass(frozen=True)
class MailLook:
    """An agency's colour, for light and dark, what is written on it, and its logo."""

    accent: str = "#0b5a5e"
    on_accent: str = "#ffffff"
    accent_dark: str = "#7fc7c4"
    on_accent_dark: str = "#0e1a1b"
    logo: MailLogo | None = None


OURS: Final = MailLook()


def mail_text(mail: Mail) -> str:
    """Write the plain text: a paragraph is one line, which every reader breaks to its own width."""
    return render("mail/mail.txt", mail=mail)


def mail_html(mail: Mail, look: MailLook = OURS) -> str:
    """Write the HTML with its styles inlined, readable with images off and in dark mode."""
    return _inliner().inline(render("mail/mail.html", mail=mail, look=look, preheader=_preheader(mail)))


def _preheader(mail: Mail) -> str:
    """What an inbox shows beside the subject: what the mail says first, after whom it greets."""
    said = [words for words in mail.paragraphs if not words.startswith("Dear ")]
    return textwrap.shorten(said[0], PREHEADER, placeholder=" …") if said else mail.subject


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False, keep_at_rules=True, keep_style_tags=False)
