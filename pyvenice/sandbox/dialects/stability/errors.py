"""Stability's error bodies: an id, a name, and a list of sentences."""

from __future__ import annotations

from pyvenice.contract.schema.reader import Violation
from pyvenice.core.recording.recorded_exchange import WireResponse
from pyvenice.sandbox.dialects.base import new_id
from pyvenice.sandbox.server.errors import APIError, Kind, field_name
from pyvenice.sandbox.server.responses import json_response

_STATUS: dict[Kind, int] = {
    "route": 404,
    "method": 404,
    "key-missing": 401,
    "key-wrong": 401,
    "body-too-large": 413,
    "content-type": 400,
    "image-too-large": 413,
    "policy": 403,
    "unknown": 404,
}
_NAMES = {
    400: "bad_request",
    401: "unauthorized",
    402: "payment_required",
    403: "content_moderation",
    404: "not_found",
    413: "payload_too_large",
    422: "unprocessable_entity",
    429: "rate_limit_exceeded",
    503: "service_unavailable",
}
_SENTENCES: dict[Kind, str] = {
    "route": "there is nothing at this address",
    "method": "there is nothing at this address",
    "key-missing": "authorization: missing; the sandbox printed its key when it started",
    "key-wrong": "authorization: invalid key {message}; the sandbox printed its key when it started",
    "content-type": "content-type: {message}",
    "policy": "Your request was flagged by our content moderation system",
    "fault": "the sandbox was asked for this error",
}


def error_response(error: APIError) -> WireResponse:
    """The error as Stability puts it."""
    status = error.status or _STATUS.get(error.kind, 400)
    plain = "{name}: {message}" if error.path else "{message}"
    sentence = _SENTENCES.get(error.kind, plain).format(name=error.name, message=error.message)
    sentences = [_sentence(violation) for violation in error.violations] or [sentence]
    name = _NAMES.get(status, "internal_error" if status >= 500 else "bad_request")
    body = {"id": new_id(), "name": name, "errors": sentences}
    return json_response(status, body, [("x-request-id", body["id"]), *error.headers])  # type: ignore[list-item]


def _sentence(violation: Violation) -> str:
    name = field_name(violation.path)
    if violation.keyword == "required":
        return f"{name}: required"
    if violation.keyword == "additionalProperties":
        return f"{name}: unexpected field"
    return f"{name}: invalid ({violation.keyword}, {violation.expected})"
