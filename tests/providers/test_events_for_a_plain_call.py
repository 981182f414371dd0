"""Events in answer to a call that asked for none, of both dialects, over both HTTP libraries."""

from __future__ import annotations

import asyncio
import base64
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import httpx
import httpx2
import pytest
from PIL import Image

import pyvenice
from pyvenice import EditResult, StreamError
from tests.loopback import Answer, Loopback, says


def _picture(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (2, 2), colour).save(out, "PNG")
    return out.getvalue()


DRAFT, PICTURE = _picture("gray"), _picture("teal")


def _encoded(picture: bytes) -> str:
    return base64.b64encode(picture).decode()


def _event(name: str, **data: Any) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n".encode()


PARTIAL = _event("image_edit.partial_image", b64_json=_encoded(DRAFT), partial_image_index=0)
LAST = {
    "OpenAI": _event("image_edit.completed", b64_json=_encoded(PICTURE)),
    "Xinference": _event("complete", created=1, data=[{"b64_json": _encoded(PICTURE)}]),
}
UNKNOWN = b"event: log\ndata: still working\n\n"
MEDIA_TYPES = ["text/event-stream", "application/json", "text/plain", "application/octet-stream"]


@dataclass(frozen=True)
class Caller:
    """Edits a picture with the client of a provider, over an HTTP library."""

    mode: str
    provider: str
    library: Any
    loopback: Loopback

    def edit(self, *answers: Answer, **options: Any) -> EditResult:
        self.loopback.answers(*answers)
        arguments = {"image": PICTURE, "prompt": "x", "model": "m", **options}
        if self.mode == "async":
            return asyncio.run(self._edit_async(arguments))
        return self._edit(arguments)

    def _edit(self, arguments: dict[str, Any]) -> EditResult:
        with self.library.Client() as connections, self._client("", connections) as client:
            result = client.image.edit(**arguments)
            return cast("EditResult", result.result() if "stream" in arguments else result)

    async def _edit_async(self, arguments: dict[str, Any]) -> EditResult:
        async with (
            self.library.AsyncClient() as connections,
            self._client("Async", connections) as client,
        ):
            result = await client.image.edit(**arguments)
            return cast("EditResult", await result.result() if "stream" in arguments else result)

    def _client(self, mode: str, connections: Any) -> Any:
        kind = getattr(pyvenice, f"{mode}{self.provider}Client")
        base_url = f"{self.loopback.url}/v1"
        return kind("key-of-a-test", base_url=base_url, max_retries=0, http_client=connections)


@pytest.fixture(params=[httpx, httpx2], ids=lambda library: str(library.__name__))
def library(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.fixture(params=sorted(LAST))
def caller(
    request: pytest.FixtureRequest, client_mode: str, library: Any, loopback: Loopback
) -> Caller:
    return Caller(client_mode, request.param, library, loopback)


@pytest.mark.parametrize("media_type", MEDIA_TYPES)
@pytest.mark.parametrize("stream", [{}, {"stream": True}], ids=["plain", "stream"])
def test_events_are_read_whatever_was_asked_for(
    caller: Caller, media_type: str, stream: dict[str, Any]
) -> None:
    body = PARTIAL + UNKNOWN + LAST[caller.provider]
    answer = says(200, body, content_type=media_type, x_request_id="r1")
    result = caller.edit(answer, **stream)
    assert result.image.data == PICTURE
    assert result.request_id == "r1"


@pytest.mark.parametrize("media_type", MEDIA_TYPES)
@pytest.mark.parametrize("stream", [{}, {"stream": True}], ids=["plain", "stream"])
def test_the_error_of_a_failure_keeps_the_partial_images(
    caller: Caller, media_type: str, stream: dict[str, Any]
) -> None:
    body = PARTIAL + _event("image_edit.failed", message="the GPU died")
    answer = says(200, body, content_type=media_type, x_request_id="r1")
    with pytest.raises(StreamError, match="the GPU died") as caught:
        caller.edit(answer, **stream)
    assert caught.value.result is not None
    assert [image.data for image in caught.value.result.images] == [DRAFT]
    assert caught.value.request_id == "r1"


def test_a_picture_in_events_is_saved(caller: Caller, tmp_path: Path) -> None:
    answer = says(200, LAST[caller.provider], content_type="text/event-stream")
    target = tmp_path / "out.png"
    result = caller.edit(answer, save_to=target)
    assert result.image.path == target
    assert target.read_bytes() == PICTURE
    assert list(tmp_path.iterdir()) == [target]


def test_a_picture_behind_an_address_in_events_is_fetched(caller: Caller) -> None:
    url = f"{caller.loopback.url}/picture.png"
    events = _event("complete", data=[{"b64_json": None, "url": url}])
    result = caller.edit(
        says(200, events, content_type="text/event-stream"),
        says(200, PICTURE, content_type="image/png"),
    )
    assert result.image.data == PICTURE


def test_a_broken_partial_image_does_not_cost_the_result(caller: Caller) -> None:
    broken = _event("image_edit.partial_image", b64_json="%%%", partial_image_index=0)
    answer = says(200, broken + LAST[caller.provider], content_type="text/event-stream")
    result = caller.edit(answer, stream=True)
    assert result.image.data == PICTURE
