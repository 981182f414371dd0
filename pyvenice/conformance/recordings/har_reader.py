"""HAR 1.2, as browsers, proxies and test tools write it."""

from __future__ import annotations

import binascii
import json
from collections.abc import Iterator, Mapping
from typing import Any

from pyvenice.conformance.recordings.recording_entry import (
    Recorded,
    RecordingError,
    base64_bytes,
    lower,
)
from pyvenice.core.recording.recorded_exchange import Exchange

Json = Any

_LOST = "�"
_BINARY = ("\x89PNG", "\xff\xd8\xff", "RIFF")


def read_har(text: str, name: str) -> Iterator[Recorded]:
    """The entries of a HAR file. Raises `RecordingError` where it breaks off, or is none."""
    try:
        entries = json.loads(text)["log"]["entries"]
    except json.JSONDecodeError as error:
        raise RecordingError(
            f"{name}: not a complete HAR file, {error.msg} in line {error.lineno}, column"
            f" {error.colno}: record it again, or export it anew"
        ) from error
    except (KeyError, TypeError) as error:
        raise RecordingError(f"{name}: not a HAR file: it has no log.entries") from error
    for number, entry in enumerate(entries, 1):
        where = f"{name}, entry {number}"
        try:
            yield _recorded(entry, where)
        except (KeyError, TypeError, AttributeError) as error:
            raise RecordingError(f"{where}: not an entry of HAR 1.2 ({error})") from error


def _recorded(entry: Mapping[str, Json], where: str) -> Recorded:
    request, response = entry["request"], entry["response"]
    sent = _headers(request)
    asked, request_is_whole = _posted(request.get("postData"), sent, where)
    content = response.get("content") or {}
    answered, answer_is_whole = _content(content, where)
    answer_headers = _headers(response)
    if "content-type" not in answer_headers and content.get("mimeType"):
        answer_headers["content-type"] = content["mimeType"]
    exchange = Exchange(
        method=request["method"],
        url=request["url"],
        status=int(response.get("status") or 0),
        request_headers=sent,
        request_body=asked,
        answer_headers=answer_headers,
        answer_body=answered,
    )
    return Recorded(exchange, where, request_is_whole, answer_is_whole)


def _headers(message: Mapping[str, Json]) -> dict[str, str]:
    return lower((one["name"], one["value"]) for one in message.get("headers") or ())


def _posted(
    posted: Mapping[str, Json] | None, headers: dict[str, str], where: str
) -> tuple[bytes, bool]:
    """The body of a request, and whether it is what was sent: some recorders only keep its fields."""
    if posted is None:
        return b"", int(headers.get("content-length", "0")) == 0
    if posted.get("mimeType") and "content-type" not in headers:
        headers["content-type"] = posted["mimeType"]
    text = posted.get("text")
    if text is None:
        return b"", False
    if posted.get("encoding") == "base64":
        return base64_bytes(text, where), True
    return _text_body(text, headers.get("content-type", ""))


def _text_body(text: str, content_type: str) -> tuple[bytes, bool]:
    """A body that was recorded as text: as it is, in unmarked base64, or with a character a byte."""
    if not _looks_right(text, content_type) and (data := _unmarked(text, content_type)):
        return data, True
    if any(one in text for one in _BINARY) and max(text) <= "\xff":
        return text.encode("latin-1"), True
    return text.encode("utf-8", "replace"), _LOST not in text


def _looks_right(text: str, content_type: str) -> bool:
    boundary = content_type.partition("boundary=")[2].partition(";")[0].strip('" ')
    return boundary in text if boundary else text.lstrip()[:1] in {"{", "["}


def _unmarked(text: str, content_type: str) -> bytes | None:
    try:
        data = binascii.a2b_base64(text, strict_mode=True)
    except ValueError:
        return None
    return data if _looks_right(data.decode("latin-1"), content_type) else None


def _content(content: Mapping[str, Json], where: str) -> tuple[bytes, bool]:
    text = content.get("text")
    if text is None:
        return b"", not content.get("size")
    if content.get("encoding") == "base64":
        return base64_bytes(text, where), True
    return text.encode("utf-8", "replace"), _LOST not in text
