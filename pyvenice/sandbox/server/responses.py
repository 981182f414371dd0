"""Responses of the sandbox: JSON, complete bodies, and streams of server-sent events."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from pyvenice.core.json_types import Json
from pyvenice.core.recording.recorded_exchange import WireResponse

Headers = list[tuple[str, str]]

MARK = ("x-sandbox", "pyvenice")
EVENT_STREAM = "text/event-stream"


def json_response(
    status: int, tree: Json, headers: Iterable[tuple[str, str]] = (), operations: Sequence[str] = ()
) -> WireResponse:
    """A JSON body with its headers."""
    # ASCII only: what a request put in, such as a terminal's control characters, goes out escaped.
    body = json.dumps(tree, separators=(",", ":")).encode()
    return full_response(status, body, "application/json", headers, operations)


def full_response(
    status: int,
    body: bytes,
    media_type: str,
    headers: Iterable[tuple[str, str]] = (),
    operations: Sequence[str] = (),
) -> WireResponse:
    """A complete body with its length."""
    framing = [("content-type", media_type), ("content-length", str(len(body)))]
    return WireResponse(status, [*framing, *headers, *marks(operations)], [body])


def event_stream(
    events: Iterable[bytes], headers: Iterable[tuple[str, str]] = (), operations: Sequence[str] = ()
) -> WireResponse:
    """A stream of server-sent events."""
    framing = [("content-type", f"{EVENT_STREAM}; charset=utf-8"), ("cache-control", "no-cache")]
    return WireResponse(200, [*framing, *headers, *marks(operations)], events)


def event(name: str, tree: Json) -> bytes:
    """One server-sent event; without a line for its name where that is empty."""
    line = f"event: {name}\n" if name else ""
    return f"{line}data: {json.dumps(tree, separators=(',', ':'))}\n\n".encode()


def marks(operations: Sequence[str]) -> Headers:
    """The headers that say that no model made the picture, and what was done to it."""
    names = ", ".join(dict.fromkeys(operations)).encode("ascii", "replace").decode()
    return [MARK, *([("x-sandbox-operations", names)] if names else [])]
