"""A person's hand on a page: a finger that taps, or a keyboard alone; what it takes is counted."""

from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Frame, Locator, Page

How = Literal["finger", "keyboard"]
MOST_STEPS = 120
AT = "(e) => e === document.activeElement"
SAME_GROUP = "(e) => { const a = document.activeElement; return a.type === 'radio' && a.name === e.name; }"


@dataclass
class Hand:
    """Presses and types. ``taps`` counts presses, not letters; ``pages`` the addresses of pages that were shown."""

    page: Page
    how: How = "finger"
    taps: int = 0
    pages: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Note every page that is shown from here on."""
        self.page.on("framenavigated", self._shown)

    def press(self, button: str) -> None:
        """Press a button or link by its name and wait for the next page."""
        main = self.page.get_by_role("main")
        found = main.get_by_role("button", name=button).or_(main.get_by_role("link", name=button)).first
        with self.page.expect_navigation():
            self._act(found)

    def choose(self, question: str, answer: str) -> None:
        """Take a choice of a question."""
        group = self.page.get_by_role("group", name=question)
        self.take(group.get_by_label(answer, exact=True).first)

    def take(self, box: Locator) -> None:
        """Tick a box or take a choice, unless it is taken."""
        if not box.is_checked():
            self._act(box)

    def write(self, label: str, text: str) -> None:
        """Type into a field; getting into it counts as a tap for a finger."""
        self.write_into(self.page.get_by_role("main").get_by_label(label).first, text)

    def write_into(self, found: Locator, text: str) -> None:
        """Type into this field, in place of what stands in it."""
        if self.how == "keyboard":
            self._reach(found)
            if found.get_attribute("type") == "date":
                self.page.keyboard.type("".join(reversed(text.split("-"))))  # as most write it
                return
            self.page.keyboard.press("ControlOrMeta+a")
            self.page.keyboard.insert_text(text)
        else:
            found.fill(text)

    def _act(self, found: Locator) -> None:
        self.taps += 1
        if self.how == "keyboard":
            self._reach(found)
            self.page.keyboard.press("Space" if found.get_attribute("type") in {"radio", "checkbox"} else "Enter")
        elif found.get_attribute("type") in {"radio", "checkbox"}:
            found.check(force=True)
        else:
            found.click()

    def _reach(self, found: Locator) -> None:
        """Go there with Tab, and with the arrows within the choices of one question."""
        found.wait_for(state="attached")
        for _ in range(MOST_STEPS):
            if found.evaluate(AT):
                return
            within = found.get_attribute("type") == "radio" and found.evaluate(SAME_GROUP)
            self.page.keyboard.press("ArrowDown" if within else "Tab")
        raise LookupError(f"the keyboard does not reach {found}")

    def _shown(self, frame: Frame) -> None:
        path = urlsplit(frame.url).path
        if path.startswith("/my/"):
            self.pages.append(path.partition("/debrief")[2] or path.rpartition("/")[2])
