"""How a mail of ours looks: one purpose, at most one button, the same words as the page it opens; text and HTML."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"


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
    return _templates().get_template("mail/mail.txt").render(mail=mail)


def mail_html(mail: Mail) -> str:
    """Write the HTML with its styles inlined, readable with images off and in dark mode."""
    return _inliner().inline(_templates().get_template("mail/mail.html").render(mail=mail))


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False, keep_at_rules=True, keep_style_tags=True)
