"""Faults of the content: an honest answer, changed on its way out."""

from __future__ import annotations

import base64
import itertools
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from PIL import Image

from pyvenice.core.recording.recorded_exchange import WireResponse
from pyvenice.sandbox.faults.grammar import FAULT_QUERY, Fault
from pyvenice.sandbox.server.exchange import Headers, event
from pyvenice.sandbox.server.refusals import FaultError, RefusalError
from pyvenice.sandbox.server.request_log import Visit

_PAGE = b"<!doctype html><title>Welcome to the hotel</title><p>Please accept the terms."
_BLOCK = b"A" * 65536
_STREAM = "text/event-stream"

Change = Callable[[Any], Any]


def carried_out(
    visit: Visit, work: Callable[[], WireResponse], error_event: bytes = b""
) -> WireResponse:
    """The answer of `work`, with the fault of the visit in it unless the connection has to break.

    `error_event` is how the dialect reports an error within a stream. Raises `RefusalError` for a
    status or a redirect that was asked for, and for a fault that this answer cannot have.
    """
    if visit.fault is not None:
        _refuse_instead(visit.fault)
    answer = work()
    if visit.fault is not None:
        answer = _altered(answer, visit.fault, error_event)
    visit.executed = True
    return answer


def _refuse_instead(fault: Fault) -> None:
    if fault.name == "redirect":
        raise FaultError(307, ("location", fault.argument))
    if fault.status:
        waits = fault.argument or ("1" if fault.status in {429, 503} else "none")
        raise FaultError(fault.status, *([] if waits == "none" else [("retry-after", waits)]))


def _altered(answer: WireResponse, fault: Fault, error_event: bytes) -> WireResponse:
    match fault.name:
        case "bad-json":
            answer = _whole(answer, b'{"data": [{"b64_json": ', "application/json")
        case "html":
            answer = _whole(answer, _PAGE, "text/html")
        case "wrong-type":
            answer = replace(answer, headers=_headers(answer, ("content-type", fault.argument)))
        case "image":
            answer = _with_images(answer, fault)
        case "endless":
            unmeasured = _headers(answer, without="content-length")
            answer = replace(answer, headers=unmeasured, body=_endless(answer.body))
        case "stream":
            answer = _broken_stream(answer, fault, error_event)
        case "link":
            answer = _with_links(answer, fault)
    return answer


def _headers(answer: WireResponse, *instead: tuple[str, str], without: str = "") -> Headers:
    """The headers, with others instead of those of the same names."""
    dropped = {without, *(name for name, _ in instead)}
    return [*instead, *(one for one in answer.headers if one[0] not in dropped)]


def _whole(answer: WireResponse, body: bytes, media_type: str | None = None) -> WireResponse:
    length = ("content-length", str(len(body)))
    kind = () if media_type is None else (("content-type", media_type),)
    return replace(answer, headers=_headers(answer, *kind, length), body=[body])


def _media_type(answer: WireResponse) -> str:
    return dict(answer.headers).get("content-type", "").partition(";")[0]


def _endless(body: Iterable[bytes]) -> Iterator[bytes]:
    whole = b"".join(body)
    return itertools.chain([whole[: len(whole) // 2]], itertools.repeat(_BLOCK))


def _broken_stream(answer: WireResponse, fault: Fault, error_event: bytes) -> WireResponse:
    if _media_type(answer) != _STREAM:
        raise _unfit(fault, "a stream of events")
    return replace(answer, body=_without_last(answer.body, fault.argument, error_event))


def _without_last(events: Iterable[bytes], how: str, error_event: bytes) -> Iterator[bytes]:
    last = b""
    for one in events:
        if last:
            yield last
        last = one
    if how == "half":
        yield last[: len(last) // 2]
    elif how == "error":
        yield error_event


def _with_images(answer: WireResponse, fault: Fault) -> WireResponse:
    kind = _media_type(answer)
    damage = _DAMAGES[fault.argument]
    if kind.startswith("image/"):
        return _whole(answer, damage(b"".join(answer.body)))
    if kind == _STREAM:
        return replace(answer, body=(_changed_event(one, damage) for one in answer.body))
    tree = _tree(answer)
    changed = _changed(tree, {"b64_json": _in_base64(damage), "images": _in_base64(damage)})
    if changed == tree:
        raise _unfit(fault, "pictures in the answer")
    return _whole(answer, json.dumps(changed).encode())


def _with_links(answer: WireResponse, fault: Fault) -> WireResponse:
    query = urlencode({FAULT_QUERY: fault.argument})
    tree = _tree(answer)
    changed = _changed(tree, {"url": lambda url: f"{url}?{query}" if url else url})
    if changed == tree:
        raise _unfit(fault, "links in the answer")
    return _whole(answer, json.dumps(changed).encode())


def _tree(answer: WireResponse) -> Any:
    return json.loads(b"".join(answer.body)) if _media_type(answer) == "application/json" else None


def _changed_event(one: bytes, damage: Callable[[bytes], bytes]) -> bytes:
    name, data = one.decode().strip().split("\n")
    tree = json.loads(data.removeprefix("data: "))
    return event(name.removeprefix("event: "), _changed(tree, {"b64_json": _in_base64(damage)}))


def _changed(tree: Any, changes: dict[str, Change], name: str = "") -> Any:
    """The tree with the texts of some names changed, also those in lists."""
    if isinstance(tree, dict):
        return {key: _changed(value, changes, key) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_changed(value, changes, name) for value in tree]
    return changes[name](tree) if name in changes and isinstance(tree, str) else tree


def _in_base64(damage: Callable[[bytes], bytes]) -> Change:
    return lambda text: base64.b64encode(damage(base64.b64decode(text))).decode()


def _as_gif(data: bytes) -> bytes:
    stream = BytesIO()
    with Image.open(BytesIO(data)) as image:
        image.convert("RGB").save(stream, "GIF")
    return stream.getvalue()


_DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "truncated": lambda data: data[: len(data) // 2],
    "other": _as_gif,
    "none": lambda _: b"this is no image",
    "empty": lambda _: b"",
}


def _unfit(fault: Fault, needed: str) -> RefusalError:
    return RefusalError("value", f"the fault {fault.name} needs {needed}")
