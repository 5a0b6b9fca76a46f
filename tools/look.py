#!/usr/bin/env python3
"""Write or check docs/look/index.html: every component in every state, in light and dark side by side.

It is made from the same macros and the same style sheet as the pages, so it cannot show what they do not.
"""

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from app.web.fields import Form
from app.web.mails import Button, Mail, mail_html

ROOT: Final = Path(__file__).resolve().parents[1]
STYLES: Final = ROOT / "app" / "static" / "afterword.css"
DOCUMENT: Final = ROOT / "docs" / "look" / "index.html"
LAYOUT_ONLY: Final = frozenset({"skip"})
"""Classes that only place things on a whole page, which a piece of one cannot show."""
EXAMPLE_MAIL: Final = Mail(
    agency="Harcourt & Lane",
    subject="How did it go at Meridian Foods?",
    paragraphs=(
        "Dear Alex Moreau,",
        "Tell us in five minutes how the interview for Product Manager went, while it is fresh. Priya reads it before "
        "she rings Meridian Foods.",
    ),
    button=Button("Tell us how it went", "https://afterword.example/c/awl_example"),
    after_button=("It is meant for you alone.",),
    signed=("Priya Nair", "Harcourt & Lane", "020 7946 0018"),
)


def tokens(styles: str) -> tuple[dict[str, str], dict[str, str]]:
    """The colours of the style sheet by their names, in light, and what is another in the dark."""
    light, dark = re.findall(r":root \{(.*?)\}", styles, re.DOTALL)[:2]
    light_found, dark_found = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", one)) for one in (light, dark))
    return light_found, dark_found


def classes(styles: str) -> set[str]:
    """Every class that the style sheet gives a look."""
    selectors = re.sub(r"/\*.*?\*/|\{[^{}]*\}", " ", styles, flags=re.DOTALL)
    return set(re.findall(r"\.([a-z][\w-]*)", selectors))


def document() -> str:
    """Make the page."""
    light, dark = tokens(STYLES.read_text(encoding="utf-8"))
    schemes = [("light", light), ("dark", {**light, **dark})]
    templates = _templates()
    pieces = templates.get_template("look_pieces.html")
    halves = [(name, _own_names(pieces.render(**_example(name)), name)) for name, _ in schemes]
    return templates.get_template("look_page.html").render(schemes=schemes, halves=halves)


def _example(scheme: str) -> dict[str, object]:
    who = {"name": "Priya Nair", "initials": "PN", "email": "priya@harcourt.example", "phone": "020 7946 0018"}
    card = {**who, "dialled": "02079460018", "cover": None}
    return {
        "form": Form(
            {
                "name": ["Dana Whitfield"],
                "concern": ["They asked twice about managing people in another country."],
                "letter": ["Thank you for the hour this afternoon."],
                "email": ["alex@"],
                "said": ["said"],
                "people": ["dana"],
                "agree": ["yes"],
            },
            {
                "email": "Write an address like name@example.org",
                "why": "Say in a few words why you want this role",
                "when": "Say whether you answered it in the room",
            },
        ),
        "frame": {"csrf": ""},
        "who": card,
        "away": {**card, "cover": "Away until Thursday 3 December; Sam Idowu covers, 020 7946 0029"},
        "mail": _mail(scheme),
        "logo": _drawing(160, 36, "#1c2330", "Harcourt &amp; Lane"),
        "sheet": _drawing(420, 120, "#1c2330", "Dear Dana, dear Tom,"),
    }


def _own_names(pieces: str, scheme: str) -> str:
    """Give a half names of its own, since it stands twice on one page; nothing takes the focus by itself."""

    def renamed(found: re.Match[str]) -> str:
        names = " ".join(f"{name}-{scheme}" for name in found[2].split())
        return f'{found[1]}="{names}"'

    named = re.sub(r"\b(id|for|name|aria-describedby|aria-labelledby)=\"([^\"]+)\"", renamed, pieces)
    return re.sub(r'href="#([\w-]+)"', rf'href="#\1-{scheme}"', named).replace(" autofocus", "")


def _drawing(width: int, height: int, ink: str, words: str) -> str:
    """A picture that needs no file."""
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<text x="6" y="25" font-family="Georgia" font-size="18" fill="{ink}">{words}</text></svg>'
    )
    return f"data:image/svg+xml,{quote(drawn)}"


def _mail(scheme: str) -> str:
    """The mail as its reader sees it in one scheme, whatever this machine prefers."""
    seen = "all" if scheme == "dark" else "not all"
    return mail_html(EXAMPLE_MAIL).replace("@media (prefers-color-scheme: dark)", f"@media {seen}")


def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader([ROOT / "tools", ROOT / "app" / "templates"]),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def main(argv: Sequence[str]) -> int:
    """Write, or compare."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    chosen = parser.add_mutually_exclusive_group(required=True)
    chosen.add_argument("--write", action="store_true", help="write docs/look/index.html")
    chosen.add_argument("--check", action="store_true", help="exit 1 where it is not what the macros make")
    fresh = document()
    if parser.parse_args(argv).write:
        DOCUMENT.parent.mkdir(exist_ok=True)
        DOCUMENT.write_text(fresh, encoding="utf-8")
        return 0
    stored = DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.exists() else ""
    if stored != fresh:
        print("docs/look/index.html is not what the macros and the style sheet make. Run ./dev docs and commit it.")
    return int(stored != fresh)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
