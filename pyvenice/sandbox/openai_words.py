"""OpenAI's words for a refusal: one error object, of the first thing that is wrong."""

from __future__ import annotations

from typing import Any

from pyvenice.core.wire import WireResponse
from pyvenice.sandbox.exchange import Exchange, Headers, json_answer
from pyvenice.sandbox.refusals import Kind, Refused, Violation

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
_KINDS = {
    "integer": "an integer",
    "array": "an array",
    "object": "an object",
    "number": "a number",
    "string": "a string",
    "boolean": "a boolean",
    "null": "null",
}


def refusal(refused: Refused, exchange: Exchange, headers: Headers) -> WireResponse:
    """The refusal as OpenAI puts it."""
    status = refused.status or _STATUS.get(refused.kind, 400)
    if refused.kind == "fault":
        body = _fault(status)
    elif refused.kind == "schema":
        body = _violation(refused.violations[0])
    else:
        body = _error(
            _sentence(refused, exchange),
            code=_CODES.get(refused.kind),
            param=refused.name or None,
            kind="image_generation_user_error" if refused.kind == "policy" else None,
        )
    if status in {429, 503}:
        headers = [*headers, ("retry-after", "1")]
    return json_answer(status, {"error": body}, headers)


def _fault(status: int) -> dict[str, Any]:
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


def _sentence(refused: Refused, exchange: Exchange) -> str:
    method, path = exchange.request.method, f"/v1{exchange.path}"
    match refused.kind:
        case "route":
            return f"Invalid URL ({method} {path})"
        case "method":
            return f"Not allowed to {method} on {path}; this endpoint takes {refused.message}."
        case "key-missing":
            return (
                "You didn't provide an API key. You need to provide your API key in an Authorization"
                " header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY). The sandbox printed"
                " its key when it started."
            )
        case "key-wrong":
            return f"Incorrect API key provided: {refused.message}. The sandbox printed its key when it started."
        case "content-type":
            return f"Unsupported content type: {refused.message}."
        case "malformed":
            return f"We could not parse the body of your request: {refused.message}."
        case "repeated":
            return (
                f"Duplicate parameter: '{refused.name}'. You provided multiple values for this"
                " parameter, whereas only one is allowed. If you are trying to provide a list of"
                f" values, use the array syntax instead e.g. '{refused.name}[]=<value>'."
            )
        case "policy":
            return "Your request was rejected by the safety system."
        case "model":
            return f"The model '{refused.message[:80]}' does not exist or you do not have access to it."
        case _:
            return (
                f"Invalid '{refused.name}': {refused.message}." if refused.path else refused.message
            )


def _violation(one: Violation) -> dict[str, Any]:
    name, limit, value = one.name, one.limit, one.value
    param = name or None
    match one.keyword:
        case "required":
            return _error(
                f"Missing required parameter: '{name}'.",
                code="missing_required_parameter",
                param=param,
            )
        case "additionalProperties":
            return _error(f"Unknown parameter: '{name}'.", code="unknown_parameter", param=param)
        case "type":
            return _wrong_type(one)
        case "enum":
            allowed = _listed([f"'{item}'" for item in limit if item is not None])
            message = f"Invalid value: '{value}'. Supported values are: {allowed}."
            return _error(message, code="invalid_value", param=param)
        case "file":
            message = f"Invalid type for '{name}': expected a file, but got a string instead."
            return _error(message, code="invalid_type", param=param)
        case "text":
            message = f"Invalid type for '{name}': expected a string, but got a file instead."
            return _error(message, code="invalid_type", param=param)
        case "anyOf" | "not":
            message = f"Exactly one of 'image_url' and 'file_id' is needed in '{name}'."
            return _error(message, code="invalid_value", param=param)
        case keyword if keyword in _BOUNDS:
            what, code = _BOUNDS[keyword]
            message = f"Invalid '{name}': {what.format(limit)}."
            return _error(message, code=code, param=param)
        case _:
            return _error(f"Invalid '{name}'.", code="invalid_value", param=param)


_BOUNDS = {
    "minLength": (
        "string too short. Expected a string with minimum length {}",
        "string_below_min_length",
    ),
    "maxLength": (
        "string too long. Expected a string with maximum length {}",
        "string_above_max_length",
    ),
    "minimum": ("integer below minimum value. Expected a value >= {}", "integer_below_min_value"),
    "maximum": ("integer above maximum value. Expected a value <= {}", "integer_above_max_value"),
    "minItems": (
        "array too short. Expected an array with minimum length {}",
        "array_below_min_length",
    ),
    "maxItems": (
        "array too long. Expected an array with maximum length {}",
        "array_above_max_length",
    ),
}


def _wrong_type(one: Violation) -> dict[str, Any]:
    wanted = _listed([_KINDS.get(kind, str(kind)) for kind in one.limit if kind != "null"], "or")
    message = (
        f"Invalid type for '{one.name}': expected {wanted}, but got {_kind(one.value)} instead."
    )
    return _error(message, code="invalid_type", param=one.name or None)


def _kind(value: Any) -> str:
    match value:
        case bool():
            return "a boolean"
        case str():
            return "a string"
        case int():
            return "an integer"
        case float():
            return "a decimal number"
        case None:
            return "null"
        case _:
            return "an object"


def _listed(items: list[str], word: str = "and") -> str:
    return f"{', '.join(items[:-1])} {word} {items[-1]}" if len(items) > 1 else "".join(items)
