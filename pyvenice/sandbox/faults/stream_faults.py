"""Stream faults: server-sent events that end early, say it otherwise, or come where none are meant."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pyvenice.core.images.header import sniff
from pyvenice.sandbox.faults.grammar import Fault
from pyvenice.sandbox.server.responses import event

REASON = "The GPU died."
"""Why a stream fails, in the events that say so."""

_END = "[DONE]"
_DONE = f"data: {_END}\n\n".encode()
_GATEWAY_PAGE = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
_PICTURE_FAULTS = frozenset(["whole", "url", "data-uri"])
_HEARTBEATS = {
    "empty": b"data:\n\n",
    "comment": b"data: : keepalive\n\n",
    "ping": b"event: ping\ndata: ping\n\n",
    "null": b"event: ping\ndata: null\n\n",
}

Block = bytes
"""One event as it goes over the wire."""


@dataclass(frozen=True, slots=True)
class EventFormat:
    """How a dialect writes events."""

    error_event: bytes = b""
    """What ends a stream when something goes wrong."""
    result_events: Callable[[Any], Iterable[bytes]] = lambda tree: [event("", tree)]
    """A plain JSON response as the events of a stream."""
    link: Callable[[bytes], str] = lambda _: ""
    """Keeps a picture and gives its URL."""


def altered_stream(events: Iterable[Block], fault: Fault, form: EventFormat) -> Iterator[Block]:
    """The events of a stream with the fault in them."""
    if fault.name == "heartbeat":
        return _before_each(events, _HEARTBEATS[fault.argument])
    if fault.argument in _ENDS:
        return _with_other_end(events, lambda last: _ENDS[fault.argument](last, form))
    return _REWRITES[fault.argument](events, form)


def as_events(tree: Any, form: EventFormat) -> bytes:
    """A plain JSON response as a whole stream of events."""
    return b"".join(form.result_events(tree)) + _DONE


def parse_event(block: Block) -> tuple[str, Any]:
    """The name of an event, which may be empty, and its JSON; `None` for data that is no JSON."""
    *names, data = block.decode().strip().split("\n")
    text = data.removeprefix("data: ")
    tree = None if text == _END else json.loads(text)
    return "".join(name.removeprefix("event: ") for name in names), tree


def needs_pictures(fault: Fault) -> bool:
    """Whether a fault of a stream changes the pictures in its events."""
    return fault.name == "image" or fault.argument in _PICTURE_FAULTS


def _before_each(events: Iterable[Block], extra: Block) -> Iterator[Block]:
    for block in events:
        yield extra
        yield block
    yield extra


def _with_other_end(events: Iterable[Block], end: Callable[[Block], Block]) -> Iterator[Block]:
    last = b""
    for block in events:
        if last:
            yield last
        last = block
    if rest := end(last):
        yield rest


def _failed_event(last: Block, _: EventFormat) -> Block:
    name = parse_event(last)[0]
    kind = ".".join([*name.split(".")[:-1], "failed"])
    return event(name and kind, {"type": kind, "message": REASON})


def _with_news(events: Iterable[Block], _: EventFormat) -> Iterator[Block]:
    return _before_each(events, event("sandbox.news", {"type": "sandbox.news", "text": "none"}))


def _as_page(*_: object) -> Iterator[Block]:
    return iter([_GATEWAY_PAGE])


def _as_whole(events: Iterable[Block], _: EventFormat) -> Iterator[Block]:
    return iter([event("", _whole_response(events)), _DONE])


def _as_links(events: Iterable[Block], form: EventFormat) -> Iterator[Block]:
    return (_with_url(block, form.link) for block in events)


def _as_data_uris(events: Iterable[Block], _: EventFormat) -> Iterator[Block]:
    return (_with_url(block, _data_uri) for block in events)


def _whole_response(events: Iterable[Block]) -> Any:
    """The response that a plain call would have had."""
    items: list[Any] = []
    for name, tree in map(parse_event, events):
        if "data" in tree:
            return tree
        if "b64_json" in tree and "partial" not in name:
            items.append({"b64_json": tree["b64_json"]})
    return {"created": 0, "data": items}


def _with_url(block: Block, link: Callable[[bytes], str]) -> Block:
    name, tree = parse_event(block)
    if "data" in tree:
        return event(name, {**tree, "data": [_with_link(item, link) for item in tree["data"]]})
    if "partial" in name or "b64_json" not in tree:
        return block
    linked = _with_link(tree, link)
    del linked["b64_json"]
    return event(name, linked)


def _with_link(item: dict[str, Any], link: Callable[[bytes], str]) -> dict[str, Any]:
    return {**item, "b64_json": None, "url": link(base64.b64decode(item["b64_json"]))}


def _data_uri(picture: bytes) -> str:
    kind = sniff(picture) or "image/png"
    return f"data:{kind};base64,{base64.b64encode(picture).decode()}"


_ERROR = {"error": {"message": REASON, "code": "gpu_died"}}
_ENDS: dict[str, Callable[[Block, EventFormat], Block]] = {
    "cut": lambda *_: b"",
    "half": lambda last, _: last[: len(last) // 2],
    "error": lambda _, form: form.error_event,
    "failed": _failed_event,
    "failed-nested": lambda *_: event("", {"type": "response.failed", "response": _ERROR}),
    "json-line": lambda *_: json.dumps(_ERROR).encode() + b"\n\n",
    "done": lambda *_: _DONE,
}
"""What comes instead of the last event."""
_REWRITES: dict[str, Callable[[Iterable[Block], EventFormat], Iterator[Block]]] = {
    "whole": _as_whole,
    "url": _as_links,
    "data-uri": _as_data_uris,
    "unknown": _with_news,
    "html": _as_page,
}
