"""Chat: whole answers, chunks, tools and JSON; and OpenAI's own client against the sandbox."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from pyvenice import ArgumentError, BadRequestError, StreamError, VeniceClient
from pyvenice.providers.venice.text.chat import ChunkDecoder
from pyvenice.sandbox import background
from pyvenice.sandbox.faults.stream_faults import REASON
from tests.providers.venice.conftest import Caller

MODEL = "zai-org-glm-5-2"
QUESTION = {"role": "user", "content": "How are you?"}
WEATHER = {
    "type": "function",
    "function": {
        "name": "weather",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
    },
}


def test_every_role_and_part_is_taken(call: Caller) -> None:
    picture = {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}
    messages = [
        {"role": "system", "content": "Be short."},
        {"role": "user", "content": [{"type": "text", "text": "What is it?"}, picture]},
        {"role": "assistant", "content": None, "tool_calls": [{"id": "1"}]},
        {"role": "tool", "content": "42", "tool_call_id": "1"},
    ]
    answer = call("chat.completions.create", model="default", messages=messages, stop=None)
    assert answer.model == MODEL
    text = answer.choices[0].message.content
    assert "system, user, assistant, tool" in text
    assert "image_url" in text
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens


def test_a_tool_that_is_named_is_called_and_a_schema_is_filled(call: Caller) -> None:
    asked = [{"role": "user", "content": "use weather"}]
    answer = call("chat.completions.create", model=MODEL, messages=asked, tools=[WEATHER])
    assert answer.choices[0].finish_reason == "tool_calls"
    assert answer.choices[0].message.tool_calls[0]["function"]["name"] == "weather"
    schema = {"name": "a", "schema": {"type": "object", "properties": {"n": {"type": "integer"}}}}
    form = {"type": "json_schema", "json_schema": schema}
    answer = call("chat.completions.create", model=MODEL, messages=asked, response_format=form)
    assert json.loads(answer.choices[0].message.content) == {"n": 1}


def test_chunks_add_up_to_the_whole_answer(call: Caller) -> None:
    given: dict[str, Any] = {"model": MODEL, "messages": [QUESTION]}
    whole = call("chat.completions.create", **given).choices[0].message.content
    usage = {"include_usage": True}
    stream = call("chat.completions.create", stream=True, stream_options=usage, **given)
    chunks = call.done(aiter(stream) if hasattr(stream, "__aiter__") else iter(stream))
    assert stream.text == whole
    assert chunks[-1].choices == []
    assert chunks[-1].usage.total_tokens > 0
    assert [chunk.choices[0].finish_reason for chunk in chunks[-2:-1]] == ["stop"]


def test_a_stream_that_is_cut_off_keeps_what_came() -> None:
    decoder = ChunkDecoder()
    event = {"choices": [{"index": 0, "delta": {"content": "Hello"}}]}
    assert len([*decoder.feed(f"data: {json.dumps(event)}\n\n".encode())]) == 1
    with pytest.raises(StreamError, match="cut off after 5 characters"):
        list(decoder.done())
    assert decoder.text == "Hello"
    with pytest.raises(StreamError, match="no more memory"):
        list(decoder.feed(b'data: {"error": {"message": "no more memory"}}\n\n'))


def test_a_last_event_without_its_blank_line_ends_a_stream() -> None:
    decoder = ChunkDecoder()
    assert list(decoder.feed(b'data: {"choices": [{"delta": {"content": "Hi"}}]}')) == []
    assert [chunk.choices[0].delta.content for chunk in decoder.feed(b"\n\ndata: [DONE]")] == ["Hi"]
    assert list(decoder.done()) == []


def read_stream(call: Caller, name: str, fault: str, **arguments: Any) -> Any:
    """The stream of a call, read to its end or to the error that it raises."""
    headers = {"x-sandbox-fault": fault}
    stream = call(name, model=MODEL, stream=True, extra_headers=headers, **arguments)
    call.done(aiter(stream) if hasattr(stream, "__aiter__") else iter(stream))
    return stream


STREAMS = pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("chat.completions.create", {"messages": [QUESTION]}),
        ("responses.create", {"input": "How are you?"}),
    ],
    ids=["chat", "responses"],
)


@STREAMS
@pytest.mark.parametrize(
    "fault",
    ["heartbeat", "heartbeat:comment", "heartbeat:ping", "stream:unknown"],
)
def test_heartbeats_and_unknown_events_say_nothing(
    call: Caller, name: str, arguments: dict[str, Any], fault: str
) -> None:
    assert "How are you?" in read_stream(call, name, fault, **arguments).text


@STREAMS
@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("stream:error", "Inference processing failed"),
        ("stream:failed", REASON),
        ("stream:failed-nested", REASON),
        ("stream:json-line", REASON),
        ("stream:html", "it says: 502 Bad Gateway"),
        ("stream:cut", "cut off after"),
    ],
)
def test_a_stream_that_fails_says_why(
    call: Caller, name: str, arguments: dict[str, Any], fault: str, reason: str
) -> None:
    with pytest.raises(StreamError, match=reason):
        read_stream(call, name, fault, **arguments)


@pytest.mark.parametrize("fault", ["stream:whole", "image:truncated"])
def test_the_sandbox_refuses_a_fault_of_pictures_in_a_stream_of_text(
    call: Caller, fault: str
) -> None:
    with pytest.raises(BadRequestError, match="needs pictures"):
        read_stream(call, "chat.completions.create", fault, messages=[QUESTION])


def test_wrong_values_are_refused_before_anything_is_sent(call: Caller) -> None:
    with pytest.raises(ArgumentError, match="temperature=3"):
        call("chat.completions.create", model=MODEL, messages=[QUESTION], temperature=3)


def test_the_client_of_openai_runs_unchanged_against_the_sandbox() -> None:
    openai = pytest.importorskip("openai", reason="the SDK is in the extra dev")
    with background() as server:
        url = server.venice
        with openai.OpenAI(api_key="sandbox", base_url=url, max_retries=0) as client:
            chat = client.chat.completions
            whole = chat.create(model="gpt-4o", messages=[QUESTION]).choices[0].message.content
            chunks = list(chat.create(model="gpt-4o", messages=[QUESTION], stream=True))
            texts = [chunk.choices[0].delta.content or "" for chunk in chunks]
            vectors = client.embeddings.create(model="text-embedding-bge-m3", input=["a", "b"])
            names = {model.id for model in client.models.list()}
    assert "".join(texts) == whole
    assert len(vectors.data[1].embedding) == 1024
    assert "firered-image-edit" in names


def test_a_whole_answer_in_the_place_of_a_stream_is_kept() -> None:
    answer = httpx.Response(200, json={"choices": []}, headers={"cf-ray": "the-request"})
    http = httpx.Client(transport=httpx.MockTransport(lambda _: answer))
    client = VeniceClient("key", http_client=http)
    with pytest.raises(StreamError, match="details has the whole of it") as error:
        client.chat.completions.create(model=MODEL, messages=[QUESTION], stream=True)
    assert json.loads(error.value.details) == {"choices": []}  # type: ignore[arg-type]  # bytes
    assert error.value.request_id == "the-request"
