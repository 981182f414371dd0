from __future__ import annotations

import gzip
import io
import tracemalloc
import zlib

import pytest
from PIL import Image

from pyvenice.core.engine.calls import Call, Flow, Reply, StreamCall, fetch
from pyvenice.core.http import decompression
from pyvenice.core.response.parsing import image_from
from pyvenice.core.response.result import EditResult, ResponseLimits
from pyvenice.core.response.streams import ImageEvent
from pyvenice.errors import AnswerError, BadRequestError
from tests.core.driving import Rig
from tests.loopback import Loopback, says, sends_events

MEGABYTE = 1024 * 1024


def picture(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("L", (width, height)).save(out, "PNG")
    return out.getvalue()


def edit() -> Flow[EditResult]:
    reply = yield from fetch(Call("POST", "/edit", billed=True))
    return EditResult((image_from(reply.content, where="the answer"),), reply=reply)


def raw() -> Flow[Reply]:
    return (yield from fetch(Call("POST", "/edit", billed=True)))


class Pictures:
    """Each chunk is a picture."""

    def feed(self, chunk: bytes) -> list[ImageEvent]:
        return [EditResult((image_from(chunk, where="the event"),))]

    def done(self) -> list[ImageEvent]:
        return []


@pytest.fixture
def strict(client_mode: str, loopback: Loopback) -> Rig:
    return Rig(client_mode, loopback.url, limits=ResponseLimits(max_bytes=MEGABYTE, max_pixels=99))


def test_an_image_of_too_many_pixels_is_refused_and_not_lost(
    strict: Rig, loopback: Loopback
) -> None:
    loopback.answers(says(200, picture(10, 10), x_request_id="r1"))
    with pytest.raises(AnswerError, match=r"10x10 pixels, more than max_pixels=99") as caught:
        strict.run(edit())
    assert isinstance(caught.value.result, EditResult)
    assert caught.value.result.image.data == picture(10, 10)
    loopback.answers(says(200, picture(9, 11)))
    assert strict.run(edit()).image.width == 9


def test_the_result_of_a_stream_is_limited_too(strict: Rig, loopback: Loopback) -> None:
    loopback.answers(sends_events(picture(10, 10)))
    with pytest.raises(AnswerError, match="max_pixels"):
        strict.result(StreamCall(Call("POST", "/edit"), Pictures))


def test_the_client_s_limit_of_bytes_holds_for_all_its_calls(
    strict: Rig, loopback: Loopback
) -> None:
    loopback.answers(says(200, b"x" * (MEGABYTE + 1)))
    with pytest.raises(AnswerError, match="larger than 1,048,576 bytes"):
        strict.run(raw())


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "GZIP", "gzip, gzip"])
def test_an_answer_is_measured_unpacked(strict: Rig, loopback: Loopback, encoding: str) -> None:
    bomb = bytes(64 * MEGABYTE)
    for layer in encoding.lower().split(", "):
        bomb = gzip.compress(bomb) if layer == "gzip" else zlib.compress(bomb)
    assert len(bomb) < MEGABYTE
    loopback.answers(says(200, bomb, content_encoding=encoding))
    tracemalloc.start()
    try:
        with pytest.raises(AnswerError, match="larger than"):
            strict.run(raw())
        assert tracemalloc.get_traced_memory()[1] < 16 * MEGABYTE
    finally:
        tracemalloc.stop()


def test_a_packed_error_is_cut_too(strict: Rig, loopback: Loopback) -> None:
    loopback.answers(says(400, gzip.compress(b"no " * 3 * MEGABYTE), content_encoding="gzip"))
    with pytest.raises(BadRequestError) as caught:
        strict.run(raw())
    assert len(str(caught.value)) < 700


@pytest.mark.parametrize("encoding", ["gzip, gzip, br", ", ".join(["gzip"] * 5), "br", "zstd"])
def test_what_could_unpack_into_anything_stays_packed(
    strict: Rig, loopback: Loopback, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decompression, "_package", lambda _: None)
    packed = picture(2, 2)
    for _ in range(max(1, encoding.count("gzip"))):
        packed = gzip.compress(packed)
    loopback.answers(says(200, packed, content_encoding=encoding))
    with pytest.raises(AnswerError, match="was not asked for and cannot be decoded") as caught:
        strict.run(edit())
    assert caught.value.result is not None
    assert caught.value.result.image.data == packed
