"""A key that a server quotes in a success: it is hidden in all that a result or an event says."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

import pyvenice
from pyvenice import EditProgress, EditResult
from pyvenice.core.client.base import AsyncClient
from tests.core.driving import perform
from tests.loopback import Answer, Loopback, says, sends_events
from tests.pictures import picture

KEY = "Zq9/KeyWith+Slash=0123456789ABCDEFGH"
FORMS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "URL": lambda key: quote(key, safe=""),
    "base64": lambda key: base64.b64encode(f"user:{key}!".encode()).decode(),
    "hex": lambda key: key.encode().hex(),
    "part": lambda key: key[:20],
}
PICTURE = base64.b64encode(picture(8, 8)).decode()


def event(kind: str, **data: Any) -> bytes:
    return f"event: {kind}\ndata: {json.dumps({'type': kind} | data)}\n\n".encode()


def told(mode: str, provider: str, loopback: Loopback, **arguments: Any) -> list[Any]:
    """The events of an edit, the last of which is its result."""
    prefix = "Async" if mode == "async" else ""
    client = getattr(pyvenice, f"{prefix}{provider}Client")(KEY, base_url=f"{loopback.url}/v1")
    if provider in {"Gemini", "Xinference"}:
        arguments["model"] = "m"

    def edit() -> Any:
        return client.image.edit(image=picture(8, 8), prompt="x", **arguments)

    def events() -> list[Any]:
        answer = edit()
        return [answer] if isinstance(answer, EditResult) else list(answer)

    async def aevents() -> list[Any]:
        answer = await edit()
        return [answer] if isinstance(answer, EditResult) else [event async for event in answer]

    found: list[Any] = perform(client, aevents if isinstance(client, AsyncClient) else events)
    return found


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("provider", ["OpenAI", "Xinference"])
@pytest.mark.parametrize("shape", ["json", "events", "stream"])
def test_a_result_quotes_no_key(
    shape: str, provider: str, form: str, client_mode: str, loopback: Loopback
) -> None:
    quoted = FORMS[form](KEY)
    usage = {"note": f"for {quoted}", quoted: [quoted]}
    items = {"data": [{"b64_json": PICTURE}], "created": 1, "usage": usage}
    answer: Answer = says(200, json.dumps(items).encode(), content_type="application/json")
    if shape != "json":
        answer = sends_events(
            event("progress", note=quoted), event("image_edit.completed", **items)
        )
    loopback.answers(answer)
    arguments = {"stream": True} if shape == "stream" else {}
    *progress, result = told(client_mode, provider, loopback, **arguments)
    assert isinstance(result, EditResult)
    assert result.image.data == picture(8, 8)
    assert all(isinstance(step, EditProgress) for step in progress)
    said = repr([result, result.usage, [(step.stage, step.details) for step in progress]])
    assert "<hidden>" in said
    assert quoted.removesuffix("=")[8:24] not in said


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("is_whole", [True, False], ids=["result", "error"])
def test_the_text_and_request_id_of_a_message_quote_no_key(
    client_mode: str, form: str, is_whole: bool, loopback: Loopback
) -> None:
    quoted = FORMS[form](KEY)
    pictures = [PICTURE] if is_whole else [PICTURE, "!!"]
    parts = [{"inlineData": {"mimeType": "image/png", "data": data}} for data in pictures]
    document = {
        "candidates": [{"content": {"parts": [{"text": quoted}, *parts]}}],
        "responseId": quoted,
        "modelVersion": quoted,
    }
    loopback.answers(says(200, json.dumps(document).encode(), content_type="application/json"))
    try:
        (result,) = told(client_mode, "Gemini", loopback)
    except pyvenice.AnswerError as error:
        assert not is_whole
        result = error.result
    assert result.image.data == picture(8, 8)
    said = repr([result.text, result.request_id, result.model])
    assert "<hidden>" in said
    assert quoted.removesuffix("=")[8:24] not in said
