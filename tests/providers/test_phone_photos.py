"""Photos that their EXIF data turns, their masks, and odd files: what is marked is what is edited."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageOps

import pyvenice
from pyvenice import EditedImage, ImageInputError, Mask

RED, BLUE = (200, 30, 30), (30, 30, 200)
CLIENTS = [
    (pyvenice.OpenAIClient, pyvenice.AsyncOpenAIClient),
    (pyvenice.XinferenceClient, pyvenice.AsyncXinferenceClient),
]


def encoded(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def photo(turn: int, kind: str = "JPEG") -> bytes:
    """Stored as 400x300, the left half red, the right half blue."""
    image = Image.new("RGB", (400, 300), RED)
    image.paste(BLUE, (200, 0, 400, 300))
    exif = Image.Exif()
    exif[0x0112] = turn
    return encoded(image, kind, exif=exif)


def shown(data: bytes) -> Image.Image:
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    return image.convert("RGB")


def red_part(image: Image.Image) -> Image.Image:
    """A mask that is white where the image is red."""
    red, _, blue = image.split()
    return Image.eval(red, lambda value: 255 * (value > 100)).convert("L") if blue else red


def edit(pair: tuple[Any, Any], mode: str, **arguments: Any) -> EditedImage:
    given = {"prompt": "negative", **arguments}
    if mode.startswith("sync"):
        with pair[0](sandbox=True) as client:
            return client.image.edit(**given).image  # type: ignore[no-any-return]  # any client

    async def performed() -> EditedImage:
        async with pair[1](sandbox=True) as client:
            return (await client.image.edit(**given)).image  # type: ignore[no-any-return]

    return asyncio.run(performed())


def assert_only_red_is_edited(result: EditedImage, data: bytes) -> None:
    before = shown(data)
    after = result.open().convert("RGB").resize(before.size)
    width, height = before.size
    for place in ((20, 20), (width - 20, 20), (20, height - 20), (width - 20, height - 20)):
        was, now = before.getpixel(place), after.getpixel(place)
        assert isinstance(was, tuple)
        assert isinstance(now, tuple)
        is_red = was[0] > 100
        changed = sum(abs(a - b) for a, b in zip(was, now, strict=True)) > 150
        assert changed == is_red, (place, was, now)


@pytest.mark.parametrize("pair", CLIENTS, ids=["openai", "xinference"])
@pytest.mark.parametrize("turn", [1, 3, 5, 6, 8])
@pytest.mark.parametrize("as_stored", [True, False])
def test_the_marked_half_of_a_turned_photo_is_edited(pair: Any, turn: int, as_stored: bool) -> None:
    data = photo(turn)
    if as_stored and turn < 5:
        pytest.skip("the size does not tell which of the two it is: it is taken as shown")
    mask = red_part(Image.open(io.BytesIO(data)).convert("RGB") if as_stored else shown(data))
    result = edit(pair, "sync", image=data, mask=Mask(encoded(mask), edit="white"))
    assert_only_red_is_edited(result, data)


@pytest.mark.parametrize("pair", CLIENTS, ids=["openai", "xinference"])
def test_a_mask_may_be_turned_too(pair: Any, client_mode: str) -> None:
    data = photo(6, "WEBP")
    exif = Image.Exif()
    exif[0x0112] = 6
    mask = encoded(red_part(Image.open(io.BytesIO(data)).convert("RGB")), exif=exif)
    result = edit(pair, client_mode, image=data, mask=Mask(mask, edit="white"))
    assert_only_red_is_edited(result, data)


@pytest.mark.parametrize("pair", CLIENTS, ids=["openai", "xinference"])
def test_a_photo_has_one_size_however_it_is_given(
    pair: Any, client_mode: str, tmp_path: Path
) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(photo(6))
    sizes = {
        (image.width, image.height)
        for given in (path, path.read_bytes(), Image.open(path))
        for image in [edit(pair, client_mode, image=given)]
    }
    assert len(sizes) == 1
    ((width, height),) = sizes
    assert width is not None
    assert height is not None
    assert width < height


@pytest.mark.parametrize("pair", CLIENTS, ids=["openai", "xinference"])
def test_a_mask_of_neither_size_is_refused_with_both(pair: Any) -> None:
    mask = encoded(Image.new("L", (399, 300), 255))
    with pytest.raises(ImageInputError, match="399x300 but image is 300x400 as its EXIF data"):
        edit(pair, "sync", image=photo(6), mask=Mask(mask, edit="white"))


def sixteen_bits(order: str) -> Image.Image:
    row = (b"\xff\xff" * 200) + (b"\0\0" * 200)
    return Image.frombytes(f"I;16{order}", (400, 300), row * 300)


def floating(most: float) -> Image.Image:
    mask = Image.new("F", (400, 300))
    mask.paste(most, (0, 0, 200, 300))
    return mask


DEEP = {
    "16 bits, big-endian": sixteen_bits("B"),
    "16 bits, little-endian": sixteen_bits(""),
    "float to 1": floating(1.0),
    "float to 255": floating(255.0),
    "float to 65535": floating(65535.0),
    "32 bits": floating(255.0).convert("I"),
}


@pytest.mark.parametrize("pair", CLIENTS, ids=["openai", "xinference"])
@pytest.mark.parametrize("name", DEEP)
def test_a_tiff_mask_of_many_bits_marks_what_it_marks(pair: Any, name: str) -> None:
    mask = Mask(encoded(DEEP[name], "TIFF"), edit="white")
    result = edit(pair, "sync", image=photo(1), mask=mask)
    assert_only_red_is_edited(result, photo(1))


@pytest.mark.parametrize("pair", CLIENTS, ids=["openai", "xinference"])
@pytest.mark.parametrize(
    ("mask", "words"),
    [
        (Mask(encoded(Image.new("L", (400, 300))), edit="white"), "it has no white pixel"),
        (Mask(encoded(Image.new("L", (400, 300), 255)), edit="black"), "it has no black pixel"),
        (
            Mask(encoded(Image.new("RGBA", (400, 300), (0, 0, 0, 255)), "TIFF"), "transparent"),
            "no transparent pixel|only image/png",
        ),
        (
            Mask(encoded(Image.new("RGBA", (400, 300), (0, 0, 0, 255))), "transparent"),
            "it has no transparent pixel",
        ),
        (Mask(encoded(floating(-1.0), "TIFF"), edit="white"), "its samples go from -1"),
        (Mask(encoded(floating(float("nan")), "TIFF"), edit="white"), "cannot be decoded"),
    ],
)
def test_a_mask_that_marks_nothing_is_refused(pair: Any, mask: Mask, words: str) -> None:
    with pytest.raises(ImageInputError, match=words):
        edit(pair, "sync", image=photo(1), mask=mask)


TRAILER = b"\0\0\0\x0aSEFH" + b"x" * 100


@pytest.mark.parametrize("trailer", [TRAILER, b"x" * 5000, b"\0" * 200_000])
def test_a_jpeg_without_its_end_marker_is_taken_if_it_can_be_decoded(trailer: bytes) -> None:
    data = photo(1)[:-2] + trailer
    assert edit(CLIENTS[0], "sync", image=data).size


def test_a_jpeg_that_is_cut_off_is_refused() -> None:
    noise = encoded(Image.effect_noise((300, 300), 90).convert("RGB"), "JPEG")
    with pytest.raises(ImageInputError, match="damaged or cut off"):
        edit(CLIENTS[0], "sync", image=noise[: len(noise) // 2] + TRAILER)


def test_a_gif_without_its_trailer_is_taken() -> None:
    data = encoded(shown(photo(1)).quantize(8), "GIF")[:-1]
    assert edit(CLIENTS[1], "sync", image=data).size


def test_a_jpeg_with_a_second_picture_is_taken(client_mode: str) -> None:
    image = shown(photo(1))
    data = encoded(image, "MPO", save_all=True, append_images=[image.resize((100, 75))])
    assert edit(CLIENTS[0], client_mode, image=data).size
