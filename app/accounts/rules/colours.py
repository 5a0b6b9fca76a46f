"""An agency's own colour, kept readable: contrast as WCAG 2.2 measures it, and the shades that follow from one colour.

Source: WCAG 2.2, "relative luminance" and "contrast ratio"; 1.4.3 asks 4.5 to 1 of text.
"""

import colorsys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

ENOUGH: Final = 4.5
LIGHT_GROUNDS: Final = ("#ffffff", "#fbfaf6")
DARK_GROUNDS: Final = ("#14181f", "#1c222b")
ON_DARK_ACCENT: Final = "#0e1a1b"
OURS: Final = "#0b5a5e"
_CALM: Final = 6.0
"""What a shade for the dark should reach: bare 4.5 glares less than it reads."""
_STEP: Final = 0.004
"""About one of the 256 values of a channel."""


@dataclass(frozen=True)
class Shades:
    """A colour for light and dark, what is written on it, and its pale ground."""

    accent: str
    on_accent: str
    wash: str
    accent_dark: str
    on_accent_dark: str
    wash_dark: str


def luminance(colour: str) -> float:
    """How bright a colour ``#rrggbb`` is, from 0 to 1."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def least_contrast(colour: str) -> float:
    """The worst that this colour meets as text on our light grounds, and as the ground of white text."""
    return min(contrast(colour, ground) for ground in LIGHT_GROUNDS)


def nearest_readable(colour: str) -> str:
    """The lightest shade of the same hue that reads well on light grounds; the colour itself where it does."""
    return next(shade for shade in _shades(colour, lighter=False) if least_contrast(shade) >= ENOUGH)


@lru_cache(maxsize=256)
def shades_of(accent: str) -> Shades:
    """What follows from a colour that reads well on light grounds."""
    dark = next(shade for shade in _shades(accent, lighter=True) if _reads_in_the_dark(shade, _CALM))
    return Shades(
        accent=accent,
        on_accent=LIGHT_GROUNDS[0],
        wash=_ground(accent, LIGHT_GROUNDS[1]),
        accent_dark=dark,
        on_accent_dark=ON_DARK_ACCENT,
        wash_dark=_ground(dark, DARK_GROUNDS[1]),
    )


def style_sheet(shades: Shades) -> str:
    """The tokens of the style sheet that an agency's colour replaces."""
    return (
        f":root {{ --accent: {shades.accent}; --on-accent: {shades.on_accent}; --wash: {shades.wash}; }}\n"
        "@media (prefers-color-scheme: dark) {\n"
        f"  :root {{ --accent: {shades.accent_dark}; --on-accent: {shades.on_accent_dark}; "
        f"--wash: {shades.wash_dark}; }}\n"
        "}\n"
    )


def _reads_in_the_dark(shade: str, wanted: float) -> bool:
    return all(contrast(shade, ground) >= wanted for ground in (*DARK_GROUNDS, ON_DARK_ACCENT))


def _ground(accent: str, under: str) -> str:
    """As much of the accent over its ground as leaves the accent readable on it."""
    mixed = (_mixed(accent, under, part / 100) for part in range(9, -1, -1))
    return next((one for one in mixed if contrast(accent, one) >= ENOUGH), under)


def _mixed(over: str, under: str, part: float) -> str:
    return _hex(*(part * above + (1 - part) * below for above, below in zip(_parts(over), _parts(under), strict=True)))


def _shades(colour: str, *, lighter: bool) -> Iterator[str]:
    """The colour, then shades of its hue and saturation further and further towards white or black."""
    hue, light, saturation = colorsys.rgb_to_hls(*_parts(colour))
    yield colour
    while 0 < light < 1:
        light = min(1.0, light + _STEP) if lighter else max(0.0, light - _STEP)
        yield _hex(*colorsys.hls_to_rgb(hue, light, saturation))
    yield LIGHT_GROUNDS[0] if lighter else "#000000"


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(*parts: float) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
