"""An SVG is told from other XML, measured by its root, and known to be whole."""

from __future__ import annotations

import io

import pytest

from pyvenice.core.images.header import read_header, sniff

ROOT = b'<svg xmlns="http://www.w3.org/2000/svg" width="40px" height="30.4"><path/></svg>'
PROLOG = b'<?xml version="1.0" encoding="UTF-8"?>\n<!-- by hand -->\n<!DOCTYPE svg PUBLIC "-//W3C" "x">\n'


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (ROOT, (40, 30)),
        (b"\xef\xbb\xbf \n" + PROLOG + ROOT + b"\n", (40, 30)),
        (b'<svg viewBox="0 0 200 100"></svg>', (200, 100)),
        (b'<svg width="100%" height="50%" viewBox="0, 0, 7, 8"></svg>', (7, 8)),
        (b'<svg width="4cm" height="3cm"/>', (None, None)),
        (ROOT + b"<!-- end -->", (40, 30)),
    ],
)
def test_the_root_says_how_large_it_is(data: bytes, size: tuple[int | None, int | None]) -> None:
    header = read_header(io.BytesIO(data))
    assert header.media_type == "image/svg+xml"
    assert (header.width, header.height, header.problem) == (*size, None)


@pytest.mark.parametrize(
    "data",
    [
        b'<?xml version="1.0"?><Error><Code>svg</Code></Error>',
        b"<svgx/>",
        b"<html><svg/></html>",
        b"<?xml",
        b"",
    ],
)
def test_other_xml_is_no_image(data: bytes) -> None:
    assert sniff(data) is None


@pytest.mark.parametrize("end", [10, len(ROOT) - 8, len(ROOT) - 1])
def test_an_svg_that_is_cut_off_is_damaged(end: int) -> None:
    assert read_header(io.BytesIO(ROOT[:end])).problem is not None
