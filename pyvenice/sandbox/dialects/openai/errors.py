"""OpenAI's error bodies: one error object, for the first thing that is wrong."""

from __future__ import annotations

from typing import Any

from pyvenice.contract.schema.reader import Violation
from pyvenice.core.recording.recorded_exchange import WireResponse
from pyvenice.sandbox.server.errors import APIError, Kind, field_name
from pyvenice.sandbox.server.request import Request
from pyvenice.sandbox.server.responses import Headers, json_response

_STATUS: dict[Kind, int] = {
    "route": 404,
    "method": 405,
    "key-missing": 401,
    "key-wrong": 401,
    "body-too-large": 413,
    "model": 404,
    "image-unknown-file": 404,
}
_CODES: dict[Kind, str] = {
    "method": "method_not_supported",
    "key-wrong": "invalid_api_key",
    "content-type": "unsupported_content_type",
    "repeated": "duplicate_parameter",
    "value": "invalid_value",
    "unknown": "unknown_parameter",
    "image-too-large": "image_too_large",
    "image-type": "unsupported_file_mimetype",
    "image-unreadable": "invalid_image_file",
    "image-too-many-pixels": "image_too_large",
    "image-encoding": "invalid_image_url",
    "image-outside": "invalid_image_url",
    "image-unknown-file": "file_not_found",
    "mask": "invalid_image_mask",
    "policy": "moderation_blocked",
    "model": "model_not_found",
}
_FAULTS: dict[int, tuple[str, str, str | None]] = {
    400: ("Your request could not be processed.", "invalid_request_error", None),
    401: ("Incorrect API key provided.", "invalid_request_error", "invalid_api_key"),
    403: ("Your organization must be verified to use this model.", "invalid_request_error", None),
    404: ("The requested resource was not found.", "invalid_request_error", None),
    409: ("The resource was changed by another request.", "invalid_request_error", None),
    422: ("The request could not be processed.", "invalid_request_error", None),
    429: ("Rate limit reached for images per minute.", "requests", "rate_limit_exceeded"),
    503: ("The engine is currently overloaded, please try again later.", "server_error", None),
}
_SENTENCES: dict[Kind, str] = {
    "route": "Invalid URL ({method} {path})",
    "method": "Not allowed to {method} on {path}; this endpoint takes {message}.",
    "key-missing": "You didn't provide an API key. You need to provide your API key in an"
    " Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY). The sandbox"
    " printed its key when it started.",
    "key-wrong": "Incorrect API key provided: {message}. The sandbox printed its key when it"
    " started.",
    "content-type": "Unsupported content type: {message}.",
    "malformed": "We could not parse the body of your request: {message}.",
    "repeated": "Duplicate parameter: '{name}'. You provided multiple values for this parameter,"
    " whereas only one is allowed. If you are trying to provide a list of values, use the array"
    " syntax instead e.g. '{name}[]=<value>'.",
    "unknown": "Unknown parameter: '{name}'. {message}.",
    "policy": "Your request was rejected by the safety system.",
    "model": "The model '{message:.80}' does not exist or you do not have access to it.",
}
_KINDS = {
    "integer": "an integer",
    "array": "an array",
    "object": "an object",
    "number": "a number",
    "string": "a string",
    "boolean": "a boolean",
    "null": "null",
}


def error_response(error: APIError, request: Request, headers: Headers) -> WireResponse:
    """The error as OpenAI puts it."""
    status = error.status or _STATUS.get(error.kind, 400)
    if error.kind == "fault":
        body = fault_error(status)
    elif error.kind == "schema":
        body = _violation(error.violations[0])
    else:
        body = _error(
            _sentence(error, request),
            code=_CODES.get(error.kind),
            param=error.name or None,
            kind="image_generation_user_error" if error.kind == "policy" else None,
        )
    return json_response(status, {"error": body}, [*headers, *error.headers])


def fault_error(status: int) -> dict[str, Any]:
    """The error object of a fault on request."""
    plain = "The server had an error while processing your request."
    message, kind, code = _FAULTS.get(
        status, (plain, "server_error" if status >= 500 else "invalid_request_error", None)
    )
    return _error(message, code=code, kind=kind)


def _error(
    message: str, *, code: str | None = None, param: str | None = None, kind: str | None = None
) -> dict[str, Any]:
    return {
        "message": message,
        "type": kind or "invalid_request_error",
        "param": param,
        "code": code,
    }


def _sentence(error: APIError, request: Request) -> str:
    plain = "Invalid '{name}': {message}." if error.path else "{message}."
    return _SENTENCES.get(error.kind, plain).format(
        name=error.name,
        message=error.message,
        method=request.wire.method,
        path=f"/v1{request.path}"[:200],
    )


_VIOLATIONS = {
    "required": ("Missing required parameter: '{name}'.", "missing_required_parameter"),
    "additionalProperties": ("Unknown parameter: '{name}'.", "unknown_parameter"),
    "enum": ("Invalid value: '{value}'. Supported values are: {limit}.", "invalid_value"),
    "file": (
        "Invalid type for '{name}': expected a file, but got a string instead.",
        "invalid_type",
    ),
    "text": (
        "Invalid type for '{name}': expected a string, but got a file instead.",
        "invalid_type",
    ),
    "type": (
        "Invalid type for '{name}': expected {limit}, but got {value} instead.",
        "invalid_type",
    ),
    "anyOf": ("Exactly one of 'image_url' and 'file_id' is needed in '{name}'.", "invalid_value"),
    "not": ("Exactly one of 'image_url' and 'file_id' is needed in '{name}'.", "invalid_value"),
    "minLength": (
        "Invalid '{name}': string too short. Expected a string with minimum length {limit}.",
        "string_below_min_length",
    ),
    "maxLength": (
        "Invalid '{name}': string too long. Expected a string with maximum length {limit}.",
        "string_above_max_length",
    ),
    "minimum": (
        "Invalid '{name}': integer below minimum value. Expected a value >= {limit}.",
        "integer_below_min_value",
    ),
    "maximum": (
        "Invalid '{name}': integer above maximum value. Expected a value <= {limit}.",
        "integer_above_max_value",
    ),
    "minItems": (
        "Invalid '{name}': array too short. Expected an array with minimum length {limit}.",
        "array_below_min_length",
    ),
    "maxItems": (
        "Invalid '{name}': array too long. Expected an array with maximum length {limit}.",
        "array_above_max_length",
    ),
}


def _violation(violation: Violation) -> dict[str, Any]:
    limit, value = violation.expected, violation.found
    name = field_name(violation.path)
    if violation.keyword == "type":
        kinds = [_KINDS.get(kind, str(kind)) for kind in limit if kind != "null"]
        limit, value = _join(kinds, "or"), _kind(value)
    elif violation.keyword == "enum":
        limit = _join([f"'{item}'" for item in limit if item is not None], "and")
    message, code = _VIOLATIONS.get(violation.keyword, ("Invalid '{name}'.", "invalid_value"))
    text = message.format(name=name or "body", limit=limit, value=value)
    return _error(text, code=code, param=name or None)


def _kind(value: Any) -> str:
    kinds = {
        bool: "a boolean",
        str: "a string",
        int: "an integer",
        float: "a decimal number",
        list: "an array",
        type(None): "null",
    }
    return kinds.get(type(value), "an object")


def _join(items: list[str], word: str) -> str:
    return f"{', '.join(items[:-1])} {word} {items[-1]}" if len(items) > 1 else "".join(items)
