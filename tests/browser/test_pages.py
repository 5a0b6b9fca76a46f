"""Every state of every page, light and dark, on a phone and at a desk: nothing that axe or a careful eye finds.

A page on a train weighs at most 60 KB compressed in all, scripts at most 25 KB (7-performance; ADR 0021).
"""

import gzip
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from app.web.assets import STATIC
from tests.browser.looking import faults_of, shift_of, violations_of, walk_of
from tests.browser.scenes.coming import Scene
from tests.browser.scenes.every import GROUPS
from tests.browser.window import DESK, PHONE, Scheme, Windows
from tests.make.visitor import SAME_ORIGIN
from tests.office import Office, Premises

SMALL_SET: Mapping[str, frozenset[str]] = {
    "links": frozenset({"link"}),
    "asked": frozenset({"first-page"}),
    "debrief_begun": frozenset({"topic-concerns", "check-with-gaps"}),
    "debrief_errors": frozenset({"topic-error"}),
    "composer": frozenset({"letter-composer"}),
    "to_agree": frozenset({"agree"}),
    "gone": frozenset({"status-gone"}),
}
"""What every run looks at: scenes by their group."""
Record = Callable[[str, object], None]
MOST_KB, MOST_SCRIPT_KB = 60, 25
ASSET = re.compile(r"""(?:src|href)="(/(?:static|brand)/[^"]+)\"""")
ID = re.compile(r"[a-z]{3}_[0-9a-z]{26}")
WEIGHED = [
    *(pytest.param(group, names, id=f"some of {group}") for group, names in SMALL_SET.items()),
    *(pytest.param(group, None, id=group, marks=pytest.mark.whole_browser) for group in GROUPS),
]


def cookie_of(scene: Scene) -> str:
    """The console has a cookie of its own."""
    return "afterword-desk" if scene.path.startswith("/desk") else "afterword"


@dataclass
class Gallery:
    """One agency, in which scenes are brought about when they are first asked for, and no further than that."""

    office: Office
    begun: dict[str, tuple[list[Scene], Iterator[Scene]]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)

    def of(self, group: str, names: frozenset[str] | None = None) -> list[Scene]:
        """The scenes of a group, or those of these names."""
        seen, coming = self.begun.setdefault(group, ([], GROUPS[group](self.office)))
        while names is None or not names <= {scene.name for scene in seen}:
            scene = next(coming, None)
            if scene is None:
                break
            seen.append(scene)
        return [scene for scene in seen if names is None or scene.name in names]

    def title_amiss(self, page: Page) -> list[str]:
        """Whether the title keeps an error quiet, or tells of one as another page does."""
        title, place = page.title(), ID.sub("", urlsplit(page.url).path)
        if title.startswith("Error: ") != bool(page.locator(".errors").count()):
            return [f"the title is {title!r}"]
        same = self.titles.setdefault(title, place) if "Error" in title else place
        return [] if same == place else [f"the title is that of {same}, too"]


@pytest.fixture(scope="module")
def gallery(premises: Premises) -> Iterator[Gallery]:
    with Office.open(premises) as office:
        yield Gallery(office)


def opened(windows: Windows, scene: Scene, size: dict[str, int], scheme: Scheme = "light") -> Page:
    """The scene in a window of its own."""
    page = windows.open(size=size, scheme=scheme)
    if scene.token:
        url = windows.office.premises.settings.public_url
        page.context.add_cookies([{"name": cookie_of(scene), "value": scene.token, "url": url, "httpOnly": True}])
    page.goto(scene.path)
    if scene.act:
        scene.act(page)
    return page


def faults_in(page: Page, *schemes: Scheme) -> list[str]:
    """What is wrong with the page as it stands, in each of these."""
    found = []
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        width = (page.viewport_size or PHONE)["width"]
        wrong = faults_of(page) if scheme == "light" else violations_of(page, of_colours=True)
        found += [f"{width} px, {scheme}: {fault}" for fault in wrong]
    return found


def shifts_in(page: Page, scene: Scene) -> list[str]:
    shift = 0 if scene.act else shift_of(page)
    return [f"the layout shifts by {shift:.3f}"] if shift > 0.01 else []


def wrong_for_the_keyboard(page: Page) -> list[str]:
    reached, amiss = walk_of(page)
    return amiss if reached else [*amiss, "the keyboard reaches nothing"]


def test_the_main_pages_have_no_fault(gallery: Gallery, chromium: Browser) -> None:
    found = []
    with Windows.of(gallery.office, chromium) as windows:
        for group, names in SMALL_SET.items():
            some = gallery.of(group, names)
            assert {scene.name for scene in some} == names
            for scene in some:
                page = opened(windows, scene, PHONE)
                found += [f"{scene.name}: {fault}" for fault in (*shifts_in(page, scene), *faults_in(page, "light"))]
                page.context.close()
    assert "\n".join(found) == ""


@pytest.mark.whole_browser
@pytest.mark.parametrize("group", GROUPS)
def test_no_state_of_any_page_has_a_fault_and_the_keyboard_reaches_everything_in_the_order_in_which_it_stands(
    gallery: Gallery, chromium: Browser, group: str
) -> None:
    found = []
    with Windows.of(gallery.office, chromium) as windows:
        for scene in gallery.of(group):
            page = opened(windows, scene, PHONE)
            wrong = [*shifts_in(page, scene), *gallery.title_amiss(page), *faults_in(page, "light", "dark")]
            page.set_viewport_size({"width": DESK["width"], "height": DESK["height"]})
            wrong += [*faults_in(page, "dark", "light"), *wrong_for_the_keyboard(page)]
            found += [f"{scene.name}: {one}" for one in wrong]
            page.context.close()
    assert "\n".join(found) == ""


def packed(content: bytes) -> int:
    return len(gzip.compress(content, 6))


def test_all_scripts_together_are_small(record_property: Record) -> None:
    sizes = {path.name: len(path.read_bytes()) for path in STATIC.glob("*.js")}
    record_property("figure", f"scripts: {sum(sizes.values())} bytes, {sizes}")
    assert sizes
    assert sum(sizes.values()) <= MOST_SCRIPT_KB * 1024


@pytest.mark.parametrize(("group", "names"), WEIGHED)
def test_no_page_weighs_more_than_a_train_can_carry(
    gallery: Gallery, group: str, names: frozenset[str] | None, record_property: Record
) -> None:
    weights = {}
    web = gallery.office.anybody
    for scene in gallery.of(group, names):
        cookie = {"Cookie": f"{cookie_of(scene)}={scene.token}"} if scene.token else {}
        page = web.get(scene.path, headers={**SAME_ORIGIN, **cookie})
        named = {path: web.get(path).content for path in ASSET.findall(page.text)}
        weights[scene.name] = packed(page.content) + sum(map(packed, named.values()))
    heaviest = max(weights, key=weights.__getitem__)
    said = f"{group}: the heaviest of {len(weights)} pages is {heaviest}, {weights[heaviest] / 1024:.1f} KB compressed"
    record_property("figure", said)
    assert weights[heaviest] <= MOST_KB * 1024
