"""Response faults: a correct response, changed on its way out."""

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
from pyvenice.sandbox.faults.stream_faults import (
    EventFormat,
    altered_stream,
    as_events,
    needs_pictures,
    parse_event,
)
from pyvenice.sandbox.server.errors import APIError
from pyvenice.sandbox.server.request_log import LoggedRequest
from pyvenice.sandbox.server.responses import EVENT_STREAM, Headers, event

_PAGE = b"<!doctype html><title>Welcome to the hotel</title><p>Please accept the terms."
_BLOCK = b"A" * 65536
_WAITING_STATUSES = frozenset([429, 503])

Change = Callable[[Any], Any]


def carry_out(
    logged: LoggedRequest, work: Callable[[], WireResponse], form: EventFormat | None = None
) -> WireResponse:
    """The response of `work`, with the fault of the request in it unless that is of the connection.

    `form` is how the dialect writes events. Raises `APIError` for a status or a redirect on request,
    and for a fault that this response cannot have.
    """
    if logged.fault is not None:
        _raise_instead(logged.fault)
    response = work()
    if logged.fault is not None:
        response = _alter(response, logged.fault, form or EventFormat())
    logged.executed = True
    return response


def _raise_instead(fault: Fault) -> None:
    if fault.name == "redirect":
        raise APIError("fault", status=307, headers=[("location", fault.argument)])
    if fault.status:
        wait = fault.argument or ("1" if fault.status in _WAITING_STATUSES else "none")
        headers = [] if wait == "none" else [("retry-after", wait)]
        raise APIError("fault", status=fault.status, headers=headers)


def _alter(response: WireResponse, fault: Fault, form: EventFormat) -> WireResponse:
    if fault.name in {"stream", "heartbeat"}:
        return _altered_stream(response, fault, form)
    if fault.name == "events":
        return _as_events(response, fault, form)
    alter = _ALTERATIONS.get(fault.name)
    return alter(response, fault) if alter else response


def _with_bad_json(response: WireResponse, _: Fault) -> WireResponse:
    return _with_body(response, b'{"data": [{"b64_json": ', "application/json")


def _with_page(response: WireResponse, _: Fault) -> WireResponse:
    return _with_body(response, _PAGE, "text/html")


def _with_other_type(response: WireResponse, fault: Fault) -> WireResponse:
    return replace(response, headers=_headers(response, ("content-type", fault.argument)))


def _without_end(response: WireResponse, _: Fault) -> WireResponse:
    headers = _headers(response, without="content-length")
    return replace(response, headers=headers, body=_endless(response.body))


def _headers(response: WireResponse, *instead: tuple[str, str], without: str = "") -> Headers:
    """The headers, with others instead of those of the same names."""
    dropped = {without, *(name for name, _ in instead)}
    return [*instead, *(header for header in response.headers if header[0] not in dropped)]


def _with_body(response: WireResponse, body: bytes, media_type: str | None = None) -> WireResponse:
    length = ("content-length", str(len(body)))
    kind = () if media_type is None else (("content-type", media_type),)
    return replace(response, headers=_headers(response, *kind, length), body=[body])


def _media_type(response: WireResponse) -> str:
    return dict(response.headers).get("content-type", "").partition(";")[0]


def _endless(body: Iterable[bytes]) -> Iterator[bytes]:
    whole = b"".join(body)
    return itertools.chain([whole[: len(whole) // 2]], itertools.repeat(_BLOCK))


def _altered_stream(response: WireResponse, fault: Fault, form: EventFormat) -> WireResponse:
    if _media_type(response) != EVENT_STREAM:
        raise _not_applicable(fault, "a stream of events")
    events = _with_pictures(response, fault) if needs_pictures(fault) else response.body
    return replace(response, body=altered_stream(events, fault, form))


def _with_pictures(response: WireResponse, fault: Fault) -> list[bytes]:
    """The events of a stream of pictures. Raises `APIError` for a stream of anything else."""
    events = list(response.body)
    if not any(b'"b64_json"' in block for block in events):
        raise _not_applicable(fault, "pictures in the answer")
    return events


def _as_events(response: WireResponse, fault: Fault, form: EventFormat) -> WireResponse:
    tree = _tree(response)
    if tree is None:
        raise _not_applicable(fault, "a plain answer in JSON")
    media_type = EVENT_STREAM if fault.argument == "stream" else "application/json"
    return _with_body(response, as_events(tree, form), media_type)


def _with_damaged_images(response: WireResponse, fault: Fault) -> WireResponse:
    media_type = _media_type(response)
    damage = _DAMAGES[fault.argument]
    if media_type.startswith("image/"):
        return _with_body(response, damage(b"".join(response.body)))
    if media_type == EVENT_STREAM:
        blocks = _with_pictures(response, fault)
        return replace(response, body=(_damaged_event(block, damage) for block in blocks))
    tree = _tree(response)
    changed = _with_other_texts(
        tree, {"b64_json": _in_base64(damage), "images": _in_base64(damage)}
    )
    if changed == tree:
        raise _not_applicable(fault, "pictures in the answer")
    return _with_body(response, json.dumps(changed).encode())


def _with_faulty_links(response: WireResponse, fault: Fault) -> WireResponse:
    query = urlencode({FAULT_QUERY: fault.argument})
    tree = _tree(response)
    changed = _with_other_texts(tree, {"url": lambda url: f"{url}?{query}" if url else url})
    if changed == tree:
        raise _not_applicable(fault, "links in the answer")
    return _with_body(response, json.dumps(changed).encode())


def _tree(response: WireResponse) -> Any:
    is_json = _media_type(response) == "application/json"
    return json.loads(b"".join(response.body)) if is_json else None


def _damaged_event(block: bytes, damage: Callable[[bytes], bytes]) -> bytes:
    name, tree = parse_event(block)
    return event(name, _with_other_texts(tree, {"b64_json": _in_base64(damage)}))


def _with_other_texts(tree: Any, changes: dict[str, Change], name: str = "") -> Any:
    """The tree with the texts of some names changed, also those in lists."""
    if isinstance(tree, dict):
        return {key: _with_other_texts(value, changes, key) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_with_other_texts(value, changes, name) for value in tree]
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


_ALTERATIONS: dict[str, Callable[[WireResponse, Fault], WireResponse]] = {
    "bad-json": _with_bad_json,
    "html": _with_page,
    "wrong-type": _with_other_type,
    "image": _with_damaged_images,
    "endless": _without_end,
    "link": _with_faulty_links,
}


def _not_applicable(fault: Fault, needed: str) -> APIError:
    return APIError("value", f"the fault {fault.name} needs {needed}")
