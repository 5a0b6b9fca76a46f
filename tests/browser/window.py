"""A candidate's window: a phone or a desk, with or without JavaScript; what it logs and what it breaks is noted."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Literal, Self

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.office import Office, link_in

PHONE = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 900}
PATIENCE_MS = 15_000
Scheme = Literal["light", "dark"]


@dataclass
class Windows:
    """Opens windows; ``wrong`` is what any of them complained about (a script's error, a refused resource)."""

    office: Office
    browser: Browser
    stack: ExitStack
    wrong: list[str] = field(default_factory=list)

    @classmethod
    @contextmanager
    def of(cls, office: Office, browser: Browser) -> Iterator[Self]:
        """Close every window at the end, and fail where one complained."""
        with ExitStack() as stack:
            opened = cls(office, browser, stack)
            yield opened
        if opened.wrong:
            raise AssertionError("\n".join(opened.wrong))

    def open(self, *, size: dict[str, int] = PHONE, scripts: bool = True, scheme: Scheme = "light") -> Page:
        """A window of its own, with nothing in its jar."""
        context = self.browser.new_context(
            viewport={"width": size["width"], "height": size["height"]},
            java_script_enabled=scripts,
            color_scheme=scheme,
            base_url=self.office.premises.settings.public_url,
            locale="en-GB",
            reduced_motion="reduce",
            has_touch=size is PHONE,
        )
        context.set_default_timeout(PATIENCE_MS)
        self.stack.callback(_closed, context)
        page = context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        return page

    def candidate(
        self,
        interview_id: str,
        *,
        link: str = "sent",
        size: dict[str, int] = PHONE,
        scripts: bool = True,
        scheme: Scheme = "light",
    ) -> Page:
        """A window that came in already; open a path of the interview with ``page.goto``."""
        page = self.open(size=size, scripts=scripts, scheme=scheme)
        token = self.office.candidate(interview_id, link=link).headers["authorization"].removeprefix("Bearer ")
        url = self.office.premises.settings.public_url
        page.context.add_cookies([{"name": "afterword", "value": token, "url": url, "httpOnly": True}])
        return page

    def mailed_link(self, to: str) -> str:
        """The path of the link in the newest mail to this address that has one."""
        for message in reversed(self.office.mails(to)):
            try:
                return f"/c/{link_in(message)}"
            except AssertionError:
                continue
        raise LookupError("no mail to this address carries a link")

    def _heard(self, message: ConsoleMessage) -> None:
        expected = "Failed to load resource" in message.text  # an answer that is no 2xx; tests look at those themselves
        if message.type == "error" and not expected:
            self.wrong.append(message.text)


def _closed(context: BrowserContext) -> None:
    context.close()


def come_in(page: Page, path: str) -> None:
    """Open a link as a person does: look at it, press its one button."""
    page.goto(path)
    page.get_by_role("main").get_by_role("button").click()
    page.wait_for_load_state()
