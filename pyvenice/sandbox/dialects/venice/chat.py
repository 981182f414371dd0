"""Chat: a text that says what was read, a call of a tool that was asked for, or JSON for a schema."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from pyvenice.core.json_types import Json
from pyvenice.core.recording.recorded_exchange import WireResponse
from pyvenice.sandbox.dialects.rules import check_model, check_prompt
from pyvenice.sandbox.dialects.venice.account import Account
from pyvenice.sandbox.dialects.venice.models import STAND_INS, TRAITS
from pyvenice.sandbox.server.request import Request, Values
from pyvenice.sandbox.server.responses import event_stream, json_response

_PRICE = 2e-6
"""US dollars for a word, which is what the sandbox counts as a token."""
_CREATED = 1774396800
_SCALARS: dict[str, Json] = {"string": "sandbox", "integer": 1, "number": 1.5, "boolean": True}
_DEEPEST = 20


def complete(request: Request, account: Account) -> WireResponse:
    """The response to `POST /chat/completions`: JSON, or events with `stream`."""
    values = request.checked()
    model = _resolved(values["model"])
    check_model(model, ())
    prompt = _text(values["messages"][-1])
    check_prompt(prompt)
    message, reason = _message(values, prompt)
    read = sum(len(_text(given).split()) or 1 for given in values["messages"])
    written = len((message["content"] or "tool").split())
    cost = account.bill(request, f"{model}-llm", read + written, _PRICE)
    usage: dict[str, Any] = {
        "prompt_tokens": read,
        "completion_tokens": written,
        "total_tokens": read + written,
    }
    seed = hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()
    head: dict[str, Any] = {"id": f"chatcmpl-{seed[:24]}", "created": _CREATED, "model": model}
    if values.get("stream"):
        wants_usage = (values.get("stream_options") or {}).get("include_usage")
        return event_stream(_events(head, message, reason, usage if wants_usage else None))
    choice = {"index": 0, "finish_reason": reason, "logprobs": None, "message": message}
    body: dict[str, Any] = {
        **head,
        "object": "chat.completion",
        "choices": [{**choice, "index": index} for index in range(values.get("n", 1))],
        "usage": usage,
        "cost": {"usd": cost, "diem": cost},
    }
    return json_response(200, body)


def _resolved(model: str) -> str:
    """The model that a trait, or the id of another provider, stands for; without its suffix."""
    name = model.partition(":")[0]
    return TRAITS["text"].get(name) or STAND_INS["text"].get(name) or name


def _message(values: Values, prompt: str) -> tuple[dict[str, Any], str]:
    """The message of the assistant, and why it ended."""
    message: dict[str, Any] = {"role": "assistant", "content": None, "reasoning_content": None}
    if tool := _tool(values, prompt):
        arguments = json.dumps(_instance(tool.get("parameters", {})))
        call = {"name": tool["name"], "arguments": arguments}
        message["tool_calls"] = [{"id": "call_sandbox", "type": "function", "function": call}]
        return message, "tool_calls"
    format_ = values.get("response_format") or {}
    if format_.get("type") == "json_schema":
        wrapped = format_["json_schema"]
        text = json.dumps(_instance(wrapped.get("schema", wrapped)))
    else:
        text = _reply_text(values, prompt)
    words = text.split(" ")
    most = values.get("max_completion_tokens") or values.get("max_tokens") or len(words)
    message["content"] = " ".join(words[:most])
    return message, "length" if most < len(words) else "stop"


def _tool(values: Values, prompt: str) -> dict[str, Any] | None:
    """The function that the prompt names, or that `tool_choice` demands."""
    functions = [tool["function"] for tool in values.get("tools") or () if "function" in tool]
    choice = values.get("tool_choice")
    if choice == "none" or values["messages"][-1]["role"] == "tool":
        return None
    wanted = choice["function"]["name"] if isinstance(choice, dict) else None
    for function in functions:
        if function["name"] == wanted or (wanted is None and function["name"] in prompt):
            return dict(function)
    return dict(functions[0]) if functions and choice == "required" else None


def _reply_text(values: Values, prompt: str) -> str:
    messages = values["messages"]
    roles = ", ".join(message["role"] for message in messages)
    kinds = [
        part["type"]
        for message in messages
        for part in (message["content"] if isinstance(message.get("content"), list) else ())
        if part["type"] != "text"
    ]
    seen = f" It also held {', '.join(kinds)}." if kinds else ""
    return f"This is the sandbox, and no model. I read messages of {roles}.{seen} The last said: {prompt}"


def _text(message: dict[str, Any]) -> str:
    content = message.get("content")
    if isinstance(content, list):
        return " ".join(part.get("text", "") for part in content if part["type"] == "text")
    return str(content or "")


def _instance(schema: Any, depth: int = 0) -> Json:
    """The smallest value that a schema takes, of the keywords that answers use."""
    if not isinstance(schema, dict) or depth > _DEEPEST:
        return None
    for keyword in ("enum", "anyOf", "oneOf"):
        if schema.get(keyword):
            first = schema[keyword][0]
            return first if keyword == "enum" else _instance(first, depth + 1)
    if "const" in schema:
        known: Json = schema["const"]
        return known
    kind = schema.get("type", "object")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        properties = schema.get("properties", {})
        return {name: _instance(inner, depth + 1) for name, inner in properties.items()}
    if kind == "array":
        return [_instance(schema.get("items", {}), depth + 1)] * max(1, schema.get("minItems", 0))
    return _SCALARS.get(kind)


def _events(
    head: dict[str, Any], message: dict[str, Any], reason: str, usage: dict[str, Any] | None
) -> Iterator[bytes]:
    yield _event(head, {"role": "assistant", "content": ""})
    for index, call in enumerate(message.get("tool_calls", ())):
        yield _event(head, {"tool_calls": [{"index": index, **call}]})
    text = message["content"] or ""
    for number, word in enumerate(text.split(" ") if text else ()):
        yield _event(head, {"content": word if number == 0 else f" {word}"})
    yield _event(head, {}, reason)
    if usage is not None:
        yield _data({**head, "object": "chat.completion.chunk", "choices": [], "usage": usage})
    yield b"data: [DONE]\n\n"


def _event(head: dict[str, Any], delta: dict[str, Any], reason: str | None = None) -> bytes:
    choice: dict[str, Any] = {"index": 0, "delta": delta, "finish_reason": reason, "logprobs": None}
    return _data({**head, "object": "chat.completion.chunk", "choices": [choice]})


def _data(tree: Json) -> bytes:
    return f"data: {json.dumps(tree, separators=(',', ':'))}\n\n".encode()
