"""Venice's words for a refusal: a sentence, a tree of fields, and a list of issues."""

from __future__ import annotations

import base64
import json
from typing import Any

from pyvenice.core.wire import WireResponse
from pyvenice.sandbox.exchange import Exchange, json_answer
from pyvenice.sandbox.refusals import Kind, Path, Refused, Violation

_STATUS: dict[Kind, int] = {
    "route": 404,
    "method": 405,
    "key-missing": 402,
    "key-wrong": 401,
    "body-too-large": 413,
    "content-type": 415,
    "image-too-large": 413,
    "image-too-many-pixels": 422,
    "policy": 422,
    "model": 404,
}
_SAID = {
    400: "Invalid request parameters",
    401: "Authentication failed",
    402: "Insufficient USD or Diem balance to complete request",
    403: "Unauthorized access",
    404: "Not found",
    410: "The model was retired",
    413: "The request payload is too large",
    415: "Invalid content-type",
    422: "The request violates the content policy",
    429: "Rate limit exceeded",
    500: "Inference processing failed",
    503: "The model is at capacity. Please try again later",
    504: "The request took too long to process and was timed-out",
}


def refusal(refused: Refused, exchange: Exchange, headers: list[tuple[str, str]]) -> WireResponse:
    """The refusal as Venice puts it."""
    status = refused.status or _STATUS.get(refused.kind, 400)
    if refused.kind == "key-missing":
        return _discovery(exchange, headers)
    body: dict[str, Any] = {"error": _SAID.get(status, "An error occurred")}
    if refused.kind == "schema":
        body |= {"details": _tree(refused.violations), "issues": _issues(refused.violations)}
    elif refused.kind not in {"fault", "key-wrong", "policy"}:
        body["error"] = _sentence(refused)
    if refused.path and status == 400:
        body["details"] = _at(refused.path, refused.message)
    if status == 413:
        body["code"] = "PAYLOAD_TOO_LARGE"
    if refused.kind == "policy":
        headers = [*headers, ("x-venice-is-content-violation", "true")]
    if status in {429, 503}:
        headers = [*headers, ("retry-after", "1")]
    return json_answer(status, body, headers)


def _sentence(refused: Refused) -> str:
    match refused.kind:
        case "route":
            return f"Not found: {refused.message}"
        case "method":
            return f"Method not allowed; this endpoint takes {refused.message}"
        case "model":
            return f"Specified model not found: {refused.message}"
        case "content-type":
            return f"Invalid content-type: {refused.message}"
        case _:
            return f"{refused.name}: {refused.message}" if refused.path else refused.message


def _discovery(exchange: Exchange, headers: list[tuple[str, str]]) -> WireResponse:
    """How to pay or where to get a key: the answer to a request without credentials."""
    body = {
        "x402Version": 2,
        "resource": {
            "url": exchange.request.url,
            "description": "pyvenice sandbox: use the API key that it printed when it started",
            "mimeType": "application/json",
        },
        "accepts": [
            {
                "scheme": "exact",
                "network": "eip155:8453",
                "asset": "0x0000000000000000000000000000000000000000",
                "amount": "0",
                "payTo": "0x0000000000000000000000000000000000000000",
                "maxTimeoutSeconds": 300,
                "extra": {},
            }
        ],
        "authOptions": {
            "apiKey": {
                "header": "Authorization: Bearer <key>",
                "getKey": f"{exchange.origin}/",
                "docs": f"{exchange.origin}/",
            },
            "x402Wallet": {
                "header": "SIGN-IN-WITH-X",
                "legacyHeader": "X-SIGN-IN-WITH-X",
                "topUp": f"{exchange.origin}/",
                "docs": f"{exchange.origin}/",
            },
        },
    }
    encoded = base64.b64encode(json.dumps(body).encode()).decode()
    return json_answer(402, body, [*headers, ("payment-required", encoded)])


def _tree(violations: tuple[Violation, ...]) -> dict[str, Any]:
    root: dict[str, Any] = {"_errors": []}
    for one in violations:
        node = root
        for step in _place(one):
            node = node.setdefault(str(step), {"_errors": []})
        node["_errors"].append(_message(one))
    return root


def _at(path: Path, message: str) -> dict[str, Any]:
    root: dict[str, Any] = {"_errors": []}
    node = root
    for step in path:
        node = node.setdefault(str(step), {"_errors": []})
    node["_errors"].append(message)
    return root


def _issues(violations: tuple[Violation, ...]) -> list[dict[str, Any]]:
    codes = {
        "required": "invalid_type",
        "type": "invalid_type",
        "file": "invalid_type",
        "text": "invalid_type",
        "enum": "invalid_enum_value",
        "additionalProperties": "unrecognized_keys",
        "pattern": "invalid_string",
    }
    return [
        {
            "code": codes.get(one.keyword) or _bound_code(one.keyword),
            "path": list(_place(one)),
            "message": _message(one),
        }
        for one in violations
    ]


def _bound_code(keyword: str) -> str:
    if keyword.startswith(("min", "exclusiveMin")):
        return "too_small"
    return "too_big" if keyword.startswith(("max", "exclusiveMax")) else "custom"


def _place(violation: Violation) -> Path:
    """Unknown keys are a fault of the object that they stand in."""
    return violation.path[:-1] if violation.keyword == "additionalProperties" else violation.path


def _message(violation: Violation) -> str:
    limit, value = violation.limit, violation.value
    match violation.keyword:
        case "required":
            return "Required"
        case "additionalProperties":
            return f"Unrecognized key(s) in object: '{violation.path[-1]}'"
        case "type":
            return f"Expected {' | '.join(map(str, limit))}, received {_kind(value)}"
        case "enum":
            allowed = " | ".join(f"'{one}'" for one in limit)
            return f"Invalid enum value. Expected {allowed}, received '{value}'"
        case "minLength":
            return f"String must contain at least {limit} character(s)"
        case "maxLength":
            return f"String must contain at most {limit} character(s)"
        case "minItems":
            return f"Array must contain at least {limit} element(s)"
        case "maxItems":
            return f"Array must contain at most {limit} element(s)"
        case "minimum":
            return f"Number must be greater than or equal to {limit}"
        case "maximum":
            return f"Number must be less than or equal to {limit}"
        case "exclusiveMinimum":
            return f"Number must be greater than {limit}"
        case "oneOf" | "anyOf" if isinstance(limit, list):
            return f"Exactly one of {' and '.join(map(str, limit))} is required"
        case "oneOf":
            return "Only one of the alternatives may be given"
        case "text":
            return "Expected string, received file"
        case _:
            return f"Invalid value ({violation.keyword})"


def _kind(value: Any) -> str:
    match value:
        case bool():
            return "boolean"
        case str():
            return "string"
        case int() | float():
            return "number"
        case None:
            return "null"
        case _:
            return "object"
