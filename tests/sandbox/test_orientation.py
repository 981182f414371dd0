"""Turned photos: sizes are those of the photo as shown, and what the mask marks is what is edited."""

from __future__ import annotations

import pytest
from PIL import Image, ImageOps

from tests.sandbox.asking import OPENAI, VENICE, XINFERENCE, Answer, Asking, Field, file

RED, BLUE = (230, 20, 20), (20, 20, 230)
STORED, TURNED = (320, 256), (256, 320)
ORIENTATION = 0x0112
ORIENTATIONS = range(1, 9)


def photo(orientation: int) -> bytes:
    """Stored 320x256 with a red left half and a blue right half."""
    return file(halves(), exif=exif(orientation))


def halves() -> Image.Image:
    image = Image.new("RGB", STORED, BLUE)
    image.paste(RED, (0, 0, STORED[0] // 2, STORED[1]))
    return image


def mask(orientation: int, *, shown: bool, transparent: bool) -> bytes:
    """A mask of the red half, as the photo is stored or as it is shown."""
    marked = Image.new("L", STORED, 0)
    marked.paste(255, (0, 0, STORED[0] // 2, STORED[1]))
    if shown:
        marked = upright(marked, orientation)
    if not transparent:
        return file(marked)
    clear = Image.new("RGBA", marked.size, "white")
    clear.putalpha(ImageOps.invert(marked))
    return file(clear)


def exif(orientation: int) -> Image.Exif:
    tags = Image.Exif()
    tags[ORIENTATION] = orientation
    return tags


def upright(image: Image.Image, orientation: int) -> Image.Image:
    image.getexif()[ORIENTATION] = orientation
    result = ImageOps.exif_transpose(image)
    assert result is not None
    return result


def edit(ask: Asking, path: str, orientation: int, *, shown: bool) -> Image.Image:
    name = {"/images/inpainting": "mask_image"}.get(path.partition("/v1")[2], "mask")
    size = STORED if orientation < 5 else TURNED
    given: list[Field] = [
        ("image", photo(orientation), "photo.png", "image/png"),
        (name, mask(orientation, shown=shown, transparent="openai" in path), "m.png", "image/png"),
        ("prompt", "negative"),
    ]
    if "xinference" in path:
        given += [("model", "m"), ("size", "{}x{}".format(*size)), ("response_format", "b64_json")]
    answer = ask.form(path, *given)
    assert answer.status == 200, answer.body
    return answer.image.convert("RGB")


def near(pixel: object, colour: tuple[int, int, int]) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(value - wanted) < 40 for value, wanted in zip(pixel, colour, strict=True))


@pytest.mark.parametrize(
    ("orientation", "shown"),
    # Those of 2 to 4 have one size, as shown and as stored: a mask is then taken as shown.
    [*((orientation, True) for orientation in ORIENTATIONS)]
    + [(orientation, False) for orientation in (1, 5, 6, 7, 8)],
)
@pytest.mark.parametrize(
    "path",
    [f"{OPENAI}/images/edits", f"{XINFERENCE}/images/edits", f"{XINFERENCE}/images/inpainting"],
)
def test_the_marked_half_is_edited(ask: Asking, path: str, orientation: int, shown: bool) -> None:
    result = edit(ask, path, orientation, shown=shown)
    before = upright(halves(), orientation)
    assert result.size == before.size == (STORED if orientation < 5 else TURNED)
    for place in ((8, 8), (result.width - 8, 8), (8, result.height - 8)):
        was_red = near(before.getpixel(place), RED)
        expected = (25, 235, 235) if was_red else BLUE
        assert near(result.getpixel(place), expected), place


@pytest.mark.parametrize("path", [f"{VENICE}/image/edit", f"{OPENAI}/images/edits"])
@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_the_result_has_the_size_that_is_shown(ask: Asking, path: str, orientation: int) -> None:
    given = ("image", photo(orientation), "photo.png", "image/png")
    answer: Answer = ask.form(path, given, ("prompt", "mirror"))
    assert answer.image.size == (STORED if orientation < 5 else TURNED)


def test_a_mask_of_another_size_is_still_refused(ask: Asking) -> None:
    image = ("image", photo(6), "photo.png", "image/png")
    wrong = file(Image.new("RGBA", (64, 64)))
    answer = ask.form(
        f"{OPENAI}/images/edits", image, ("mask", wrong, "m.png", "image/png"), ("prompt", "x")
    )
    assert answer.status == 400
    assert "its size is 64x64, that of the image 256x320" in answer.json["error"]["message"]
