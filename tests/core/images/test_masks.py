from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterable
from itertools import product
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from pyvenice.core.images.inputs import FileID, Mask, resolve
from pyvenice.core.images.masks import draw_mask, edit_amount, prepare_mask
from pyvenice.core.images.part import ImagePart
from pyvenice.core.request.operation_table import ImageRule, Polarity
from pyvenice.errors import ImageInputError, MissingExtraError, install_command

POLARITIES: tuple[Polarity, ...] = get_args(Polarity)
amounts = st.lists(st.integers(0, 255), min_size=6, max_size=6).filter(any)
polarities = st.sampled_from(POLARITIES)


def rule(mask: Polarity | None, **limits: Any) -> ImageRule:
    return ImageRule(json=("url",), media_types=("image/png",), mask=mask, **limits)


def grey(levels: Iterable[int] = range(6), size: tuple[int, int] = (3, 2)) -> Image.Image:
    return Image.frombytes("L", size, bytes(levels))


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def prepared(value: object, wanted: ImageRule, image: ImagePart | None = None) -> ImagePart:
    return prepare_mask(value, argument="mask", rule=wanted, image=image)


def refused(value: object, wanted: ImageRule, image: ImagePart | None = None) -> str:
    with pytest.raises(ImageInputError) as caught:
        prepared(value, wanted, image)
    assert caught.value.argument == "mask"
    return str(caught.value)


def opened(part: ImagePart) -> Image.Image:
    return Image.open(io.BytesIO(part.read()))


@settings(deadline=None)
@given(levels=amounts, polarity=polarities)
def test_what_is_drawn_is_read_again(levels: list[int], polarity: Polarity) -> None:
    assert edit_amount(draw_mask(grey(levels), polarity), polarity).tobytes() == bytes(levels)


@settings(deadline=None)
@given(levels=amounts, first=polarities, second=polarities)
def test_there_and_back_the_same_region_is_edited(
    levels: list[int], first: Polarity, second: Polarity
) -> None:
    given_mask = encoded(draw_mask(grey(levels), first))
    there = prepared(Mask(given_mask, edit=first), rule(second))
    back = prepared(Mask(there.read(), edit=second), rule(first))
    assert edit_amount(opened(back), first).tobytes() == bytes(levels)


@settings(deadline=None)
@given(levels=amounts, way=st.permutations(POLARITIES))
def test_a_detour_gives_what_the_direct_way_gives(levels: list[int], way: list[Polarity]) -> None:
    first, detour, last = way
    mask = Mask(encoded(draw_mask(grey(levels), first)), edit=first)
    direct = prepared(mask, rule(last))
    between = prepared(mask, rule(detour))
    assert prepared(Mask(between.read(), edit=detour), rule(last)).read() == direct.read()


@pytest.mark.parametrize(("given_as", "wanted"), list(product(POLARITIES, POLARITIES)))
def test_a_converted_mask_is_a_png_of_the_same_size(given_as: Polarity, wanted: Polarity) -> None:
    part = prepared(Mask(draw_mask(grey(range(0, 180, 30)), given_as), edit=given_as), rule(wanted))
    assert (part.argument, part.media_type, part.width, part.height) == ("mask", "image/png", 3, 2)
    assert part.has_alpha is (wanted == "transparent")


def test_full_transparency_becomes_white_and_opaque_becomes_black() -> None:
    mask = Image.new("RGBA", (3, 1), (10, 20, 30, 255))
    mask.putpixel((0, 0), (10, 20, 30, 0))
    mask.putpixel((1, 0), (10, 20, 30, 155))
    part = prepared(Mask(mask, edit="transparent"), rule("white"))
    assert (opened(part).mode, opened(part).tobytes()) == ("L", bytes([255, 100, 0]))
    assert part.filename == "mask.png"


def test_white_becomes_transparent_black() -> None:
    part = prepared(Mask(encoded(grey([255, 0, 100], (3, 1))), edit="white"), rule("transparent"))
    assert opened(part).mode == "RGBA"
    assert opened(part).tobytes() == bytes([0, 0, 0, 0, 0, 0, 0, 255, 0, 0, 0, 155])


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA"])
def test_masks_of_every_mode_are_read_by_their_brightness(mode: str) -> None:
    part = prepared(Mask(grey([0, 255] * 3).convert(mode), edit="white"), rule("black"))
    assert opened(part).tobytes() == bytes([255, 0] * 3)


def test_a_mask_of_16_bits_is_read_by_its_brightness() -> None:
    mask = Image.frombytes("I;16", (3, 1), b"\0\0\0\x80\xff\xff")
    part = prepared(Mask(mask, edit="white"), rule("black"))
    assert opened(part).tobytes() == bytes([255, 127, 0])


@pytest.mark.parametrize("mode", ["L", "RGB", "P"])
def test_a_transparent_colour_counts_as_transparency(mode: str) -> None:
    colour: Any = (0, 0, 0) if mode == "RGB" else 0
    mask = encoded(grey([0, 9] * 3).convert(mode), transparency=colour)
    part = prepared(Mask(mask, edit="transparent"), rule("white"))
    assert opened(part).tobytes() == bytes([255, 0] * 3)


def test_a_mask_of_a_type_that_is_not_taken_can_still_be_converted() -> None:
    jpeg = encoded(Image.new("L", (16, 16), 255), "JPEG")
    part = prepared(Mask(jpeg, edit="white"), rule("transparent"))
    assert part.media_type == "image/png"
    assert "only image/png can be sent" in refused(Mask(jpeg, edit="white"), rule("white"))


@pytest.mark.parametrize("polarity", POLARITIES)
def test_a_mask_in_the_right_polarity_is_sent_as_it_is(polarity: Polarity, tmp_path: Path) -> None:
    path = tmp_path / "area.png"
    path.write_bytes(encoded(draw_mask(grey(), polarity)) + b"trailing")
    for value in (path, Mask(path, edit=polarity)):
        part = prepared(value, rule(polarity))
        assert (part.kind, part.filename) == ("path", "area.png")
        assert part.read() == path.read_bytes()


def test_a_plain_mask_without_alpha_is_refused_where_transparent_is_edited() -> None:
    message = refused(encoded(grey()), rule("transparent"))
    assert "has no alpha channel" in message
    assert "Mask(…, edit='white')" in message


@pytest.mark.parametrize("wanted", ["white", "black"])
def test_a_plain_mask_with_alpha_is_refused_where_brightness_counts(wanted: Polarity) -> None:
    message = refused(encoded(draw_mask(grey(), "transparent")), rule(wanted))
    assert "has an alpha channel" in message
    assert "Mask(…, edit='transparent')" in message


@pytest.mark.parametrize("wanted", POLARITIES)
def test_a_mask_declared_transparent_needs_an_alpha_channel(wanted: Polarity) -> None:
    message = refused(Mask(encoded(grey()), edit="transparent"), rule(wanted))
    assert "was declared with edit='transparent' but has no alpha channel" in message


def image(size: tuple[int, int]) -> ImagePart:
    return resolve(encoded(Image.new("RGB", size)), argument="image", rule=ImageRule())


def test_a_mask_of_another_size_than_the_image_is_refused_with_both_sizes() -> None:
    for value in (grey(), Mask(grey(), edit="black")):
        message = refused(value, rule("white"), image((30, 20)))
        assert message == ("mask: the mask is 3x2 but image is 30x20: both must have the same size")
    assert prepared(grey(), rule("white"), image((3, 2))).width == 3


def test_the_size_of_an_image_at_a_url_is_not_checked() -> None:
    url = resolve("https://example.com/a.png", argument="image", rule=ImageRule(json=("url",)))
    assert prepared(grey(), rule("white"), url).width == 3


def test_a_mask_at_a_url_is_taken_only_in_the_right_polarity() -> None:
    url = "https://example.com/mask.png"
    assert prepared(url, rule("white")).url == url
    assert prepared(Mask(url, edit="white"), rule("white")).url == url
    for value in (url, FileID("file-1")):
        message = refused(Mask(value, edit="black"), rule("white"))
        assert "cannot be turned into a mask with edit='white': pass the image itself" in message


def test_a_mask_is_refused_where_no_polarity_is_known() -> None:
    assert "a Mask is only taken as a mask" in refused(Mask(grey(), "white"), rule(None))
    assert prepared(grey(), rule(None)).width == 3


@pytest.mark.parametrize("wanted", POLARITIES)
def test_an_empty_mask_is_refused(wanted: Polarity) -> None:
    assert refused(Mask(b"", edit="white"), rule(wanted)).endswith("is empty (0 bytes)")


def test_the_converted_mask_must_keep_the_limits_too() -> None:
    noise = encoded(Image.effect_noise((60, 60), 90))
    message = refused(Mask(noise, edit="white"), rule("black", max_bytes=500))
    assert message.startswith("mask: the converted mask is ")
    assert message.endswith(" bytes, over the limit of 500 bytes")


def test_a_mask_whose_pixels_are_damaged_is_refused() -> None:
    damaged = bytearray(encoded(Image.effect_noise((60, 60), 90)))
    damaged[60:200] = bytes(140)
    message = refused(Mask(damaged, edit="white"), rule("black"))
    assert message.startswith("mask: image.png cannot be decoded: ")


def test_a_mask_too_large_to_decode_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 2)
    assert "cannot be decoded" in refused(Mask(encoded(grey()), "white"), rule("black"))


def test_without_pillow_a_conversion_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    mask = encoded(grey())
    monkeypatch.setitem(sys.modules, "PIL", None)
    monkeypatch.setitem(sys.modules, "PIL.Image", None)
    with pytest.raises(MissingExtraError, match=re.escape(install_command("images"))):
        prepared(Mask(mask, edit="white"), rule("black"))
    assert prepared(Mask(mask, edit="white"), rule("white")).read() == mask
