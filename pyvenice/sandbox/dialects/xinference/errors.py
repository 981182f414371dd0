"""Xinference's error bodies: `detail`, a sentence or a list of pydantic's errors."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from pyvenice.contract.schema.reader import Violation
from pyvenice.core.recording.recorded_exchange import WireResponse
from pyvenice.sandbox.server.body_schema import body_schema, media_types
from pyvenice.sandbox.server.errors import APIError, Kind, field_name
from pyvenice.sandbox.server.request import Request
from pyvenice.sandbox.server.responses import Headers, json_response

_STATUS: dict[Kind, int] = {
    "route": 404,
    "method": 405,
    "key-missing": 401,
    "key-wrong": 401,
    "body-too-large": 413,
    "content-type": 422,
    "schema": 422,
    "model": 404,
    "image-unreadable": 500,
    "image-type": 500,
    "mask": 500,
}
_SENTENCES: dict[Kind, str] = {
    "route": "Not Found",
    "method": "Method Not Allowed",
    "key-missing": "Could not validate credentials",
    "key-wrong": "Could not validate credentials",
    "image-missing": "At least one image file is required",
    "image-unreadable": "cannot identify image file: {message}",
    "image-type": "cannot identify image file: {message}",
    "malformed": "There was an error parsing the body: {message}",
    "model": "[address=127.0.0.1:0, pid=0] Model not found in the model list, uid: {message:.80}."
    " Available model uids: ['sandbox-image']",
    "policy": "the prompt was error by the content filter",
}
_PARSING = {
    "integer": (
        "int_parsing",
        "Input should be a valid integer, unable to parse string as an integer",
    ),
    "boolean": ("bool_parsing", "Input should be a valid boolean, unable to interpret input"),
    "number": (
        "float_parsing",
        "Input should be a valid number, unable to parse string as a number",
    ),
}


def error_response(error: APIError, request: Request, headers: Headers) -> WireResponse:
    """The error as Xinference puts it."""
    status = error.status or _STATUS.get(error.kind, 400)
    detail: Any = sentence(error)
    if error.kind == "method" and request.wire.method in {"GET", "HEAD"}:
        status, detail = 404, "Not Found"
    if error.kind == "schema":
        detail = [_problem(violation) for violation in error.violations]
    elif error.kind == "content-type":
        detail = [_problem(violation) for violation in _missing_fields(request)]
    elif status == 422:
        detail = [{"type": "value_error", "loc": ["body"], "msg": detail, "input": None}]
    if status == 401:
        headers = [*headers, ("www-authenticate", 'Bearer scope="models:read"')]
    return json_response(status, {"detail": detail}, [*headers, *error.headers])


def sentence(error: APIError) -> str:
    """What went wrong, in one sentence."""
    if error.kind == "fault":
        phrases = {status.value: status.phrase for status in HTTPStatus}
        return phrases.get(error.status, "Error")
    plain = "{name}: {message}" if error.path else "{message}"
    words = _SENTENCES.get(error.kind, plain)
    return words.format(name=error.name, message=error.message)


def _missing_fields(request: Request) -> list[Violation]:
    """The required fields, none of which is read from a body of another content type."""
    method, path = request.wire.method, request.contract_path
    for media_type in media_types(request.provider, method, path):
        schema = body_schema(request.provider, method, path, media_type)
        if schema is not None:
            violations = schema.violations({})
            return [violation for violation in violations if violation.path != ("images",)]
    return []


def _problem(violation: Violation) -> dict[str, Any]:
    kind, message = _kind(violation)
    value = None if kind == "missing" else violation.found
    return {"type": kind, "loc": ["body", *violation.path], "msg": message, "input": value}


def _kind(violation: Violation) -> tuple[str, str]:
    """The type and the message that pydantic has for it."""
    place = violation.keyword, field_name(violation.path)
    if violation.keyword == "required" or place == ("minLength", "prompt"):
        return "missing", "Field required"
    if violation.keyword == "file":
        return "value_error", "Value error, Expected UploadFile, received: <class 'str'>"
    kinds = violation.expected if violation.keyword == "type" else ()
    parsed = next((kind for kind in kinds if kind in _PARSING), "")
    return _PARSING.get(parsed, ("string_type", "Input should be a valid string"))
