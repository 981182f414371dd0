"""Responses: what chat says, as items; the events of a stream are assumed to be those of OpenAI's API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyvenice.core.recording.recorded_exchange import WireResponse
from pyvenice.sandbox.dialects.venice.account import Account
from pyvenice.sandbox.dialects.venice.text.chat import Answer, make_answer
from pyvenice.sandbox.server.request import Request, Values
from pyvenice.sandbox.server.responses import event, event_stream, json_response

_CREATED = 1774396800
_TEXTS = frozenset(["input_text", "output_text", "text"])
_ROLES = frozenset(["user", "assistant", "system", "developer"])


def create(request: Request, account: Account) -> WireResponse:
    """The response to `POST /responses`: JSON, or events with `stream`."""
    values = request.valid_fields()
    answer = make_answer(request, account, _as_chat(values))
    body = _body(answer)
    if values.get("stream"):
        return event_stream(_events(body, answer))
    return json_response(200, body)


def _as_chat(values: Values) -> Values:
    """The same conversation as chat has it."""
    given = values["input"]
    items = [{"role": "user", "content": given}] if isinstance(given, str) else given
    chat: Values = {"model": values["model"], "messages": [_message(item) for item in items]}
    if "max_output_tokens" in values:
        chat["max_completion_tokens"] = values["max_output_tokens"]
    tools = [tool for tool in values.get("tools") or () if tool.get("type") == "function"]
    if tools:
        chat["tools"] = [
            tool if "function" in tool else {"function": {**tool, "type": None}} for tool in tools
        ]
    for name in ("tool_choice", "reasoning", "temperature", "top_p"):
        if values.get(name) is not None:
            chat[name] = values[name]
    return chat


def _message(item: dict[str, Any]) -> dict[str, Any]:
    """An item of the input as a message."""
    if item.get("type") == "function_call_output":
        return {"role": "tool", "content": str(item.get("output", ""))}
    if item.get("role") not in _ROLES:
        return {"role": "assistant", "content": ""}
    content = item.get("content", "")
    if isinstance(content, str):
        return {"role": item["role"], "content": content}
    parts = [
        {"type": "text", "text": part.get("text", "")}
        if part.get("type") in _TEXTS
        else {"type": str(part.get("type"))}
        for part in content
    ]
    return {"role": item["role"], "content": parts}


def _body(answer: Answer) -> dict[str, Any]:
    return {
        "id": answer.id.replace("chatcmpl-", "resp_"),
        "object": "response",
        "created_at": _CREATED,
        "model": answer.model,
        "status": "completed",
        "output": list(_items(answer)),
        "usage": {
            "input_tokens": answer.read,
            "output_tokens": answer.written,
            "output_tokens_details": {"reasoning_tokens": len(answer.reasoning.split())},
            "total_tokens": answer.read + answer.written,
        },
    }


def _items(answer: Answer) -> Iterator[dict[str, Any]]:
    if answer.reasoning:
        yield {"type": "reasoning", "id": "rs_sandbox", "summary": [answer.reasoning]}
    if answer.tool_call is not None:
        function = answer.tool_call["function"]
        call = {"type": "function_call", "id": "fc_sandbox", "call_id": answer.tool_call["id"]}
        yield {**call, **function, "status": "completed"}
        return
    part = {"type": "output_text", "text": answer.text, "annotations": []}
    message = {"type": "message", "id": "msg_sandbox", "status": "completed", "role": "assistant"}
    yield {**message, "content": [part]}


def _events(body: dict[str, Any], answer: Answer) -> Iterator[bytes]:
    begun = {**body, "status": "in_progress", "output": []}
    trees: list[dict[str, Any]] = [{"type": "response.created", "response": begun}]
    place: dict[str, Any] = {"item_id": "msg_sandbox", "output_index": 0, "content_index": 0}
    for number, word in enumerate(answer.text.split(" ") if answer.text else ()):
        delta = word if number == 0 else f" {word}"
        trees.append({"type": "response.output_text.delta", **place, "delta": delta})
    if answer.text:
        trees.append({"type": "response.output_text.done", **place, "text": answer.text})
    trees.extend(
        {"type": "response.output_item.done", "output_index": index, "item": item}
        for index, item in enumerate(body["output"])
    )
    trees.append({"type": "response.completed", "response": body})
    for number, tree in enumerate(trees):
        yield event(tree["type"], {**tree, "sequence_number": number})
