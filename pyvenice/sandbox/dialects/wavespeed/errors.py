"""WaveSpeed's error bodies: a code, which is the status, a message, and no data."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from pyvenice.core.recording.recorded_exchange import WireResponse
from pyvenice.sandbox.server.errors import APIError, Kind, field_name
from pyvenice.sandbox.server.responses import Headers, json_response

_STATUS: dict[Kind, int] = {
    "route": 404,
    "method": 405,
    "key-missing": 401,
    "key-wrong": 401,
    "body-too-large": 413,
    "content-type": 415,
    "image-too-large": 413,
    "model": 404,
}
_SENTENCES: dict[Kind, str] = {
    "route": "model not found: {message:.200}",
    "model": "{message:.200}",
    "method": "method not allowed; this address takes {message}",
    "key-missing": "the request has no API key",
    "key-wrong": "the API key is not valid: {message}",
    "content-type": "{message}",
    "malformed": "{message}",
}


def error_response(error: APIError, headers: Headers) -> WireResponse:
    """The error as WaveSpeed puts it."""
    status = error.status or _STATUS.get(error.kind, 400)
    body: dict[str, Any] = {"code": status, "message": sentence(error, status), "data": None}
    return json_response(status, body, [*headers, *error.headers])


def sentence(error: APIError, status: int = 400) -> str:
    """What went wrong, in one sentence."""
    if error.kind == "fault":
        return HTTPStatus(status).phrase if status in list(HTTPStatus) else "error"
    if error.kind == "schema":
        first = error.violations[0]
        return f"{field_name(first.path) or 'body'}: {first.keyword} {first.expected}"
    plain = "{name}: {message}" if error.path else "{message}"
    words = _SENTENCES.get(error.kind, plain)
    return words.format(name=error.name, message=error.message)
