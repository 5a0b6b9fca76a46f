"""An agency's own colour and logo, which nobody has to strain to read."""

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.accounts.rules.colours import (
    DARK_GROUNDS,
    ENOUGH,
    LIGHT_GROUNDS,
    contrast,
    least_contrast,
    nearest_readable,
    shades_of,
)
from tests.make import pictures
from tests.make.visitor import Visitor
from tests.office import Office
from tests.web.test_problems import problem

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def set_colour(office: Office, colour: str | None) -> Any:
    return office.admin.patch("/v1/agency", json={"settings": {"accent_colour": colour}})


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#ffffff", "#000000", 21.0), ("#777777", "#ffffff", 4.48), ("#0b5a5e", "#ffffff", 7.96)],
)
def test_contrast_is_measured_as_wcag_does(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.01)


@given(COLOURS)
def test_of_every_colour_there_is_a_readable_shade_and_all_that_follows_from_it_is_readable(colour: str) -> None:
    nearest = nearest_readable(colour)
    assert nearest == (colour if least_contrast(colour) >= ENOUGH else nearest)
    shades = shades_of(nearest)
    light = [contrast(shades.accent, ground) for ground in (*LIGHT_GROUNDS, shades.wash, shades.on_accent)]
    dark = [contrast(shades.accent_dark, ground) for ground in (*DARK_GROUNDS, shades.wash_dark, shades.on_accent_dark)]
    assert min(light + dark) >= ENOUGH


def test_a_colour_that_cannot_be_read_is_refused_with_its_ratio_and_the_nearest_that_can(office: Office) -> None:
    refused = problem(set_colour(office, "#ffcc00"), 422, "invalid")
    (told,) = refused["errors"]
    assert told["pointer"] == "#/settings/accent_colour"
    assert "has a contrast of 1.4 to 1" in told["message"]
    assert "nearest of the same hue is #8b6f00" in told["message"]
    assert set_colour(office, "#8B6F00").status_code == 200
    for wrong in ("red", "#12345", "#12345g", "url(x)"):
        problem(set_colour(office, wrong), 422, "invalid")
    assert office.admin.get("/v1/agency").json()["settings"]["accent_colour"] == "#8b6f00"


def test_pages_and_anybody_see_the_colour_and_the_logo_until_they_are_changed(office: Office) -> None:
    visitor = Visitor(office, office.held()["id"])
    assert "/brand/" not in visitor.open().text
    assert set_colour(office, "#7a1fa2").status_code == 200
    logo = pictures.set_logo(office, pictures.logo()).json()

    page = visitor.open().text
    css = page.partition(f'href="/brand/{office.name}/')[2].partition('"')[0]
    sheet = office.anybody.get(f"/brand/{office.name}/{css}")
    assert sheet.headers["content-type"].startswith("text/css")
    assert sheet.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert '"arrivals"' not in sheet.headers["ratelimit-policy"]  # a page that is looked at uses up no sign-in
    assert "--accent: #7a1fa2" in sheet.text
    assert "prefers-color-scheme: dark" in sheet.text
    picture = logo["address"].removeprefix("http://afterword.example")
    assert f'<img src="{picture}" alt="Harcourt &amp; Lane"' in page
    assert office.anybody.get(picture).headers["cross-origin-resource-policy"] == "cross-origin"

    assert set_colour(office, None).status_code == 200
    assert [office.admin.delete("/v1/agency/logo").status_code for _ in range(2)] == [204, 204]
    assert "/brand/" not in visitor.open().text
    for gone in (f"/brand/{office.name}/{css}", picture, "/brand/nobody-here/a.css"):
        problem(office.anybody.get(gone), 404, "brand_file_not_found")
    problem(office.admin.get("/v1/agency/logo"), 404, "logo_not_found")


def test_a_logo_is_kept_as_a_png_of_ours_and_the_same_one_again_changes_nothing(office: Office) -> None:
    agency = office.admin.get("/v1/agency").json()["id"]
    before = office.trail(agency)
    sent = pictures.logo("JPEG", (1800, 600))
    first, again = (pictures.set_logo(office, sent).json() for _ in range(2))
    assert (first["width"], first["height"]) == (600, 200)
    assert first == again == office.priya.get("/v1/agency/logo").json()
    assert office.trail(agency)[len(before) :] == ["agency.changed"]
    served = office.anybody.get(first["address"].removeprefix("http://afterword.example"))
    assert served.headers["content-type"] == "image/png"
    assert Image.open(io.BytesIO(served.content)).format == "PNG"


def test_what_is_no_picture_is_refused_with_the_way_out_and_the_logo_stays(office: Office) -> None:
    kept = pictures.set_logo(office, pictures.logo()).json()
    for content, words in (
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "Export it as PNG"),
        (b"%PDF-1.7", "Export the picture alone as PNG"),
        (b"GIF89a", "Save it as PNG, JPEG or WebP"),
        (pictures.logo()[:60], "cannot be read as one"),
    ):
        refused = problem(pictures.set_logo(office, content), 422, "picture_not_usable")
        assert words in refused["detail"]
    assert office.admin.get("/v1/agency/logo").json() == kept
    problem(pictures.set_logo(office, b"\x89PNG" + bytes(1_100_000)), 413, "too_large")
    problem(office.priya.put("/v1/agency/logo", files={"file": ("l.png", pictures.logo())}), 403, "forbidden")
