"""Entries of recordings: an exchange, its place in a file, and how much of it was recorded."""

from __future__ import annotations

import binascii
import os
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pyvenice.conformance.errors import RecordingError
from pyvenice.conformance.json_limits import parse_json
from pyvenice.core.http.decompression import decoder_of
from pyvenice.core.json_types import Json, JsonObject
from pyvenice.core.recording.recorded_exchange import Exchange
from pyvenice.errors import PyveniceError

MOST_BYTES = 256 * 1024 * 1024
"""Of a file: hundreds of exchanges with images. It is read whole."""
MOST_VALUES = 2_000_000
"""Of a JSON file: ten thousand exchanges with their headers and timings."""
_MOST_BODY_BYTES = 64 * 1024 * 1024
# Servers take about a hundred; the limit is for cassettes that repeat one list by aliases.
_MOST_HEADERS = 1000
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class RecordingEntry:
    """One recorded exchange, its place, and whether its bodies are complete."""

    exchange: Exchange
    where: str
    """`lake.har, entry 3`."""
    request_is_whole: bool = True
    answer_is_whole: bool = True


def read_recording_text(path: Path) -> str:
    """The text of a regular file of at most 256 MiB. Raises `RecordingError` for anything else."""
    try:
        # Without blocking, so that opening a FIFO that nobody writes to returns.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise RecordingError(f"{path}: is not a regular file")
            # One byte more than allowed: a file may grow, and those in /proc have no size.
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise RecordingError(f"{path}: cannot be read: {error.strerror}") from error
    if len(data) > MOST_BYTES:
        raise RecordingError(f"{path}: is larger than {MOST_BYTES >> 20} MiB: split it")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RecordingError(f"{path}: cannot be read: it is not UTF-8") from error
    if not text.strip():
        raise RecordingError(f"{path}: is empty: nothing was recorded")
    return text


def parse_recording(text: str) -> Json:
    """The JSON value of a text. Raises `ValueError` if it is malformed or exceeds the limits."""
    return parse_json(text, most_values=MOST_VALUES)


def member(node: Json, name: str) -> JsonObject:
    """The object that is a member of an object. Raises `TypeError` or `KeyError`."""
    value = as_object(node)[name]
    return as_object(value)


def as_object(value: Json) -> JsonObject:
    """A value that is an object. Raises `TypeError` for others."""
    if not isinstance(value, Mapping):
        raise TypeError(f"an object is expected, not a {type(value).__name__}")
    return value


def as_text(value: Json) -> str:
    """A value that is a string. Raises `TypeError` for others."""
    if not isinstance(value, str):
        raise TypeError(f"a string is expected, not a {type(value).__name__}")
    return value


def as_url(value: Json) -> str:
    """A value that is a URL. Raises `TypeError` or `ValueError` for others."""
    url = as_text(value)
    urlsplit(url)
    return url


def as_status(value: Json) -> int:
    """A value that is an HTTP status, or 0 for no response. Raises `ValueError` for others."""
    try:
        status = int(value)  # type: ignore[arg-type]  # others raise TypeError
    except (TypeError, OverflowError) as error:
        raise ValueError("the status is no number") from error
    if status != 0 and not 100 <= status <= 999:
        raise ValueError(f"{status} is no HTTP status")
    return status


def base64_body(value: Json, where: str) -> bytes:
    """Recorded base64. Raises `RecordingError` for anything else."""
    try:
        return binascii.a2b_base64(as_text(value), strict_mode=True)
    except (TypeError, ValueError) as error:
        raise RecordingError(f"{where}: a body is not the base64 that it is said to be") from error


def lower_case(pairs: Iterable[tuple[Json, Json]]) -> dict[str, str]:
    """Headers by lower-case name; several of one name are joined, as in RFC 9110.

    Raises `TypeError` for a name or value that is no string, `ValueError` for more than 1,000.
    """
    headers: dict[str, str] = {}
    for number, (name, value) in enumerate(pairs):
        if number == _MOST_HEADERS:
            raise ValueError(f"a message has more than {_MOST_HEADERS:,} headers")
        key, text = as_text(name).lower(), as_text(value)
        headers[key] = f"{headers[key]}, {text}" if key in headers else text
    return headers


def decompressed(body: bytes, headers: Mapping[str, str]) -> bytes | None:
    """A body without its compression; `None` for an unknown one, or one over 64 MiB."""
    coding = headers.get("content-encoding", "identity").strip().lower()
    if coding == "identity" or not body:
        return body
    if coding not in {"gzip", "x-gzip", "deflate"}:
        return None
    decoder, pieces, size = decoder_of(coding, "the recording"), [], 0
    try:
        for start in range(0, len(body), _CHUNK):
            for piece in decoder.feed(body[start : start + _CHUNK]):
                size += len(piece)
                if size > _MOST_BODY_BYTES:
                    return None
                pieces.append(piece)
        decoder.done()
    except PyveniceError:
        # Many recorders store what they have decoded, under the header of what they received.
        return body
    return b"".join(pieces)
