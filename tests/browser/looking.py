"""What is wrong with a page that stands in a window: axe's findings, and what axe cannot see."""

from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOURS = ["color-contrast", "link-in-text-block"]
"""What can differ between light and dark: there is one page, and two sets of colours (tokens)."""
VIOLATIONS = "(options) => axe.run(options).then((found) => found.violations)"
_HERE = Path(__file__).parent
SEEN = (_HERE / "seen.js").read_text()
SHIFTS = (_HERE / "shift.js").read_text()
WALK = (_HERE / "walk.js").read_text()


def faults_of(page: Page) -> list[str]:
    """Name everything that is wrong with the page as it stands."""
    found: list[str] = page.evaluate(SEEN)
    if page.title().startswith(("·", " ")) or len(page.title()) < len("Your data · H"):
        found.append(f"a title that tells nothing: {page.title()!r}")
    return found + violations_of(page)


def violations_of(page: Page, *, of_colours: bool = False) -> list[str]:
    """What axe finds, each with the element; ``of_colours`` alone where the rest was looked at already."""
    only = {"type": "rule", "values": OF_COLOURS} if of_colours else {"type": "tag", "values": RULES}
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    found: list[Any] = page.evaluate(VIOLATIONS, {"runOnly": only, "resultTypes": ["violations"]})
    return [f"axe {one['id']}: {one['help']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def shift_of(page: Page) -> float:
    """How far the layout has shifted since the page came (Cumulative Layout Shift)."""
    shifted: float = page.evaluate(SHIFTS)
    return shifted


def walk_of(page: Page, *, most: int = 80) -> tuple[list[str], list[str]]:
    """Go through the page with Tab: what was reached in order, and what is wrong with the way."""
    reached: list[str] = []
    wrong: list[str] = []
    last = -1
    for _ in range(most):
        page.keyboard.press("Tab")
        at = page.evaluate(WALK)
        if at["left"]:
            break
        if at["place"] < last:
            wrong.append(f"{at['name']} comes after {reached[-1]}, but stands before it")
        if not at["seen"]:
            wrong.append(f"{at['name']} does not show that it has the focus")
        reached.append(at["name"])
        last = at["place"]
    return reached, wrong
