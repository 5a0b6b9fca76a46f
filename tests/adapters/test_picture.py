"""A picture that comes in is looked at before it is unpacked, and drawn anew."""

import io
import struct
import zlib

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from app.adapters.picture import PictureNotUsable, small_png
from tests.make.pictures import logo


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png_that_claims(width: int, height: int) -> bytes:
    """A few bytes that say they are a huge picture."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize(
    ("size", "shown"), [((240, 72), (240, 72)), ((3000, 500), (600, 100)), ((400, 400), (200, 200))]
)
def test_a_picture_is_drawn_at_the_size_that_is_shown_and_never_larger(
    kind: str, size: tuple[int, int], shown: tuple[int, int]
) -> None:
    made = small_png(logo(kind, size))
    assert (made.width, made.height) == shown == opened(made.content).size
    assert opened(made.content).format == "PNG"


def test_nothing_but_the_picture_is_kept() -> None:
    about = PngInfo()
    about.add_text("Author", "Ada Admin, +44 20 7946 0018")
    noted = logo(pnginfo=about) + b"<?php behind the end ?>"
    exif = Image.Exif()
    exif[0x010E] = "taken at 51.5N"
    for sent in (noted, logo("JPEG", exif=exif, comment=b"Ada Admin")):
        made = small_png(sent)
        assert opened(made.content).info == {}
        assert not any(word in made.content for word in (b"Ada", b"51.5N", b"php"))


def test_a_turned_photograph_stands_upright_and_a_clear_ground_stays_clear() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert small_png(logo("JPEG", (100, 60), exif=exif)).width == 60
    clear = io.BytesIO()
    Image.new("LA", (100, 40), (0, 0)).save(clear, "PNG")
    assert opened(small_png(clear.getvalue()).content).getpixel((1, 1)) == (0, 0, 0, 0)


def test_of_an_animation_the_first_frame_is_kept() -> None:
    frames = [Image.new("RGB", (80, 40), colour) for colour in ("#ff0000", "#0000ff")]
    film = io.BytesIO()
    frames[0].save(film, "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    made = opened(small_png(film.getvalue()).content)
    assert made.getpixel((1, 1)) == (255, 0, 0)
    assert getattr(made, "n_frames", 1) == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (png_that_claims(60_000, 60_000), "more than 16 million pixels"),
        (png_that_claims(5_000, 5_000), "more than 16 million pixels"),
        (png_that_claims(100, 50), "cannot be read as one"),
        (logo(size=(300, 8)), "too small to be read"),
        (logo()[:-30], "cannot be read as one"),
        (logo("JPEG")[:200], "cannot be read as one"),
        (b"\xff\xd8\xff" + bytes(50), "cannot be read as one"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 " + bytes(20), "cannot be read as one"),
        (b"  <?xml version='1.0'?><svg/>", "This is an SVG"),
        (b"", "no PNG, JPEG or WebP"),
        (b"BM" + bytes(60), "no PNG, JPEG or WebP"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(PictureNotUsable, match=words):
        small_png(content)
