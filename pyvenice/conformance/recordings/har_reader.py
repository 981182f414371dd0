"""HAR 1.2 reader: what browsers, proxies and test tools export."""

from __future__ import annotations

import binascii
import json
from collections.abc import Iterator

from pyvenice.conformance.errors import RecordingError
from pyvenice.conformance.recordings.recording_entry import (
    RecordingEntry,
    as_object,
    as_status,
    as_text,
    as_url,
    base64_body,
    lower_case,
    member,
    parse_recording,
)
from pyvenice.core.json_types import Json, JsonObject
from pyvenice.core.recording.recorded_exchange import Exchange

# What decoding with errors="replace" leaves where bytes were no text.
_LOST = "�"
_BINARY = ("\x89PNG", "\xff\xd8\xff", "RIFF")


def read_har(text: str, name: str) -> Iterator[RecordingEntry]:
    """The entries of a HAR file. Raises `RecordingError` where it breaks off, or is none."""
    for number, entry in enumerate(_entries(text, name), 1):
        where = f"{name}, entry {number}"
        try:
            yield _entry(entry, where)
        except (KeyError, TypeError, ValueError) as error:
            raise RecordingError(f"{where}: not an entry of HAR 1.2 ({error})") from error


def _entries(text: str, name: str) -> list[Json]:
    try:
        entries = member(parse_recording(text), "log")["entries"]
    except json.JSONDecodeError as error:
        raise RecordingError(
            f"{name}: not a complete HAR file, {error.msg} in line {error.lineno}, column"
            f" {error.colno}: record it again, or export it anew"
        ) from error
    except (KeyError, TypeError) as error:
        raise RecordingError(f"{name}: not a HAR file: it has no log.entries") from error
    except ValueError as error:
        raise RecordingError(f"{name}: cannot be read as a HAR file: {error}") from error
    if not isinstance(entries, list):
        raise RecordingError(f"{name}: not a HAR file: log.entries is no list")
    return entries


def _entry(entry: Json, where: str) -> RecordingEntry:
    request, response = member(entry, "request"), member(entry, "response")
    request_headers, answer_headers = _headers(request), _headers(response)
    posted = request.get("postData")
    asked, request_is_whole = _request_body(
        None if posted is None else as_object(posted), request_headers, where
    )
    content = as_object(response.get("content") or {})
    answered, answer_is_whole = _response_body(content, where)
    if "content-type" not in answer_headers and content.get("mimeType"):
        answer_headers["content-type"] = as_text(content["mimeType"])
    exchange = Exchange(
        method=as_text(request["method"]),
        url=as_url(request["url"]),
        status=as_status(response.get("status") or 0),
        request_headers=request_headers,
        request_body=asked,
        answer_headers=answer_headers,
        answer_body=answered,
    )
    return RecordingEntry(exchange, where, request_is_whole, answer_is_whole)


def _headers(message: JsonObject) -> dict[str, str]:
    headers = message.get("headers") or []
    if not isinstance(headers, list):
        raise TypeError("headers are no list")
    return lower_case((as_object(item)["name"], as_object(item)["value"]) for item in headers)


def _request_body(
    posted: JsonObject | None, headers: dict[str, str], where: str
) -> tuple[bytes, bool]:
    """The body, and whether it is what was sent: some recorders only keep the fields of a form."""
    if posted is None:
        return b"", headers.get("content-length", "0").strip() in {"", "0"}
    if posted.get("mimeType") and "content-type" not in headers:
        headers["content-type"] = as_text(posted["mimeType"])
    text = posted.get("text")
    if text is None:
        return b"", False
    if posted.get("encoding") == "base64":
        return base64_body(text, where), True
    return _text_body(as_text(text), headers.get("content-type", ""))


def _text_body(text: str, content_type: str) -> tuple[bytes, bool]:
    """A body that was recorded as text: as it is, in unmarked base64, or with a character a byte."""
    if not _is_plausible(text, content_type) and (data := _unmarked_base64(text, content_type)):
        return data, True
    if any(magic in text for magic in _BINARY) and max(text) <= "\xff":
        return text.encode("latin-1"), True
    return text.encode("utf-8", "replace"), _LOST not in text


def _is_plausible(text: str, content_type: str) -> bool:
    """Whether the text looks like a body of its content type."""
    boundary = content_type.partition("boundary=")[2].partition(";")[0].strip('" ')
    return boundary in text if boundary else text.lstrip()[:1] in {"{", "["}


def _unmarked_base64(text: str, content_type: str) -> bytes | None:
    try:
        data = binascii.a2b_base64(text, strict_mode=True)
    except ValueError:
        return None
    return data if _is_plausible(data.decode("latin-1"), content_type) else None


def _response_body(content: JsonObject, where: str) -> tuple[bytes, bool]:
    value = content.get("text")
    if value is None:
        return b"", not content.get("size")
    if content.get("encoding") == "base64":
        return base64_body(value, where), True
    text = as_text(value)
    return text.encode("utf-8", "replace"), _LOST not in text
