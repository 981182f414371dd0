"""Outputs: a picture gets its suffix by its content, and only if it decodes to its end."""

from __future__ import annotations

import pytest
from PIL import Image

from pyvenice.batch.outputs import check_picture
from pyvenice.errors import AnswerError
from tests.pictures import picture

JPEG = picture(300, 200, "JPEG")


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (picture(), ".png"),
        (JPEG, ".jpg"),
        (picture(9, 9, "WEBP"), ".webp"),
        (JPEG + b"\0" * 9, ".jpg"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"></svg>', ".svg"),
    ],
    ids=["PNG", "JPEG", "WebP", "appended bytes", "SVG"],
)
def test_a_whole_picture_has_the_suffix_of_its_content(data: bytes, suffix: str) -> None:
    assert check_picture(data) == suffix


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>busy</html>",
        JPEG[: len(JPEG) // 2],
        picture()[:-9],
        picture()[:60] + b"\0" * 99,
    ],
)
def test_what_is_no_whole_picture_is_refused(data: bytes) -> None:
    with pytest.raises(AnswerError):
        check_picture(data)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("most", [20_000, 40_000])
def test_a_picture_of_more_pixels_than_pillow_decodes_is_kept(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", most)
    assert check_picture(JPEG) == ".jpg"
