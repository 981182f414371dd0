"""A picture that was paid for is in the result or in the error, however a response holds it."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from pyvenice.core.engine.calls import Call, Flow, Reply, fetch
from pyvenice.core.engine.rescue import rescuing
from pyvenice.core.engine.retry_policy import RetryPolicy
from pyvenice.core.response.result import EditResult
from pyvenice.errors import AnswerError
from pyvenice.providers.gemini import flows as gemini
from pyvenice.providers.huggingface import flows as huggingface
from pyvenice.providers.openai import flows as openai
from pyvenice.providers.stability import flows as stability
from pyvenice.providers.venice import flows as venice
from pyvenice.providers.wavespeed import flows as wavespeed
from tests.core.driving import Rig
from tests.loopback import Loopback, says
from tests.pictures import picture

PNG = picture()
TEXT = base64.b64encode(PNG).decode()
MODEL = "wavespeed-ai/qwen-image/edit"
FLOWS: dict[str, Any] = {
    "gemini": (gemini.edit, {"model": "gemini-2.5-flash-image"}),
    "huggingface": (huggingface.edit, {"model": "a/b"}),
    "openai": (openai.edit, {}),
    "stability": (stability.outpaint, {"left": 9, "prompt": None}),
    "venice": (venice.edit, {}),
    "wavespeed": (wavespeed.edit, {"model": MODEL}),
}
SHAPES: dict[str, tuple[str, bytes]] = {
    "a bare picture": ("image/png", PNG),
    "another key": ("application/json", json.dumps({"later": {"picture": TEXT}}).encode()),
    "a list": ("application/json", json.dumps([{"b64": TEXT}]).encode()),
    "base64": ("text/plain", TEXT.encode()),
    "a data URI": ("text/plain", f"data:image/png;base64,{TEXT}".encode()),
    "an event": ("text/event-stream", b"event: x\ndata: %s\n\n" % json.dumps([TEXT]).encode()),
}
WHOLE = {
    "gemini": {"candidates": [{"content": {"parts": [{"inlineData": {"data": TEXT}}]}}]},
    "wavespeed": {"data": {"id": "j", "status": "completed", "model": MODEL, "outputs": [TEXT]}},
}
HEARTBEATS = [
    b"",
    b"data:\n\n",
    b"data: : keepalive\n\n",
    b"event: ping\ndata: {}\n\n",
    b"x: y\n\n",
]


@pytest.fixture
def rig(client_mode: str, loopback: Loopback) -> Rig:
    return Rig(client_mode, loopback.url, retry=RetryPolicy(max_retries=0))


def edit(provider: str) -> Flow[EditResult]:
    flow, arguments = FLOWS[provider]
    edited: Flow[EditResult] = flow({"image": PNG, "prompt": "x", **arguments})
    return edited


@pytest.mark.parametrize("provider", FLOWS)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_picture_of_any_shape_is_in_the_result_or_in_the_error(
    provider: str, shape: str, rig: Rig, loopback: Loopback
) -> None:
    media_type, body = SHAPES[shape]
    loopback.answers(says(200, body, content_type=media_type))
    try:
        result: Any = rig.run(edit(provider))
    except AnswerError as error:
        result = error.result
    assert [image.data for image in result.images] == [PNG]


@pytest.mark.parametrize("provider", WHOLE)
@pytest.mark.parametrize("heartbeat", HEARTBEATS)
def test_an_answer_that_came_as_one_event_is_read(
    provider: str, heartbeat: bytes, rig: Rig, loopback: Loopback
) -> None:
    event = b"data: %s\n\n" % json.dumps(WHOLE[provider]).encode()
    loopback.answers(says(200, heartbeat + event, content_type="text/event-stream"))
    assert rig.run(edit(provider)).image.data == PNG


def failing() -> Flow[None]:
    yield from fetch(Call("POST", "/edit", operation="image.edit"))
    yield from fetch(Call("GET", "https://example.com/1.png", authorized=False))
    raise AnswerError("nothing of use")


def test_only_the_response_of_an_operation_is_searched() -> None:
    flow = rescuing(failing())
    next(flow)
    flow.send(Reply(200, {}, json.dumps({"a": TEXT, "b": "x" * 400}).encode()))
    with pytest.raises(AnswerError) as caught:
        flow.send(Reply(200, {}, b"no picture"))
    assert caught.value.result is not None
    assert [image.data for image in caught.value.result.images] == [PNG]
    assert caught.value.__notes__ == ["1 image(s) of the answer are in the error's result"]


def test_an_answer_without_a_picture_leaves_no_result() -> None:
    flow = rescuing(failing())
    next(flow)
    flow.send(Reply(200, {}, b'{"said": "%s"}' % (b"no" * 99)))
    with pytest.raises(AnswerError) as caught:
        flow.send(Reply(200, {}, b""))
    assert caught.value.result is None
