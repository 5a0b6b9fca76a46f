"""A picture that somebody sends us, made anew: nothing of the file that came is kept but what it shows.

Only raster formats are read, told by their first bytes and not by their name; how large a picture is gets looked at
before it is unpacked.
"""

import io
import struct
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageOps

from app.core.errors import Invalid

LARGEST: Final = (600, 200)
SMALLEST: Final = 16
MOST_PIXELS: Final = 16_000_000
_FORMATS: Final = {"PNG": (b"\x89PNG\r\n\x1a\n", 0), "JPEG": (b"\xff\xd8\xff", 0), "WEBP": (b"WEBP", 8)}
_BROKEN: Final = (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, struct.error)
_BOMBS: Final = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_SAVE_ANEW: Final = "Save it as PNG, JPEG or WebP and send it again."


class PictureNotUsable(Invalid):
    """This is no picture that can be shown: send a PNG, JPEG or WebP."""

    code = "picture_not_usable"


@dataclass(frozen=True)
class Picture:
    """A PNG of ours; ``width`` and ``height`` in pixels."""

    content: bytes
    width: int
    height: int


def small_png(content: bytes) -> Picture:
    """Draw a picture anew as PNG, at most 600 by 200 pixels, without anything else the file held.

    Raises PictureNotUsable, in words, for another format, a broken file, or one too large or too small.
    """
    kind = _format_of(content)
    try:
        with Image.open(io.BytesIO(content), formats=[kind]) as opened:
            _require_fitting(*opened.size)
            drawn = _drawn(opened)
    except _BOMBS:
        raise _too_large() from None
    except _BROKEN:
        raise PictureNotUsable(f"The file says that it is {kind} and cannot be read as one. {_SAVE_ANEW}") from None
    made = io.BytesIO()
    drawn.save(made, "PNG", optimize=True)
    return Picture(made.getvalue(), *drawn.size)


def _format_of(content: bytes) -> str:
    for kind, (mark, at) in _FORMATS.items():
        if content[at : at + len(mark)] == mark:
            return kind
    start = content[:512].lstrip().lower()
    if start.startswith((b"<svg", b"<?xml", b"<!doctype svg")):
        raise PictureNotUsable(
            "This is an SVG, which can hold programs and is not taken. Export it as PNG, 600 pixels wide."
        )
    if start.startswith(b"%pdf"):
        raise PictureNotUsable("This is a PDF. Export the picture alone as PNG and send that.")
    raise PictureNotUsable(f"This is no PNG, JPEG or WebP. {_SAVE_ANEW}")


def _require_fitting(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise _too_large()
    if min(width, height) < SMALLEST:
        raise PictureNotUsable(
            f"The picture is {width} by {height} pixels, too small to be read. Send one at least 72 pixels high."
        )


def _drawn(opened: Image.Image) -> Image.Image:
    """The first frame, upright, in plain colours, no larger than we show."""
    opened.draft("RGB", (LARGEST[0] * 2, LARGEST[1] * 2))
    upright = ImageOps.exif_transpose(opened)
    drawn = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    drawn.thumbnail(LARGEST, Image.Resampling.LANCZOS)
    drawn.info.clear()
    return drawn


def _too_large() -> PictureNotUsable:
    return PictureNotUsable(
        f"The picture has more than {MOST_PIXELS // 1_000_000} million pixels. Send it smaller; 600 by 200 is shown."
    )
