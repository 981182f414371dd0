"""Gemini's error bodies: `google.rpc.Status` as JSON."""

from __future__ import annotations

from typing import Any

from pyvenice.contract.schema.reader import Violation
from pyvenice.core.recording.recorded_exchange import WireResponse
from pyvenice.sandbox.server.errors import APIError, Kind, field_name
from pyvenice.sandbox.server.request import Request
from pyvenice.sandbox.server.responses import json_response

_STATUS: dict[Kind, int] = {
    "route": 404,
    "method": 404,
    "key-missing": 403,
    "key-wrong": 401,
    "body-too-large": 413,
    "model": 404,
}
_NAMES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ABORTED",
    413: "INVALID_ARGUMENT",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}
_SENTENCES: dict[Kind, str] = {
    "route": "Requested entity was not found.",
    "method": "Requested entity was not found.",
    "key-missing": "Method doesn't allow unregistered callers. Please use API Key: the sandbox"
    " printed its key when it started.",
    "key-wrong": "API key not valid ({message}). The sandbox printed its key when it started.",
    "content-type": "Invalid content type: {message}.",
    "malformed": "Invalid JSON payload received. {message}.",
    "model": "models/{message:.80} is not found for API version v1beta, or is not supported for"
    " generateContent.",
    "image-unreadable": "Unable to process input image: {message}.",
    "image-type": "Unsupported MIME type: {message}.",
}
_FAULTS = {
    429: "Resource has been exhausted (e.g. check quota).",
    503: "The model is overloaded. Please try again later.",
}


def error_response(error: APIError, _: Request) -> WireResponse:
    """The error as Gemini puts it."""
    status = error.status or _STATUS.get(error.kind, 400)
    body: dict[str, Any] = {
        "code": status,
        "message": _message(error, status),
        "status": _NAMES.get(status, "UNKNOWN"),
    }
    details = [*_field_violations(error), *_retry_info(error)]
    if details:
        body["details"] = details
    return json_response(status, {"error": body}, error.headers)


def _message(error: APIError, status: int) -> str:
    if error.kind == "fault":
        return _FAULTS.get(status, "An internal error has occurred.")
    if error.kind == "schema":
        return "; ".join(map(_sentence, error.violations)) or error.message
    plain = "{name}: {message}" if error.path else "{message}"
    return _SENTENCES.get(error.kind, plain).format(name=error.name, message=error.message)


def _sentence(violation: Violation) -> str:
    if violation.keyword == "additionalProperties":
        *parent, name = violation.path
        where = f" at '{field_name(tuple(parent))}'" if parent else ""
        return f'Invalid JSON payload received. Unknown name "{name}"{where}: Cannot find field.'
    if violation.keyword == "oneOf":
        return f"{field_name(violation.path)}: one field of oneof 'data' must be set, and only one"
    return f"Invalid value at '{field_name(violation.path)}' ({violation.keyword})"


def _field_violations(error: APIError) -> list[dict[str, Any]]:
    found = [
        {"field": field_name(violation.path), "description": _sentence(violation)}
        for violation in error.violations
    ]
    kind = "type.googleapis.com/google.rpc.BadRequest"
    return [{"@type": kind, "fieldViolations": found}] if found else []


def _retry_info(error: APIError) -> list[dict[str, Any]]:
    seconds = dict(error.headers).get("retry-after")
    kind = "type.googleapis.com/google.rpc.RetryInfo"
    return [{"@type": kind, "retryDelay": f"{seconds}s"}] if seconds else []
