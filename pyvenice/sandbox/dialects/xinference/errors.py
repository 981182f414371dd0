"""Xinference's words for a refusal: `detail`, a sentence or a list of pydantic's errors."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from pyvenice.core.recording.recorded_exchange import WireResponse
from pyvenice.sandbox.server.exchange import Exchange, Headers, json_answer
from pyvenice.sandbox.server.refusals import Kind, RefusalError, Violation
from pyvenice.sandbox.server.schema import media_types, request_schema

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
    "policy": "the prompt was refused by the content filter",
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


def refusal(refused: RefusalError, exchange: Exchange, headers: Headers) -> WireResponse:
    """The refusal as Xinference puts it."""
    status = refused.status or _STATUS.get(refused.kind, 400)
    detail: Any = sentence(refused)
    if refused.kind == "method" and exchange.request.method in {"GET", "HEAD"}:
        status, detail = 404, "Not Found"
    if refused.kind == "schema":
        detail = [_problem(one) for one in refused.violations]
    elif refused.kind == "content-type":
        detail = [_problem(one) for one in _of_empty_body(exchange)]
    elif status == 422:
        detail = [{"type": "value_error", "loc": ["body"], "msg": detail, "input": None}]
    if status == 401:
        headers = [*headers, ("www-authenticate", 'Bearer scope="models:read"')]
    return json_answer(status, {"detail": detail}, [*headers, *refused.headers])


def sentence(refused: RefusalError) -> str:
    """What went wrong, in one sentence."""
    if refused.kind == "fault":
        known = {one.value: one.phrase for one in HTTPStatus}
        return known.get(refused.status, "Error")
    plain = "{name}: {message}" if refused.path else "{message}"
    words = _SENTENCES.get(refused.kind, plain)
    return words.format(name=refused.name, message=refused.message)


def _of_empty_body(exchange: Exchange) -> list[Violation]:
    """What is missing when the body is of a kind that is not read at all."""
    method, path = exchange.request.method, exchange.contract_path
    for taken in media_types(exchange.provider, method, path):
        schema = request_schema(exchange.provider, method, path, taken)
        if schema is not None:
            return [one for one in schema.violations({}) if one.path != ("images",)]
    return []


def _problem(one: Violation) -> dict[str, Any]:
    kind, message = _kind(one)
    value = None if kind == "missing" else one.value
    return {"type": kind, "loc": ["body", *one.path], "msg": message, "input": value}


def _kind(one: Violation) -> tuple[str, str]:
    """The type and the message that pydantic has for it."""
    if one.keyword == "required" or (one.keyword, one.name) == ("minLength", "prompt"):
        return "missing", "Field required"
    if one.keyword == "file":
        return "value_error", "Value error, Expected UploadFile, received: <class 'str'>"
    wanted = (
        next((kind for kind in one.limit if kind in _PARSING), "") if one.keyword == "type" else ""
    )
    return _PARSING.get(wanted, ("string_type", "Input should be a valid string"))
