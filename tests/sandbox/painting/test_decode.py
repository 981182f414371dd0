"""Every kind of image file becomes upright RGB or RGBA, and comes out as what was asked for."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from pyvenice.sandbox.painting.decode import UndecodableError, decode
from pyvenice.sandbox.painting.encode import SOFTWARE, Format, encode
from tests.sandbox.asking import farthest, file, opened, scenery


@pytest.mark.parametrize(
    ("mode", "kind", "expected"),
    [
        ("1", "PNG", "RGB"),
        ("L", "PNG", "RGB"),
        ("LA", "PNG", "RGBA"),
        ("P", "PNG", "RGB"),
        ("P", "GIF", "RGB"),
        ("RGBA", "PNG", "RGBA"),
        ("RGBA", "WEBP", "RGBA"),
        ("CMYK", "JPEG", "RGB"),
        ("CMYK", "TIFF", "RGB"),
        ("YCbCr", "JPEG", "RGB"),
        ("I;16", "PNG", "RGB"),
        ("F", "TIFF", "RGB"),
    ],
)
def test_any_mode_becomes_rgb_or_rgba(mode: str, kind: str, expected: str) -> None:
    source = scenery(64, 48).convert("L") if mode in {"I;16", "F"} else scenery(64, 48)
    made = source.convert(mode)
    if mode.endswith("A"):
        made.putalpha(Image.new("L", made.size, 128))
    image = decode(file(made, kind))
    assert (image.mode, image.size) == (expected, (64, 48))


def test_sixteen_bits_keep_their_brightness() -> None:
    grey = Image.new("I;16", (8, 8), 32768)
    assert decode(file(grey)).getpixel((0, 0)) == (127, 127, 127)


def test_a_transparent_colour_of_a_palette_is_transparent() -> None:
    image = Image.new("P", (8, 8), 0)
    image.putpalette([255, 0, 0, 0, 255, 0])
    image.paste(1, (4, 0, 8, 8))
    result = decode(file(image, transparency=0))
    assert result.getpixel((0, 0)) == (255, 0, 0, 0)
    assert result.getpixel((6, 0)) == (0, 255, 0, 255)


def test_a_photo_lying_on_its_side_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    image = decode(file(scenery(60, 40), "JPEG", exif=exif, quality=95))
    assert image.size == (40, 60)
    turned = scenery(60, 40).transpose(Image.Transpose.ROTATE_270)
    assert farthest(image, turned) < 16


def test_of_an_animation_the_first_frame_is_read() -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    stream = io.BytesIO()
    frames[0].save(stream, "GIF", save_all=True, append_images=frames[1:])
    assert decode(stream.getvalue()).convert("RGB").getpixel((0, 0)) == (255, 0, 0)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not an image at all",
        file()[:200],
        file(kind="JPEG")[:300],
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
    ],
)
def test_what_is_no_image_is_refused(data: bytes) -> None:
    with pytest.raises(UndecodableError):
        decode(data)


def test_a_bomb_is_refused_before_it_unfolds() -> None:
    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
    with pytest.raises(UndecodableError, match="3,600,000,000 pixels"):
        decode(bomb)


@pytest.mark.parametrize("form", ["png", "jpeg", "webp"])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_every_format_carries_the_name_of_its_maker(form: Format, mode: str) -> None:
    image = opened(encode(scenery(32, 32, mode), form, description="ein Schloß"))
    assert (image.format or "").lower() == form
    if form == "png":
        assert image.info["Software"] == SOFTWARE
        assert image.info["Description"] == "ein Schloß"
    else:
        assert image.getexif()[0x0131] == SOFTWARE


def test_jpeg_puts_what_is_transparent_on_white() -> None:
    clear = Image.new("RGBA", (16, 16), (0, 0, 0, 0))
    assert opened(encode(clear, "jpeg")).getpixel((8, 8)) == (255, 255, 255)


def test_png_is_lossless_and_always_the_same() -> None:
    image = scenery()
    assert opened(encode(image, "png")).tobytes() == image.tobytes()
    assert encode(image, "png") == encode(image, "png")


@pytest.mark.parametrize("form", ["jpeg", "webp"])
def test_compression_makes_files_smaller(form: Format) -> None:
    assert len(encode(scenery(), form, quality=5)) < len(encode(scenery(), form, quality=100))


def test_webp_is_made_small_enough_for_its_format() -> None:
    assert max(opened(encode(Image.new("RGB", (17_000, 4)), "webp")).size) == 16383
