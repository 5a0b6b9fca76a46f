"""The style sheet can be read by everybody, and the page of components shows all of it."""

import re
from pathlib import Path

import pytest

from app.accounts.rules import colours
from app.accounts.rules.colours import contrast
from app.web.mails import OURS
from tools import look

STYLES = look.STYLES.read_text(encoding="utf-8")
LIGHT, DARK = look.tokens(STYLES)
TEXT = 4.5
SIGN = 3.0
PAIRS = [
    *((word, ground, TEXT) for word in ("ink", "soft", "accent", "good", "warn", "bad", "private")
      for ground in ("paper", "card", "wash")),
    *((word, f"{word}-ground", TEXT) for word in ("good", "warn", "bad", "private")),
    *(("ink", f"{ground}-ground", TEXT) for ground in ("good", "warn", "bad", "private")),
    *(("soft", f"{ground}-ground", TEXT) for ground in ("good", "warn", "bad")),
    *(("accent", f"{ground}-ground", TEXT) for ground in ("good", "warn", "bad")),
    ("on-accent", "accent", TEXT),
    *(("edge", ground, SIGN) for ground in ("paper", "card")),
    *(("accent", ground, SIGN) for ground in ("paper", "card")),
]  # fmt: skip
"""What is written or drawn on what, and how far the two must stand apart (WCAG 2.2, 1.4.3 and 1.4.11)."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_colour_can_be_read_on_every_ground_it_stands_on(scheme: str) -> None:
    tokens = LIGHT if scheme == "light" else {**LIGHT, **DARK}
    found = {f"{over} on {under}": round(contrast(tokens[over], tokens[under]), 2) for over, under, _ in PAIRS}
    wanted = {f"{over} on {under}": least for over, under, least in PAIRS}
    assert {pair: ratio for pair, ratio in found.items() if ratio < wanted[pair]} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_ring_is_seen_beside_the_page_or_its_own_edge(scheme: str) -> None:
    tokens = LIGHT if scheme == "light" else {**LIGHT, **DARK}
    edge = tokens["focus-edge"]
    for ground in ("paper", "card", "wash"):
        assert max(contrast(tokens["focus"], tokens[ground]), contrast(edge, tokens[ground])) >= SIGN
    assert contrast(tokens["focus"], edge) >= SIGN


def test_the_dark_scheme_names_every_colour_that_the_light_one_does() -> None:
    assert set(LIGHT) - set(DARK) == {"focus"}


def test_an_agencys_colour_and_a_mail_begin_from_the_same_tokens() -> None:
    assert (LIGHT["card"], LIGHT["paper"]) == colours.LIGHT_GROUNDS
    assert (DARK["paper"], DARK["card"]) == colours.DARK_GROUNDS
    assert colours.OURS == LIGHT["accent"] == OURS.accent
    assert (OURS.on_accent, OURS.accent_dark, OURS.on_accent_dark) == (
        LIGHT["on-accent"],
        DARK["accent"],
        DARK["on-accent"],
    )


def test_the_style_sheet_is_small_and_fetches_nothing() -> None:
    assert len(STYLES.encode()) <= 14 * 1024
    assert not re.search(r"url\(|@import|https?:", STYLES)


def test_a_colour_stands_in_a_token_but_for_paper_and_print() -> None:
    rules = STYLES.partition("*, *::before")[2].partition("@media print")[0]
    for line in rules.splitlines():
        if re.search(r"#[0-9a-f]{3,6}\b", line):
            assert line.startswith(
                (".letter-paper", ".sheet", ".logo", "@media (prefers-color-scheme: dark) { .logo")
            ), line


@pytest.mark.parametrize("feature", ["forced-colors: active", "prefers-reduced-motion", "print"])
def test_the_style_sheet_thinks_of_who_sees_it_otherwise(feature: str) -> None:
    assert feature in STYLES


def test_nothing_moves_for_who_asked_for_no_motion() -> None:
    moving = [line for line in STYLES.splitlines() if re.search(r"\b(transition|animation|scroll-behavior)\b", line)]
    assert [line for line in moving if "prefers-reduced-motion: no-preference" not in line] == []


def test_every_class_of_the_style_sheet_is_shown_on_the_page_of_components() -> None:
    shown = set(re.findall(r"[\w-]+", " ".join(re.findall(r'class="([^"]*)"', look.document()))))
    assert look.classes(STYLES) - shown - look.LAYOUT_ONLY == set()
    assert look.LAYOUT_ONLY & shown == set()


def test_the_page_of_components_is_what_the_macros_and_the_style_sheet_make() -> None:
    assert look.main(["--check"]) == 0


def test_a_page_of_components_that_drifted_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    drifted = tmp_path / "index.html"
    monkeypatch.setattr(look, "DOCUMENT", drifted)
    assert look.main(["--check"]) == 1
    assert "Run ./dev docs" in capsys.readouterr().out
    assert look.main(["--write"]) == 0
    assert look.main(["--check"]) == 0
