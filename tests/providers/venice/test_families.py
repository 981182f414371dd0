"""Responses, augment, crypto, OpenAI's names of pictures, and OpenAI's own client."""

from __future__ import annotations

import base64
import io
import zipfile
from typing import Any

import pytest

from pyvenice import ArgumentError, BadRequestError, StreamError, UnknownArgumentError
from pyvenice.providers.venice.text.responses import EventDecoder
from pyvenice.sandbox import background
from tests.providers.venice.conftest import Caller

LAKE = "examples/photos/lake.jpg"
BASE = {"network": "base-mainnet"}


def test_a_response_streams_to_the_same_text(call: Caller) -> None:
    given: dict[str, Any] = {"model": "default", "input": "How are you?"}
    whole = call("responses.create", **given)
    assert "How are you?" in whole.output_text
    stream = call("responses.create", stream=True, **given)
    final = call.done(stream.final_response())
    assert stream.text == whole.output_text == final.output_text
    assert final.usage.total_tokens == whole.usage.total_tokens


def test_a_stream_of_a_response_that_fails_says_why() -> None:
    decoder = EventDecoder()
    list(decoder.feed(b'data: {"type": "response.output_text.delta", "delta": "Hel"}\n\n'))
    with pytest.raises(StreamError, match="cut off after 3 characters"):
        list(decoder.done())
    failed = b'data: {"type": "response.failed", "response": {"error": {"message": "no room"}}}\n\n'
    with pytest.raises(StreamError, match="no room"):
        list(decoder.feed(failed))
    assert decoder.text == "Hel"


def test_pages_are_searched_and_read(call: Caller) -> None:
    first = call("augment.search", query="a cat sleeps", limit=2).results[0]
    assert first.title == "Cats"
    assert "sleeps" in call("augment.scrape", url=first.url).content
    with pytest.raises(BadRequestError, match="cannot be scraped"):
        call("augment.scrape", url="https://x.com/somebody")


def test_documents_become_text(call: Caller) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<w:p><w:t>Two</w:t> <w:t>words</w:t></w:p>")
    parsed = call("augment.parse_text", file=file.getvalue())
    assert (parsed.text, parsed.tokens) == ("Two words", 2)
    assert call("augment.parse_text", file=b"plain", response_format="text") == "plain"


def test_nodes_answer_one_by_one_and_in_batches(call: Caller) -> None:
    assert call("crypto.rpc", method="eth_chainId", **BASE)["result"] == hex(8453)
    calls = [{"method": "eth_chainId"}, {"method": "eth_nothing"}]
    first = call("crypto.batch", calls=calls, idempotency_key="once", **BASE)
    assert [set(answer) for answer in first] == [
        {"jsonrpc", "id", "result"},
        {"jsonrpc", "id", "error"},
    ]
    spent = call("billing.balance").balances.usd
    assert call("crypto.batch", calls=calls, idempotency_key="once", **BASE) == first
    assert call("billing.balance").balances.usd == spent
    with pytest.raises(BadRequestError, match="another body"):
        call("crypto.batch", calls=calls[:1], idempotency_key="once", **BASE)
    wrongs: tuple[Any, ...] = ([], "eth_chainId", [{"params": []}], [{"method": 3}])
    for wrong in wrongs:
        with pytest.raises(ArgumentError):
            call("crypto.batch", calls=wrong, **BASE)
    assert call("crypto.networks").networks


def test_pictures_have_the_names_of_openai(call: Caller) -> None:
    drawn = call("images.generate", prompt="a lake", size="256x256").data[0]
    assert base64.b64decode(drawn.b64_json).startswith(b"\x89PNG")
    edited = call("images.edit", image=LAKE, prompt="sepia", size="1024x1024").data[0]
    assert base64.b64decode(edited.b64_json)
    two = call("images.edit", image=[LAKE, LAKE], prompt="sepia", response_format="url").data[0]
    assert two.url.startswith("data:image/")
    with pytest.raises(UnknownArgumentError, match="takes no mask"):
        call("images.edit", image=LAKE, prompt="sepia", mask=LAKE)
    with pytest.raises(ArgumentError, match="n must be 1"):
        call("images.edit", image=LAKE, prompt="sepia", n=2)
    with pytest.raises(ArgumentError, match="no ratio"):
        call("images.edit", image=LAKE, prompt="sepia", size="7x7")


def test_the_client_of_openai_speaks_draws_and_listens_too() -> None:
    openai = pytest.importorskip("openai", reason="the SDK is in the extra dev")
    with background() as server:
        made = openai.OpenAI(api_key="sandbox", base_url=server.venice, max_retries=0)
        with made as client:
            speech = client.audio.speech.create(
                model="tts-kokoro", voice="af_sky", input="a red kite", response_format="wav"
            )
            heard = client.audio.transcriptions.create(
                model="openai/whisper-large-v3", file=("a.wav", speech.read())
            )
            with client.audio.speech.with_streaming_response.create(
                model="tts-kokoro", voice="af_sky", input="a red kite"
            ) as streamed:
                pieces = list(streamed.iter_bytes())
            drawn = client.images.generate(prompt="a lake", model="z-image-turbo", size="256x256")
            text = client.responses.create(model="default", input="hello").output_text
            events = list(client.responses.create(model="default", input="hello", stream=True))
            asked = {"include_usage": True}
            chunks = list(
                client.chat.completions.create(
                    model="default",
                    messages=[{"role": "user", "content": "hi"}],
                    stream=True,
                    stream_options=asked,
                )
            )
            with pytest.raises(openai.NotFoundError):
                client.chat.completions.create(
                    model="unknown", messages=[{"role": "user", "content": "hi"}]
                )
    assert heard.text == "a red kite"
    assert b"".join(pieces).startswith(b"ID3")
    assert drawn.data[0].b64_json
    assert "hello" in text
    assert events[-1].type == "response.completed"
    assert chunks[-1].usage.total_tokens > 0
