"""A picture of every page and every mail of the candidate's journey, so that a person can look (./dev screenshots)."""

import io
import re
from email.message import EmailMessage
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.architecture.test_mails import begins_small
from tests.browser.scenes.coming import Scene
from tests.browser.scenes.every import GROUPS, scenes
from tests.browser.test_pages import opened
from tests.browser.window import DESK, PHONE, Scheme, Windows
from tests.office import Office, Premises, text_of

pytestmark = pytest.mark.pictures
TALLEST = 16_383
"""Pixels that a WebP picture may be high."""
SIZES = {"phone": PHONE, "desk": DESK}
DARK = frozenset(
    {"desk-queue", "desk-letter-changed", "desk-brief", "desk-settings", "status-gone", "topic-concerns", "agree"}
)
"""Pages of which there is a dark picture, too."""
SHOWN = frozenset(
    {
        *("join", "sign-in", "sign-in-code", "desk-confirm", "desk-security", "desk-code-app-picture"),
        *("desk-recovery-codes", "desk-told", "desk-day", "desk-day-setting-up", "desk-queue", "desk-menu"),
        *("desk-debrief", "desk-addendum", "desk-letter-changed", "desk-letter-approved", "desk-summary"),
        *(
            "desk-brief",
            "desk-brief-rung",
            "desk-feedback",
            "desk-feedback-kept",
            "desk-deliveries",
            "desk-delivery-waits",
            "desk-delivery-in-doubt",
        ),
        *("desk-interviews", "desk-interview", "desk-candidates", "desk-candidate", "desk-held", "desk-clients"),
        *("desk-client-everything", "desk-contact", "desk-new-interview", "desk-new-interview-check"),
        *("desk-new-interview-added", "desk-import", "desk-import-plan", "desk-import-done", "desk-import-running"),
        *("desk-people", "desk-person", "desk-invite", "desk-keys", "desk-key-new", "desk-key-made"),
        *("desk-cover", "desk-reassign-shown", "desk-audit", "desk-audit-subject", "desk-settings", "desk-set-up"),
        *("desk-settings-letters", "desk-settings-look", "desk-settings-notice", "desk-settings-mail-named"),
        *("prepare-round", "lessons", "desk-prep-pack", "desk-keep-warm", "desk-client-themes"),
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
UNTIL = re.compile(r", (?:by|due|the first due) ")
DRAWN = """() => Promise.all([...document.images].map((image) => {
  image.loading = "eager";
  return image.decode().catch(() => {});
}))"""
"""Wait for the pictures that a person would scroll to."""


@pytest.fixture
def groups(request: pytest.FixtureRequest) -> list[str]:
    """Whose pictures are asked for: all, or those of --scenes."""
    asked = request.config.getoption("--scenes")
    return asked.split(",") if asked else list(GROUPS)


@pytest.fixture
def folder(request: pytest.FixtureRequest, groups: list[str]) -> Path:
    """Where the pictures go, emptied where all of them are written anew."""
    path = Path(request.config.getoption("--screenshots"))
    for old in path.rglob("*.webp") if groups == list(GROUPS) else ():
        old.unlink()
    return path


def test_pictures_of_every_page_and_mail(
    premises: Premises, chromium: Browser, folder: Path, groups: list[str]
) -> None:
    with Office.open(premises, name="harcourt-lane") as office, Windows.of(office, chromium) as windows:
        seen: list[str] = []
        for scene in scenes(office, groups):
            seen.append(scene.name)
            pictures_of(windows, scene, folder if scene.name in SHOWN else folder / "states")
        mails = mails_of(office, office.address("alex"))
        to_priya = mails_of(office, f"priya@{office.name}.example")
        pictures_of_mails(windows, mails, folder / "mail")
        pictures_of_mails(windows, to_priya, folder / "states" / "mail")
        assert [one for mail in (*mails.values(), *to_priya.values()) for one in small_beginnings(mail)] == []
        assert {name for name in seen if seen.count(name) > 1} == set(), "one picture hides the other"
        if groups == list(GROUPS):
            assert set(seen) >= SHOWN
            assert len(mails) >= 5


def pictures_of(windows: Windows, scene: Scene, within: Path) -> None:
    """One at each size; of some a dark one, too."""
    for name, size in SIZES.items():
        page = opened(windows, scene, size, "light")
        keep(page, within / name / f"{scene.name}.webp")
        page.context.close()
    if scene.name in DARK:
        page = opened(windows, scene, PHONE, "dark")
        keep(page, within / "phone" / f"{scene.name}-dark.webp")
        page.context.close()


def mails_of(office: Office, address: str) -> dict[str, EmailMessage]:
    """The newest of each subject that somebody was sent."""
    return {slug(one): one for one in (*office.preparations(address), *office.mails(address))}


def slug(mail: EmailMessage) -> str:
    """A mail's subject as a file name, without the time until which it waits."""
    subject = UNTIL.split(mail["Subject"].lower())[0]
    return re.sub(r"[^a-z0-9]+", "-", subject).strip("-")[:60]


def small_beginnings(mail: EmailMessage) -> list[str]:
    """The paragraphs of ours that begin with a small letter; what somebody is quoted with stands as it was typed."""
    paragraphs = [one.strip() for one in text_of(mail).split("\n\n")]
    return [one for one in paragraphs if begins_small(one) and not one.startswith(("“", "–", "http"))]


def pictures_of_mails(windows: Windows, mails: dict[str, EmailMessage], within: Path) -> None:
    for name, mail in mails.items():
        for width, scheme in ((320, "light"), (640, "light"), (320, "dark")):
            picture_of(windows, mail, width, scheme, within / f"{name}-{width}-{scheme}.webp")


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
    if page.locator(".decide-bar").count():
        _at_its_foot(page)
    with Image.open(io.BytesIO(page.screenshot(full_page=True))) as taken:
        seen = taken.convert("RGB").crop((0, 0, taken.width, min(taken.height, TALLEST)))
        seen.quantize(64).convert("RGB").save(path, lossless=True, method=6)


def _at_its_foot(page: Page) -> None:
    """Let the window be as high as the page, so that what sticks to the window's foot is seen at the page's."""
    width = (page.viewport_size or PHONE)["width"]
    height = int(page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": width, "height": min(height, TALLEST)})
