"""A picture of every page and every mail of the candidate's journey, so that a person can look (./dev screenshots)."""

import io
import re
from email.message import EmailMessage
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.browser.scenes import scenes
from tests.browser.test_pages import opened
from tests.browser.window import DESK, PHONE, Scheme, Windows
from tests.office import Office, Premises

pytestmark = pytest.mark.pictures
SIZES = {"phone": PHONE, "desk": DESK}
DARK = frozenset({"status-gone", "topic-concerns", "agree"})
"""Pages of which there is a dark picture, too."""
DRAWN = """() => Promise.all([...document.images].map((image) => {
  image.loading = "eager";
  return image.complete || new Promise((done) => { image.onload = image.onerror = done; });
}))"""
"""Wait for the pictures that a person would scroll to."""


@pytest.fixture
def folder(request: pytest.FixtureRequest) -> Path:
    path = Path(request.config.getoption("--screenshots"))
    for old in path.rglob("*.png"):
        old.unlink()
    return path


def test_pictures_of_every_page_and_mail(premises: Premises, chromium: Browser, folder: Path) -> None:
    with Office.open(premises, name="harcourt-lane") as office, Windows.of(office, chromium) as windows:
        for scene in scenes(office):
            for name, size in SIZES.items():
                page = opened(windows, scene, size, "light")
                keep(page, folder / name / f"{scene.name}.png")
                page.context.close()
            if scene.name in DARK:
                page = opened(windows, scene, PHONE, "dark")
                keep(page, folder / "phone" / f"{scene.name}-dark.png")
                page.context.close()
        alex = office.address("alex")
        mails = {slug(one): one for one in (*office.preparations(alex), *office.mails(alex))}
        for name, mail in mails.items():
            for width, scheme in ((320, "light"), (640, "light"), (320, "dark")):
                picture_of(windows, mail, width, scheme, folder / "mail" / f"{name}-{width}-{scheme}.png")
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
        taken.convert("RGB").quantize(64).save(path, optimize=True)
