"""A picture of every page and every mail of the candidate's journey, so that a person can look (./dev screenshots)."""

import io
import re
from email.message import EmailMessage
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.browser.scenes.every import scenes
from tests.browser.test_pages import opened
from tests.browser.window import DESK, PHONE, Scheme, Windows
from tests.office import Office, Premises

pytestmark = pytest.mark.pictures
TALLEST = 16_383
"""Pixels that a WebP picture may be high."""
SIZES = {"phone": PHONE, "desk": DESK}
DARK = frozenset({"desk-letter-changed", "status-gone", "topic-concerns", "agree"})
"""Pages of which there is a dark picture, too."""
SHOWN = frozenset(
    {
        *("desk-day", "desk-queue", "desk-letter-changed", "desk-letter-approved", "desk-debrief", "desk-brief"),
        *("desk-brief-rung", "desk-told"),
        "before-interview",
        "link",
        "come-in-again",
        "first-page",
        "task-list-empty",
        "task-list-begun",
        "topic-people",
        "topic-went",
        "topic-concerns",
        "topic-next",
        "topic-error",
        "short",
        "check-with-gaps",
        "debrief-sent",
        "debrief-returned",
        "decline",
        "letters",
        "letter-new",
        "letter-composer",
        "letter-as-text",
        "letter-word",
        "letter-check",
        "letter-returned",
        "letter-versions",
        "suggestion",
        "summary",
        "agree",
        "agreed",
        "withdraw",
        "withdraw-too-late",
        "status-asked",
        "status-told",
        "status-to-agree",
        "status-agreed",
        "status-scheduled-to-go",
        "status-gone",
        "new-information",
        "my-data",
        "not-me",
        "privacy-notice",
        "problem",
    }
)
"""One state of each page, whose pictures git keeps; those of all others are written into states/ beside them."""
DRAWN = """() => Promise.all([...document.images].map((image) => {
  image.loading = "eager";
  return image.decode().catch(() => {});
}))"""
"""Wait for the pictures that a person would scroll to."""


@pytest.fixture
def folder(request: pytest.FixtureRequest) -> Path:
    path = Path(request.config.getoption("--screenshots"))
    for old in path.rglob("*.webp"):
        old.unlink()
    return path


def test_pictures_of_every_page_and_mail(premises: Premises, chromium: Browser, folder: Path) -> None:
    with Office.open(premises, name="harcourt-lane") as office, Windows.of(office, chromium) as windows:
        missing = set(SHOWN)
        for scene in scenes(office):
            missing.discard(scene.name)
            within = folder if scene.name in SHOWN else folder / "states"
            for name, size in SIZES.items():
                page = opened(windows, scene, size, "light")
                keep(page, within / name / f"{scene.name}.webp")
                page.context.close()
            if scene.name in DARK:
                page = opened(windows, scene, PHONE, "dark")
                keep(page, within / "phone" / f"{scene.name}-dark.webp")
                page.context.close()
        assert missing == set()
        alex = office.address("alex")
        mails = {slug(one): one for one in (*office.preparations(alex), *office.mails(alex))}
        for name, mail in mails.items():
            for width, scheme in ((320, "light"), (640, "light"), (320, "dark")):
                picture_of(windows, mail, width, scheme, folder / "mail" / f"{name}-{width}-{scheme}.webp")
        assert len(mails) >= 5


def slug(mail: EmailMessage) -> str:
    """A mail's subject as a file name."""
    return re.sub(r"[^a-z0-9]+", "-", mail["Subject"].lower()).strip("-")[:60]


def picture_of(windows: Windows, mail: EmailMessage, width: int, scheme: str, path: Path) -> None:
    shown: Scheme = "dark" if scheme == "dark" else "light"
    page = windows.open(size={"width": width, "height": 640}, scheme=shown)
    body = mail.get_body(("html",))
    assert body is not None
    page.set_content(body.get_content())
    keep(page, path)
    page.context.close()


def keep(page: Page, path: Path) -> None:
    """Write the whole page, with few colours, so that the pictures of all pages stay small."""
    path.parent.mkdir(parents=True, exist_ok=True)
    page.evaluate(DRAWN)
    with Image.open(io.BytesIO(page.screenshot(full_page=True))) as taken:
        seen = taken.convert("RGB").crop((0, 0, taken.width, min(taken.height, TALLEST)))
        seen.quantize(64).convert("RGB").save(path, lossless=True, method=6)
