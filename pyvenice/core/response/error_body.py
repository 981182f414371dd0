"""What an answer that is not a success says, whatever shape the provider gave it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from http import HTTPStatus
from typing import Any

from pyvenice.core.engine.calls import Reply
from pyvenice.core.recording.redaction import redacted_value, shortened
from pyvenice.core.recording.secrets import redacted_url

_PARSED_AT_MOST = 1024 * 1024
_SHOWN_AT_MOST = 2000
_SAID = 4
_NESTED = 8
_TRANSPARENT = frozenset(["_errors", "fieldErrors", "formErrors"])
_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_HTML = re.compile(r"\s*(<!doctype html|<html|<head)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Refusal:
    """The facts of an error answer; `None` where it gave none."""

    message: str
    code: str | None = None
    param: str | None = None
    type: str | None = None
    details: Any = None
    body: Any = None


def read_refusal(reply: Reply) -> Refusal:
    """Read any error body: JSON of every known shape, text, HTML, or nothing."""
    if "location" in reply.headers and 300 <= reply.status < 400:
        return Refusal(
            f"the address redirects to {shortened(redacted_url(reply.headers['location']))}"
        )
    if not reply.content.strip():
        return Refusal(_phrase(reply.status))
    try:
        document = _parsed(reply.content)
    except ValueError:
        return _from_text(reply)
    found = _from_json(document)
    message = shortened(found.message) or _phrase(reply.status)
    return Refusal(
        message,
        _word(found.code),
        _word(found.param),
        _word(found.type),
        redacted_value(found.details),
        redacted_value(document),
    )


def said(document: Mapping[str, Any]) -> str:
    """The words of a JSON answer that is an error in spite of its status; empty if there are none."""
    return shortened(_from_json(dict(document)).message)


def request_id(headers: Mapping[str, str]) -> str | None:
    """The id that the provider's support asks for."""
    return headers.get("x-request-id") or headers.get("cf-ray") or None


def _parsed(content: bytes) -> Any:
    if len(content) > _PARSED_AT_MOST:
        raise ValueError("too long to be an error document")
    try:
        return json.loads(content)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _from_text(reply: Reply) -> Refusal:
    text = _text(reply)
    message = text
    if _HTML.match(text):
        title = _TITLE.search(text)
        message = unescape(title.group(1)) if title else "an HTML page instead of an answer"
    shown = shortened(message) or _phrase(reply.status)
    return Refusal(shown, body=shortened(text, _SHOWN_AT_MOST))


def _text(reply: Reply) -> str:
    content = reply.content[: 4 * _SHOWN_AT_MOST]
    charset = re.search(r"charset=\"?([\w.:-]+)", reply.headers.get("content-type", ""))
    try:
        return content.decode(charset.group(1) if charset else "utf-8", "replace")
    except (LookupError, UnicodeError):
        return content.decode("utf-8", "replace")


def _from_json(document: Any) -> Refusal:
    match document:
        case {"error": dict(error)}:
            return _from_error_object(error, document)
        case {"error": str(text)} | {"detail": str(text)} | {"message": str(text)}:
            return _from_error_text(text, document)
        case {"detail": [_, *_]}:
            return _from_problem_list(document["detail"])
        case [first, *_]:
            return _from_list(document, first)
        case str(text):
            return Refusal(text)
        case _:
            return Refusal("")


def _from_list(items: Sequence[Any], first: Any) -> Refusal:
    if isinstance(first, dict) and "loc" in first:
        return _from_problem_list(items)
    return Refusal("") if isinstance(first, list) else _from_json(first)


def _from_error_object(error: dict[str, Any], document: dict[str, Any]) -> Refusal:
    return Refusal(
        str(error.get("message") or error.get("error") or error.get("code") or ""),
        error.get("code"),
        error.get("param"),
        error.get("type"),
        error.get("details", document.get("details")),
    )


def _from_error_text(text: str, document: dict[str, Any]) -> Refusal:
    problems = list(_problems(document.get("details"))) or list(_problems(document.get("issues")))
    return Refusal(
        "; ".join([text, *_lines(problems)]) if problems else text,
        document.get("code"),
        problems[0][0] if problems else None,
        document.get("type"),
        document.get("details", document.get("issues")),
    )


def _from_problem_list(items: Sequence[Any]) -> Refusal:
    problems = list(_problems(list(items)))
    first = items[0] if isinstance(items[0], dict) else {}
    place = problems[0][0] if problems else None
    return Refusal("; ".join(_lines(problems)), first.get("type"), place, details=list(items))


def _lines(problems: list[tuple[str, str]]) -> Iterator[str]:
    for where, problem in problems[:_SAID]:
        yield f"{where}: {problem}" if where else problem
    if len(problems) > _SAID:
        yield f"and {len(problems) - _SAID} more"


def _problems(details: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Where and what: from lists of problems (`loc` or `path`) and from trees of `_errors`."""
    if isinstance(details, str):
        yield ".".join(path), details
    elif isinstance(details, list):
        for one in details:
            yield from _problem(one) if isinstance(one, dict) else _problems(one, path)
    elif isinstance(details, dict) and len(path) < _NESTED:
        for key, inner in details.items():
            yield from _problems(inner, path if key in _TRANSPARENT else (*path, str(key)))


def _problem(one: dict[str, Any]) -> Iterator[tuple[str, str]]:
    steps = [str(step) for step in _listed(one.get("loc") or one.get("path"))]
    place = ".".join(steps[1:] if steps[:1] in (["body"], ["query"]) else steps)
    yield place, str(one.get("msg") or one.get("message") or one.get("code") or "refused")


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _word(value: Any) -> str | None:
    return shortened(str(value), 100) if isinstance(value, str | int) and value != "" else None


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "no explanation"
