"""Chat: a text that says what was read, a call of a tool that was asked for, or JSON for a schema."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pyvenice.core.json_types import Json
from pyvenice.core.recording.recorded_exchange import WireResponse
from pyvenice.sandbox.dialects.rules import check_model, check_prompt
from pyvenice.sandbox.dialects.venice import models
from pyvenice.sandbox.dialects.venice.account import Account
from pyvenice.sandbox.server.errors import APIError
from pyvenice.sandbox.server.request import Request, Values
from pyvenice.sandbox.server.responses import event, event_stream, json_response

_PRICES = {"input": 1.0, "output": 2.0}
"""US dollars for a million words, which are what the sandbox counts as tokens, of unknown models."""
_CREATED = 1774396800
_SCALARS: dict[str, Json] = {"string": "sandbox", "integer": 1, "number": 1.5, "boolean": True}
_DEEPEST = 20
_OFF = frozenset(["none", "off"])


@dataclass(slots=True)
class Answer:
    """What the sandbox says: a text, or the call of a tool; and what it read and wrote, in words."""

    model: str
    id: str
    text: str
    reasoning: str
    tool_call: dict[str, Any] | None
    reason: str
    read: int
    written: int
    cost: float

    @property
    def usage(self) -> dict[str, Any]:
        """As chat reports it."""
        thought = len(self.reasoning.split())
        usage: dict[str, Any] = {
            "prompt_tokens": self.read,
            "completion_tokens": self.written,
            "total_tokens": self.read + self.written,
        }
        if thought:
            usage["completion_tokens_details"] = {"reasoning_tokens": thought}
        return usage


def complete(request: Request, account: Account) -> WireResponse:
    """The response to `POST /chat/completions`: JSON, or events with `stream`."""
    values = request.valid_fields()
    answer = make_answer(request, account, values)
    head: dict[str, Any] = {"id": answer.id, "created": _CREATED, "model": answer.model}
    citations = _citations(values)
    headers = [("x-venice-model-id", answer.model)]
    if values.get("stream"):
        wants_usage = (values.get("stream_options") or {}).get("include_usage")
        usage = answer.usage if wants_usage else None
        return event_stream(_events(head, answer, usage, citations), headers)
    choice = {"finish_reason": answer.reason, "logprobs": None, "message": _message(answer)}
    body: dict[str, Any] = {
        **head,
        "object": "chat.completion",
        "choices": [{**choice, "index": index} for index in range(values.get("n", 1))],
        "usage": answer.usage,
        "cost": {"usd": answer.cost, "diem": answer.cost},
    }
    if citations:
        body["venice_parameters"] = _parameters(values, citations)
    return json_response(200, body, headers)


def make_answer(request: Request, account: Account, values: Values) -> Answer:
    """What the sandbox says to a conversation; it is billed. Raises `APIError`."""
    model = models.resolved(values["model"], "text")
    check_model(model, models.ids_of("text"))
    prompt = _text(values["messages"][-1])
    check_prompt(prompt)
    _check_context(model, values)
    reasoning = _reasoning(model, values)
    tool, text, reason = _tool(values, prompt), "", "tool_calls"
    if tool is None:
        text, reason = _cut(values, _whole_text(values, prompt))
    seed = hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()
    read = sum(len(_text(given).split()) or 1 for given in values["messages"])
    written = len((text or "tool").split()) * values.get("n", 1) + len(reasoning.split())
    cost = _bill(request, account, model, read, written)
    return Answer(
        model, f"chatcmpl-{seed[:24]}", text, reasoning, tool, reason, read, written, cost
    )


def _bill(request: Request, account: Account, model: str, read: int, written: int) -> float:
    by_kind = {
        kind: models.price(model, kind, otherwise) * 1e-6 for kind, otherwise in _PRICES.items()
    }
    cost = account.bill(request, f"{model}-llm-input", read, by_kind["input"], (read, 0))
    cost += account.bill(request, f"{model}-llm-output", written, by_kind["output"], (0, written))
    return round(cost, 12)


def _check_context(model: str, values: Values) -> None:
    """Refuse more words than the model has room for, as OpenAI puts it. Raises `APIError`."""
    room = models.rows().get(model, {}).get("context", 10**9)
    given = sum(len(_text(message).split()) for message in values["messages"])
    if given > room:
        raise APIError("context", f"{given}/{room}", status=400)


def _reasoning(model: str, values: Values) -> str:
    """The thoughts of a model that has any, unless they are switched off."""
    if "supportsReasoning" not in models.rows().get(model, {}).get("can", ()):
        return ""
    given = values.get("reasoning") or {}
    wanted = values.get("reasoning_effort") or given.get("effort") or "medium"
    parameters = values.get("venice_parameters") or {}
    is_off = wanted in _OFF or given.get("enabled") is False or parameters.get("disable_thinking")
    return "" if is_off else f"The sandbox thinks with {wanted} effort."


def _tool(values: Values, prompt: str) -> dict[str, Any] | None:
    """The call of the function that the prompt names, or that `tool_choice` demands."""
    functions = [tool["function"] for tool in values.get("tools") or () if "function" in tool]
    choice = values.get("tool_choice")
    if choice == "none" or values["messages"][-1]["role"] == "tool":
        return None
    wanted = choice["function"]["name"] if isinstance(choice, dict) else None
    for function in functions:
        if function["name"] == wanted or (wanted is None and function["name"] in prompt):
            return _call(function)
    return _call(functions[0]) if functions and choice == "required" else None


def _call(function: dict[str, Any]) -> dict[str, Any]:
    parameters = function.get("parameters", {})
    arguments = json.dumps(_instance(parameters, parameters))
    called = {"name": function["name"], "arguments": arguments}
    return {"id": "call_sandbox", "type": "function", "function": called}


def _whole_text(values: Values, prompt: str) -> str:
    format_ = values.get("response_format") or {}
    if format_.get("type") == "json_schema":
        wrapped = format_["json_schema"]
        schema = wrapped.get("schema", wrapped)
        return json.dumps(_instance(schema, schema))
    if format_.get("type") == "json_object":
        return json.dumps({"text": prompt})
    return _reply_text(values, prompt)


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


def _cut(values: Values, text: str) -> tuple[str, str]:
    """The text up to a stop word and within the limit of words, and why it ends."""
    stops = values.get("stop") or ()
    for stop in (stops,) if isinstance(stops, str) else stops:
        text = text.partition(stop)[0] if stop else text
    words = text.split(" ")
    most = values.get("max_completion_tokens") or values.get("max_tokens") or len(words)
    return " ".join(words[:most]), "length" if most < len(words) else "stop"


def _text(message: dict[str, Any]) -> str:
    content = message.get("content")
    if isinstance(content, list):
        return " ".join(part.get("text", "") for part in content if part["type"] == "text")
    return str(content or "")


def _instance(schema: Any, root: Any = None, depth: int = 0) -> Json:
    """The smallest value that a schema takes, of the keywords that answers use."""
    if not isinstance(schema, dict) or depth > _DEEPEST:
        return None
    if (chosen := _alternative(schema, root)) is not None:
        return _instance(chosen, root, depth + 1)
    for keyword in ("const", "enum"):
        if keyword in schema:
            known: Json = schema[keyword] if keyword == "const" else schema[keyword][0]
            return known
    kind = schema.get("type", "object")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        properties = schema.get("properties", {})
        return {name: _instance(inner, root, depth + 1) for name, inner in properties.items()}
    if kind == "array":
        item = _instance(schema.get("items", {}), root, depth + 1)
        return [item] * max(1, schema.get("minItems", 0))
    return _scalar(kind, schema)


def _alternative(schema: dict[str, Any], root: Any) -> Any:
    """The schema that stands for this one: what a reference leads to, or the first of several."""
    if isinstance(reference := schema.get("$ref"), str):
        return _definition(root, reference)
    return next(
        (schema[keyword][0] for keyword in ("anyOf", "oneOf", "allOf") if schema.get(keyword)), None
    )


def _scalar(kind: str, schema: dict[str, Any]) -> Json:
    if kind in {"integer", "number"}:
        low, high = schema.get("minimum"), schema.get("maximum")
        if low is not None or high is not None:
            return low if low is not None else high
    if kind == "string":
        text = "sandbox".ljust(schema.get("minLength", 0), "x")
        return text[: schema.get("maxLength", len(text))]
    return _SCALARS.get(kind)


def _definition(root: Any, reference: str) -> Any:
    node = root
    for step in reference.removeprefix("#/").split("/"):
        node = node.get(step) if isinstance(node, dict) else None
    return node


def _citations(values: Values) -> list[dict[str, Any]]:
    wanted = (values.get("venice_parameters") or {}).get("enable_web_search", "off")
    if wanted == "off":
        return []
    page = {"title": "A page of the sandbox", "url": "https://sandbox.example/page"}
    return [{**page, "content": "The sandbox searched nothing.", "date": "2026-01-01"}]


def _parameters(values: Values, citations: list[dict[str, Any]]) -> dict[str, Any]:
    """The parameters that were in force, with what the search found."""
    usual: dict[str, Any] = {
        "enable_e2ee": True,
        "enable_web_search": "off",
        "enable_web_citations": False,
        "enable_web_scraping": False,
        "include_venice_system_prompt": True,
        "include_search_results_in_stream": False,
        "return_search_results_as_documents": False,
        "strip_thinking_response": False,
        "disable_thinking": False,
    }
    given = values.get("venice_parameters") or {}
    known = {name: given.get(name, value) for name, value in usual.items()}
    return {**known, "web_search_citations": citations}


def _message(answer: Answer) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": answer.text or None}
    message["reasoning_content"] = answer.reasoning or None
    if answer.tool_call is not None:
        message["tool_calls"] = [answer.tool_call]
    return message


def _events(
    head: dict[str, Any],
    answer: Answer,
    usage: dict[str, Any] | None,
    citations: list[dict[str, Any]],
) -> Iterator[bytes]:
    first = {**head, "venice_parameters": {"web_search_citations": citations}}
    yield _event(first if citations else head, {"role": "assistant", "content": ""})
    for piece in _pieces(answer.reasoning):
        yield _event(head, {"reasoning_content": piece})
    if answer.tool_call is not None:
        yield from _tool_events(head, answer.tool_call)
    for piece in _pieces(answer.text):
        yield _event(head, {"content": piece})
    yield _event(head, {}, answer.reason)
    if usage is not None:
        yield event("", {**head, "object": "chat.completion.chunk", "choices": [], "usage": usage})
    yield b"data: [DONE]\n\n"


def _tool_events(head: dict[str, Any], call: dict[str, Any]) -> Iterator[bytes]:
    """A call in pieces: its name first, then its arguments in two halves."""
    arguments = call["function"]["arguments"]
    named = {"name": call["function"]["name"], "arguments": ""}
    yield _event(head, {"tool_calls": [{"index": 0, **call, "function": named}]})
    middle = len(arguments) // 2
    for part in (arguments[:middle], arguments[middle:]):
        yield _event(head, {"tool_calls": [{"index": 0, "function": {"arguments": part}}]})


def _pieces(text: str) -> Iterator[str]:
    for number, word in enumerate(text.split(" ") if text else ()):
        yield word if number == 0 else f" {word}"


def _event(head: dict[str, Any], delta: dict[str, Any], reason: str | None = None) -> bytes:
    choice: dict[str, Any] = {"index": 0, "delta": delta, "finish_reason": reason, "logprobs": None}
    return event("", {**head, "object": "chat.completion.chunk", "choices": [choice]})
