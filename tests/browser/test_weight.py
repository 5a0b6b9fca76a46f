"""A page on a train: at most 60 KB compressed in all, scripts at most 25 KB (7-performance; ADR 0021)."""

import gzip
import re

from app.web.assets import STATIC
from tests.browser.scenes import scenes
from tests.make.visitor import SAME_ORIGIN
from tests.office import Office

MOST_KB, MOST_SCRIPT_KB = 60, 25
ASSET = re.compile(r"""(?:src|href)="(/(?:static|brand)/[^"]+)\"""")


def packed(content: bytes) -> int:
    return len(gzip.compress(content, 6))


def test_all_scripts_together_are_small() -> None:
    sizes = {path.name: len(path.read_bytes()) for path in STATIC.glob("*.js")}
    print(f"scripts: {sum(sizes.values())} bytes, {sizes}")
    assert sizes
    assert sum(sizes.values()) <= MOST_SCRIPT_KB * 1024


def test_no_page_weighs_more_than_a_train_can_carry(office: Office) -> None:
    weights = {}
    web = office.anybody
    for scene in scenes(office):
        cookies = {"afterword": scene.token} if scene.token else {}
        page = web.get(scene.path, headers={**SAME_ORIGIN, "Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())})
        named = {path: web.get(path).content for path in ASSET.findall(page.text)}
        weights[scene.name] = packed(page.content) + sum(map(packed, named.values()))
    heaviest = max(weights, key=weights.__getitem__)
    print(f"the heaviest of {len(weights)} pages is {heaviest}: {weights[heaviest] / 1024:.1f} KB compressed")
    assert weights[heaviest] <= MOST_KB * 1024
