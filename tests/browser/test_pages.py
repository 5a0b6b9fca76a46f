"""Every state of every page, light and dark, on a phone and at a desk: nothing that axe or a careful eye finds.

A page on a train weighs at most 60 KB compressed in all, scripts at most 25 KB (7-performance; ADR 0021).
"""

import gzip
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from app.web.assets import STATIC
from tests.browser.looking import faults_of, shift_of, walk_of
from tests.browser.scenes import Scene, scenes
from tests.browser.window import DESK, PHONE, Scheme, Windows
from tests.make.visitor import SAME_ORIGIN
from tests.office import Office, Premises

SMALL_SET = frozenset(
    {
        "link",
        "first-page",
        "topic-concerns",
        "topic-error",
        "check-with-gaps",
        "letter-composer",
        "agree",
        "status-gone",
    }
)

MOST_KB, MOST_SCRIPT_KB = 60, 25
ASSET = re.compile(r"""(?:src|href)="(/(?:static|brand)/[^"]+)\"""")


@pytest.fixture(scope="module")
def gallery(premises: Premises) -> Iterator[tuple[Office, list[Scene]]]:
    """One agency with every state."""
    with Office.open(premises) as office:
        yield office, scenes(office)


def opened(windows: Windows, scene: Scene, size: dict[str, int], scheme: Scheme) -> Page:
    """The scene in a window of its own."""
    page = windows.open(size=size, scheme=scheme)
    if scene.token:
        url = windows.office.premises.settings.public_url
        page.context.add_cookies([{"name": "afterword", "value": scene.token, "url": url, "httpOnly": True}])
    page.goto(scene.path)
    if scene.act:
        scene.act(page)
    return page


def faults_in(windows: Windows, seen: list[Scene], size: dict[str, int], scheme: Scheme) -> list[str]:
    found = []
    for scene in seen:
        page = opened(windows, scene, size, scheme)
        faults = faults_of(page)
        if scene.act is None and shift_of(page) > 0.01:
            faults.append(f"the layout shifts by {shift_of(page):.3f}")
        found += [f"{scene.name}: {fault}" for fault in faults]
        page.context.close()
    return found


def test_the_main_pages_have_no_fault(gallery: tuple[Office, list[Scene]], chromium: Browser) -> None:
    office, every = gallery
    with Windows.of(office, chromium) as windows:
        some = [scene for scene in every if scene.name in SMALL_SET]
        assert {scene.name for scene in some} == SMALL_SET
        assert "\n".join(faults_in(windows, some, PHONE, "light")) == ""


@pytest.mark.whole_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_no_state_of_any_page_has_a_fault(
    gallery: tuple[Office, list[Scene]], chromium: Browser, size: dict[str, int], scheme: Scheme
) -> None:
    office, every = gallery
    with Windows.of(office, chromium) as windows:
        assert "\n".join(faults_in(windows, every, size, scheme)) == ""


@pytest.mark.whole_browser
def test_the_keyboard_reaches_everything_in_the_order_in_which_it_stands(
    gallery: tuple[Office, list[Scene]], chromium: Browser
) -> None:
    office, every = gallery
    wrong = []
    with Windows.of(office, chromium) as windows:
        for scene in every:
            page = opened(windows, scene, DESK, "light")
            reached, amiss = walk_of(page)
            wrong += [f"{scene.name}: {one}" for one in amiss]
            wrong += [] if reached else [f"{scene.name}: the keyboard reaches nothing"]
            page.context.close()
    assert "\n".join(wrong) == ""


@pytest.mark.whole_browser
def test_every_state_has_a_title_that_tells_it_from_the_others(
    gallery: tuple[Office, list[Scene]], chromium: Browser
) -> None:
    office, every = gallery
    titles: dict[str, set[str]] = {}
    with Windows.of(office, chromium) as windows:
        for scene in every:
            page = opened(windows, scene, PHONE, "light")
            titles.setdefault(page.title(), set()).add(scene.path.partition("?")[0].rpartition("/")[2])
            page.context.close()
    assert {title: paths for title, paths in titles.items() if len(paths) > 1 and "Error" in title} == {}


def packed(content: bytes) -> int:
    return len(gzip.compress(content, 6))


def test_all_scripts_together_are_small() -> None:
    sizes = {path.name: len(path.read_bytes()) for path in STATIC.glob("*.js")}
    print(f"scripts: {sum(sizes.values())} bytes, {sizes}")
    assert sizes
    assert sum(sizes.values()) <= MOST_SCRIPT_KB * 1024


def test_no_page_weighs_more_than_a_train_can_carry(gallery: tuple[Office, list[Scene]]) -> None:
    office, every = gallery
    weights = {}
    web = office.anybody
    for scene in every:
        cookies = {"afterword": scene.token} if scene.token else {}
        page = web.get(scene.path, headers={**SAME_ORIGIN, "Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())})
        named = {path: web.get(path).content for path in ASSET.findall(page.text)}
        weights[scene.name] = packed(page.content) + sum(map(packed, named.values()))
    heaviest = max(weights, key=weights.__getitem__)
    print(f"the heaviest of {len(weights)} pages is {heaviest}: {weights[heaviest] / 1024:.1f} KB compressed")
    assert weights[heaviest] <= MOST_KB * 1024
