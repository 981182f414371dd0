"""Venice's error bodies: a sentence, a tree of fields, and a list of issues."""

from __future__ import annotations

import base64
import json
from typing import Any

from pyvenice.contract.schema.reader import Path, Violation
from pyvenice.core.recording.recorded_exchange import WireResponse
from pyvenice.sandbox.server.errors import APIError, Kind
from pyvenice.sandbox.server.request import Request
from pyvenice.sandbox.server.responses import Headers, json_response

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
_ERRORS = {
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

_SENTENCES: dict[Kind, str] = {
    "route": "Not found: {message:.200}",
    "method": "Method not allowed; this endpoint takes {message}",
    "model": "Specified model not found: {message:.80}",
    "content-type": "Invalid content-type: {message}",
}
_MESSAGES = {
    "required": "Required",
    "additionalProperties": "Unrecognized key(s) in object: '{key}'",
    "type": "Expected {limit}, received {value}",
    "enum": "Invalid enum value. Expected {limit}, received '{value}'",
    "minLength": "String must contain at least {limit} character(s)",
    "maxLength": "String must contain at most {limit} character(s)",
    "minItems": "Array must contain at least {limit} element(s)",
    "maxItems": "Array must contain at most {limit} element(s)",
    "minimum": "Number must be greater than or equal to {limit}",
    "maximum": "Number must be less than or equal to {limit}",
    "exclusiveMinimum": "Number must be greater than {limit}",
    "exclusiveMaximum": "Number must be less than {limit}",
    "oneOf": "Only one of the alternatives may be given",
    "text": "Expected string, received file",
}


def error_response(error: APIError, request: Request, headers: Headers) -> WireResponse:
    """The error as Venice puts it."""
    status = error.status or _STATUS.get(error.kind, 400)
    if error.kind == "key-missing":
        return _discovery(request, headers)
    if error.kind == "context":
        return json_response(status, _context(error.message), headers)
    if error.kind == "consent":
        return json_response(status, _consent(error.message.split(",")), headers)
    body: dict[str, Any] = {"error": _ERRORS.get(status, "An error occurred")}
    if error.kind == "schema":
        problems = [(_place(violation), _message(violation)) for violation in error.violations]
        body |= {"details": _tree(problems), "issues": _issues(error.violations)}
    elif error.path and status == 400:
        body["details"] = _tree([(error.path, error.message)])
    elif error.kind not in {"fault", "key-wrong", "policy"}:
        body["error"] = _sentence(error)
    if status == 413:
        body["code"] = "PAYLOAD_TOO_LARGE"
    if error.kind == "policy":
        headers = [*headers, ("x-venice-is-content-violation", "true")]
    return json_response(status, body, [*headers, *error.headers])


def server_error() -> dict[str, str]:
    """The error in a stream that has begun; its shape is not documented, and is that of OpenAI's API."""
    return {"message": _ERRORS[500], "type": "server_error"}


def _sentence(error: APIError) -> str:
    plain = "{name}: {message}" if error.path else "{message}"
    sentence = _SENTENCES.get(error.kind, plain)
    return sentence.format(name=error.name, message=error.message)


def _discovery(request: Request, headers: Headers) -> WireResponse:
    """How to pay or where to get a key: the response to a request without credentials."""
    body: dict[str, Any] = {
        "x402Version": 2,
        "resource": {
            "url": request.wire.url,
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
                "getKey": f"{request.origin}/",
                "docs": f"{request.origin}/",
            },
            "x402Wallet": {
                "header": "SIGN-IN-WITH-X",
                "legacyHeader": "X-SIGN-IN-WITH-X",
                "topUp": f"{request.origin}/",
                "docs": f"{request.origin}/",
            },
        },
    }
    encoded = base64.b64encode(json.dumps(body).encode()).decode()
    return json_response(402, body, [*headers, ("payment-required", encoded)])


def _context(counts: str) -> dict[str, Any]:
    """A conversation that is too long, in the shape of OpenAI's errors."""
    given, _, room = counts.partition("/")
    message = f"This model's maximum context length is {room} tokens, and the messages have {given}"
    code = "context_length_exceeded"
    return {
        "error": {
            "message": message,
            "type": "invalid_request_error",
            "param": "messages",
            "code": code,
        }
    }


def _consent(roles: list[str]) -> dict[str, Any]:
    """What has to be agreed to before a face is sent to a model."""
    return {
        "error": {"code": "needs_consent", "message": "The input shows a face: consent is needed"},
        "consent_flow": "seedance",
        "face_media_roles": roles,
        "consent": {
            "consent_version": "sandbox-1",
            "policy_text": "pyvenice sandbox: resend the request with consents.seedance.",
        },
        "docs_url": "https://docs.venice.ai",
    }


def _tree(problems: list[tuple[Path, str]]) -> dict[str, Any]:
    root: dict[str, Any] = {"_errors": []}
    for path, message in problems:
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
            "code": codes.get(violation.keyword) or _bound_code(violation.keyword),
            "path": list(_place(violation)),
            "message": _message(violation),
        }
        for violation in violations
    ]


def _bound_code(keyword: str) -> str:
    if keyword.startswith(("min", "exclusiveMin")):
        return "too_small"
    return "too_big" if keyword.startswith(("max", "exclusiveMax")) else "custom"


def _place(violation: Violation) -> Path:
    """Unknown keys are errors of the object that they stand in."""
    return violation.path[:-1] if violation.keyword == "additionalProperties" else violation.path


def _message(violation: Violation) -> str:
    limit, value = violation.expected, violation.found
    match violation.keyword:
        case "type":
            limit, value = " | ".join(map(str, limit)), _kind(value)
        case "enum":
            limit = " | ".join(f"'{allowed}'" for allowed in limit)
        case "oneOf" | "anyOf" if isinstance(limit, list):
            return f"Exactly one of {' and '.join(map(str, limit))} is required"
    words = _MESSAGES.get(violation.keyword, "Invalid value")
    return words.format(limit=limit, value=value, key=violation.path[-1] if violation.path else "")


def _kind(value: Any) -> str:
    kinds = {
        bool: "boolean",
        str: "string",
        int: "number",
        float: "number",
        list: "array",
        type(None): "null",
    }
    return kinds.get(type(value), "object")
