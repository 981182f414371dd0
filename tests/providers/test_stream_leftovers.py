"""Streams of servers that send more, or something else, than their documentation says."""

from __future__ import annotations

import asyncio
import base64
import io
import json
from typing import Any

import pytest
from PIL import Image

from pyvenice import AsyncOpenAIClient, EditResult, OpenAIClient, StreamError
from tests.loopback import Loopback, sends_events


def _picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (2, 2), "teal").save(out, "PNG")
    return out.getvalue()


PICTURE = _picture()
ENCODED = base64.b64encode(PICTURE).decode()


def _event(**data: Any) -> bytes:
    return b"data: " + json.dumps(data).encode() + b"\n\n"


PARTIAL = _event(type="image_edit.partial_image", partial_image_index=0, b64_json=ENCODED)
COMPLETED = _event(type="image_edit.completed", b64_json=ENCODED)


def _result(mode: str, loopback: Loopback, *events: bytes) -> EditResult:
    loopback.answers(sends_events(*events))
    url = f"{loopback.url}/v1"

    async def in_loop() -> EditResult:
        async with AsyncOpenAIClient("key-of-a-test", base_url=url, max_retries=0) as client:
            stream = await client.image.edit(image=PICTURE, prompt="x", stream=True)
            async with stream:
                return await stream.result()

    if mode == "async":
        return asyncio.run(in_loop())
    with (
        OpenAIClient("key-of-a-test", base_url=url, max_retries=0) as client,
        client.image.edit(image=PICTURE, prompt="x", stream=True) as stream,
    ):
        return stream.result()


@pytest.mark.parametrize(
    "heartbeat",
    [
        b"data:\n\n",
        b"data: : keepalive\n\n",
        b"event: ping\ndata: ping\n\n",
        b"data: null\n\n",
    ],
)
def test_heartbeats_with_data_do_not_end_a_stream(
    client_mode: str, loopback: Loopback, heartbeat: bytes
) -> None:
    assert _result(client_mode, loopback, PARTIAL, heartbeat, COMPLETED).image.data == PICTURE


@pytest.mark.parametrize(
    "last",
    [
        _event(type="image_edit.completed", url=f"data:image/png;base64,{ENCODED}"),
        _event(created=1, data=[{"b64_json": ENCODED}]),
        _event(type="image_edit.completed", b64_json=ENCODED).removeprefix(b"data: "),
    ],
)
def test_a_result_in_another_shape_is_read(
    client_mode: str, loopback: Loopback, last: bytes
) -> None:
    assert _result(client_mode, loopback, PARTIAL, last).image.data == PICTURE


def test_a_completed_address_is_the_result(client_mode: str, loopback: Loopback) -> None:
    last = _event(type="image_edit.completed", url="https://pictures.test/a.png")
    assert _result(client_mode, loopback, last).image.url == "https://pictures.test/a.png"


@pytest.mark.parametrize(
    ("last", "reason"),
    [
        (b'{"error": {"message": "blocked by the filter"}}\n\n', "blocked by the filter"),
        (_event(type="image_edit.failed", message="out of memory"), "out of memory"),
        (
            _event(type="response.failed", response={"error": {"message": "nested reason"}}),
            "nested reason",
        ),
        (b"<html><title>502 Bad Gateway</title></html>", "502 Bad Gateway"),
        (b"data: [DONE]\n\n", "before its result came"),
    ],
)
def test_a_failed_stream_says_why_and_keeps_partial_images(
    client_mode: str, loopback: Loopback, last: bytes, reason: str
) -> None:
    with pytest.raises(StreamError, match=reason) as caught:
        _result(client_mode, loopback, PARTIAL, last)
    assert caught.value.result is not None
    assert [image.data for image in caught.value.result.images] == [PICTURE]
