"""Responses of JSON and of anything else: a result or an error of the tree."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyvenice.core.client.flows import request_model, request_pictures
from pyvenice.core.engine.calls import Call, Flow, Reply
from pyvenice.core.engine.retry_after import retry_after
from pyvenice.core.provider_rules import ProviderRules
from pyvenice.core.recording.redaction import without
from pyvenice.core.request.operation_table import Operation
from pyvenice.core.response.reader import ResponseReader
from pyvenice.core.response.result import EditResult
from pyvenice.core.response.status_errors import status_error
from pyvenice.generated.openai.operations import IMAGE_EDIT as OPENAI_EDIT
from pyvenice.generated.venice.operations import IMAGE_EDIT as VENICE_EDIT
from pyvenice.generated.venice.operations import MODELS_LIST
from pyvenice.providers.openai.rules import RULES as OPENAI
from pyvenice.providers.venice.rules import RULES as VENICE
from tests.fuzz.fuzzing import damaged, fuzz, in_chunks, json_values, only_own_errors
from tests.pictures import picture

PICTURE = picture(8, 8)
ENCODED = base64.b64encode(PICTURE).decode()
LONG = base64.b64encode(picture(64, 64, "BMP")).decode()
NAMES = ["data", "images", "b64_json", "url", "error", "detail", "msg", "errors", "loc", "usage"]
LEAVES: list[Any] = [
    ENCODED,
    LONG,
    f"data:image/png;base64,{ENCODED}",
    f"DATA:image/bmp;base64,{LONG}",
    "data:,x",
    "http://127.0.0.1/x.png",
    "http://[::1",
    "file:///etc/passwd",
    10**400,
    -(10**400),
    "\ud800",
    {},
    [],
]
SHAPES = json_values(NAMES, LEAVES)
DOCUMENTS = st.one_of(
    SHAPES,
    st.fixed_dictionaries({"data": st.lists(SHAPES | st.sampled_from([{"b64_json": LONG}]))}),
    st.fixed_dictionaries({"error": SHAPES}),
)
HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "content-type": st.sampled_from(
            ["application/json", "image/png", "text/html; charset=x", "text/event-stream", ";"]
        ),
        "retry-after": st.text(max_size=12),
        "x-request-id": st.text(max_size=12),
        "location": st.text(max_size=12),
        "x-balance-remaining": st.text(max_size=5),
    },
)


def body(document: Any) -> bytes:
    return json.dumps(document).encode()


BODIES = st.one_of(
    DOCUMENTS.map(body),
    DOCUMENTS.map(body).flatmap(damaged),
    st.sampled_from(
        [PICTURE, LONG.encode(), b"[" * 50_000, b'{"a":' * 20_000, b"", b"\xef\xbb\xbf{}"]
    ),
    damaged(PICTURE),
    st.binary(max_size=60),
)


def read(call: Call, status: int, headers: dict[str, str], chunks: list[bytes]) -> Reply:
    reader = ResponseReader(call, status, headers)
    for chunk in chunks:
        reader.feed(chunk)
    return reader.done()


def perform(flow: Flow[Any], headers: dict[str, str], chunks: list[bytes]) -> Any:
    """What the flow returns where each of its calls gets this response."""
    step = next(flow)
    try:
        while isinstance(step, Call):
            step = flow.send(without(["a-secret-key"], read(step, 200, headers, chunks)))
    except StopIteration as done:
        return done.value
    raise AssertionError(f"a flow wants {step}")


@pytest.mark.parametrize(
    ("operation", "rules", "arguments"),
    [
        (OPENAI_EDIT, OPENAI, {"model": "gpt-image-1"}),
        (VENICE_EDIT, VENICE, {}),
    ],
    ids=["openai", "venice"],
)
@given(data=st.data())
@fuzz(60)
def test_any_response_can_be_read(
    operation: Operation, rules: ProviderRules, arguments: dict[str, Any], data: st.DataObject
) -> None:
    content, headers = data.draw(BODIES), data.draw(HEADERS)
    chunks = list(in_chunks(data.draw, content))
    arguments = {"image": PICTURE, "prompt": "x", **arguments}
    with only_own_errors():
        result = perform(request_pictures(operation, arguments, rules), headers, chunks)
        assert isinstance(result, EditResult)
        assert result.with_headers(headers, rules).images


@given(BODIES, HEADERS)
@fuzz(40)
def test_any_model_can_be_read(content: bytes, headers: dict[str, str]) -> None:
    with only_own_errors():
        perform(request_model(MODELS_LIST, {}), headers, [content])


@given(st.integers(300, 999), BODIES, HEADERS)
@fuzz(80)
def test_any_error_can_be_read(status: int, content: bytes, headers: dict[str, str]) -> None:
    call = Call("POST", "/edit", operation="image.edit")
    with only_own_errors():
        reply = without(["a-secret-key"], read(call, status, headers, [content]))
        retry_after(reply)
        raise status_error(reply, call, provider="OpenAI", rules=OPENAI)
