"""Images, damaged: a header, or an error of the tree; and never a size that is negative."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, features

from pyvenice.core.images.header import read_header
from pyvenice.core.request.builder import prepare
from pyvenice.core.response.parsing import image_from
from pyvenice.generated.openai.operations import IMAGE_EDIT
from tests.fuzz.fuzzing import damaged, fuzz, only_own_errors
from tests.pictures import picture


def turned(kind: str) -> bytes:
    """A picture with an EXIF orientation."""
    exif = Image.Exif()
    exif[0x0112] = 6
    file = io.BytesIO()
    Image.new("RGB", (9, 5)).save(file, kind, exif=exif)
    return file.getvalue()


def animated() -> bytes:
    file = io.BytesIO()
    frames = [Image.new("P", (9, 5), colour) for colour in range(3)]
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    return file.getvalue()


PICTURES = {
    "png": picture(9, 5, "PNG", "RGBA"),
    "palette": picture(9, 5, "PNG", "P"),
    "jpeg": picture(9, 5, "JPEG"),
    "turned jpeg": turned("JPEG"),
    "webp": picture(9, 5, "WEBP"),
    "turned webp": turned("WEBP"),
    "gif": picture(9, 5, "GIF", "P"),
    "animation": animated(),
    "bmp": picture(9, 5, "BMP"),
    "tiff": picture(9, 5, "TIFF"),
    "svg": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="5"/>',
}
if features.check("avif"):
    PICTURES["avif"] = picture(9, 5, "AVIF")


@pytest.mark.parametrize("kind", PICTURES)
@given(data=st.data())
@fuzz(25)
def test_any_image_has_a_header_or_a_problem(kind: str, data: st.DataObject) -> None:
    image = data.draw(damaged(PICTURES[kind]))
    with only_own_errors():
        header = read_header(io.BytesIO(image))
        assert header.complete == (header.problem is None)
        assert (header.width or 0) >= 0
        assert 1 <= header.orientation <= 8
    with only_own_errors():
        assert image_from(image, where="the answer").media_type
    with only_own_errors():
        call = prepare(IMAGE_EDIT, {"image": image, "prompt": "x", "model": "gpt-image-1"})
        assert call.body is not None
        assert sum(map(len, call.body)) == call.body.content_length
