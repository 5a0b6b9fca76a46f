"""How a mail of ours looks: one purpose, at most one button, the same words as the page it opens; text and HTML."""

from dataclasses import dataclass
from functools import cache

import css_inline

from app.web.templating import render


@dataclass(frozen=True)
class Button:
    """The one thing to do."""

    label: str
    url: str


@dataclass(frozen=True)
class Mail:
    """What a mail says; ``signed`` are the lines below it, the sender's name first."""

    agency: str
    subject: str
    paragraphs: tuple[str, ...]
    signed: tuple[str, ...]
    button: Button | None = None
    after_button: tuple[str, ...] = ()


def mail_text(mail: Mail) -> str:
    """Write the plain text."""
    return render("mail/mail.txt", mail=mail)


def mail_html(mail: Mail) -> str:
    """Write the HTML with its styles inlined, readable with images off and in dark mode."""
    return _inliner().inline(render("mail/mail.html", mail=mail))


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False, keep_at_rules=True, keep_style_tags=True)
