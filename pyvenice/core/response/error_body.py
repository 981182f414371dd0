"""Error bodies: the message, code and parameter in a response that is not a success.

The reader knows the shapes that web frameworks and API guidelines produce (FastAPI, Zod, problem
details, `google.rpc.Status`, …) at any nesting, so a provider needs no code for its own.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape
from http import HTTPStatus
from typing import Any

from pyvenice.core import bounded_json
from pyvenice.core.engine.calls import Reply
from pyvenice.core.recording.redaction import redacted_value, shortened
from pyvenice.core.recording.secrets import redacted_url

_PARSED_BYTES = 1024 * 1024
"""No provider explains itself at such length; parsing more would only cost memory."""
_SHOWN_CHARACTERS = 2000
_SHOWN_PROBLEMS = 4
_MAX_DEPTH = 8

_MESSAGE_KEYS = (
    "error", "detail", "message", "msg", "error_message", "errormessage", "error_msg", "errormsg",
    "error_description", "status_msg", "status_message", "statusmessage", "faultstring",
    "failure_reason", "failurereason", "failure_message", "failuremessage", "blockreasonmessage",
    "finishmessage", "description", "title", "reason", "exception",
)  # fmt: skip
"""In lower case, as all names here: Alibaba and Amazon write `Message`."""
_NESTED_KEYS = ("error", "detail", "errors", "fault", "data", "response", "last_error", "reason")
_PROBLEM_KEYS = ("details", "issues", "errors", "invalid_fields")
_PROBLEM_ONLY_KEYS = (*_PROBLEM_KEYS, "error", "detail", "warnings")
"""Where there is no message, these may hold the problems themselves."""
_PROBLEM_TEXT_KEYS = ("msg", "message", "description")
_CODE_KEYS = ("code", "error_code", "errorcode", "name", "status", "__type")
_PARAM_KEYS = ("param", "field", "property")
_TRANSPARENT_KEYS = frozenset(["_errors", "fieldErrors", "formErrors"])
"""Zod's names for the problems of a field: no part of the field's path."""
_NO_CODES = frozenset(["", "error", "fail", "failed", "failure", "false", "true"])
"""Values of `status` and `code` that only repeat that this is an error."""
_NO_REASONS = frozenset(["accepted", "completed", "created", "done", "ok", "succeeded", "success"])
"""Messages that give no reason: envelopes say them about the request, and the error is further in."""
_SEARCHED_NODES = 2000

_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_HTML = re.compile(r"<(!doctype html|html|head|body|title)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ErrorBody:
    """The facts of an error response; `None` for each that it does not give."""

    message: str
    code: str | None = None
    param: str | None = None
    type: str | None = None
    details: Any = None
    body: Any = None


def read_error_body(reply: Reply) -> ErrorBody:
    """Read any error body: JSON of any known shape, text, HTML, or nothing."""
    if "location" in reply.headers and 300 <= reply.status < 400:
        return ErrorBody(
            f"the address redirects to {shortened(redacted_url(reply.headers['location']))}"
        )
    if not reply.content.strip():
        return ErrorBody(_phrase(reply.status))
    try:
        document = _parse(reply.content)
    except ValueError:
        return _read_text(reply)
    body = _error_body(_find_reason(document), document)
    return replace(
        body,
        message=body.message or _phrase(reply.status),
        code=None if body.code == str(reply.status) else body.code,
    )


def read_error_object(document: object) -> ErrorBody:
    """Read the JSON of an error, of any known shape; the message is empty if there is none."""
    return _error_body(_read_json(document), document)


def _error_body(facts: _Facts, document: object) -> ErrorBody:
    return ErrorBody(
        shortened(facts.message),
        _word(facts.code),
        _word(facts.param),
        _word(facts.type),
        redacted_value(facts.details),
        redacted_value(document),
    )


def error_message(document: object) -> str:
    """The message of a JSON document that reports an error under a 2xx; empty if there is none."""
    return shortened(_find_reason(document).message)


def text_message(reply: Reply) -> str:
    """What a success says that should have been something else; empty for binary data.

    A page of HTML says its title.
    """
    text = _decode_text(reply)
    unreadable = sum(letter == "\ufffd" or letter < "\t" for letter in text)
    return "" if 20 * unreadable > len(text) else _text_message(text)


def _parse(content: bytes) -> Any:
    if len(content) > _PARSED_BYTES:
        raise ValueError("too long to be an error document")
    return bounded_json.loads(content)


def _read_text(reply: Reply) -> ErrorBody:
    text = _decode_text(reply)
    message = _text_message(text) or _phrase(reply.status)
    return ErrorBody(message, body=shortened(text, _SHOWN_CHARACTERS))


def _text_message(text: str) -> str:
    if not (text.lstrip("\ufeff \t\r\n").startswith("<") and _HTML.search(text[:1000])):
        return shortened(text)
    title = _TITLE.search(text)
    return shortened(unescape(title.group(1)) if title else "an HTML page instead of an answer")


def _decode_text(reply: Reply) -> str:
    # No character takes more than four bytes.
    content = reply.content[: 4 * _SHOWN_CHARACTERS]
    charset = re.search(r"charset=\"?([\w.:-]+)", reply.headers.get("content-type", ""))
    try:
        return content.decode(charset.group(1) if charset else "utf-8", "replace")
    except (LookupError, UnicodeError):
        return content.decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a JSON error says, of whatever types it says it in."""

    message: str = ""
    code: Any = None
    param: Any = None
    type: Any = None
    details: Any = None


def _read_json(node: Any, depth: int = 0) -> _Facts:
    if isinstance(node, str):
        return _Facts(node)
    if isinstance(node, dict) and depth < _MAX_DEPTH:
        return _read_object(node, depth)
    return _read_list(node, depth) if isinstance(node, list) and depth < _MAX_DEPTH else _Facts()


def _find_reason(document: object) -> _Facts:
    """The facts at the known places or, where these have no message, in the outermost object with one."""
    facts = _read_json(document)
    left = deque([document])
    for _ in range(_SEARCHED_NODES):
        if facts.message or not left:
            break
        node = left.popleft()
        facts = _read_json(node) if isinstance(node, dict) else facts
        left.extend(
            node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        )
    return facts


def _read_object(given: dict[str, Any], depth: int) -> _Facts:
    node = _lowered(given)
    text = _first_text(node, _MESSAGE_KEYS)
    nested = _read_nested(node, _NESTED_KEYS[:1] if text else _NESTED_KEYS, depth)
    keys = _PROBLEM_KEYS if text or nested.message else _PROBLEM_ONLY_KEYS
    details = next((node[key] for key in keys if node.get(key)), None)
    # Problems are appended only to the outer message: an inner one has them in it already.
    problems = [] if nested.message or (text and depth) else list(_problems(details))
    code = _code(node) if nested.code is None else nested.code
    message = nested.message or "; ".join([text, *_lines(problems)] if text else _lines(problems))
    return _Facts(
        message,
        code,
        nested.param or (problems[0][0] if problems else _first_text(node, _PARAM_KEYS)),
        nested.type or node.get("type"),
        details if nested.details is None else nested.details,
    )


def _read_nested(node: dict[str, Any], keys: Sequence[str], depth: int) -> _Facts:
    for key in keys:
        inner = node.get(key)
        facts = _Facts() if isinstance(inner, str) else _read_json(inner, depth + 1)
        if not facts.message and key == "error":
            facts = replace(facts, message=str(facts.code or facts.type or ""))
        if facts.message:
            return facts
    return _Facts()


def _read_list(items: Sequence[Any], depth: int) -> _Facts:
    first = items[0] if items else None
    if depth == 0 and isinstance(first, str):
        return _Facts(first)
    if isinstance(first, dict) and not _is_problem(first):
        return _read_json(first, depth + 1)
    problems = list(_problems(items))
    if not problems:
        return _Facts()
    code = (first.get("code") or first.get("type")) if isinstance(first, dict) else None
    return _Facts("; ".join(_lines(problems)), code, problems[0][0], details=list(items))


def _is_problem(item: dict[str, Any]) -> bool:
    texts = _first_text(_lowered(item), _PROBLEM_TEXT_KEYS)
    return bool(texts) or "loc" in item or "path" in item


def _lines(problems: list[tuple[str, str]]) -> Iterator[str]:
    for where, problem in problems[:_SHOWN_PROBLEMS]:
        yield f"{where}: {problem}" if where else problem
    if len(problems) > _SHOWN_PROBLEMS:
        yield f"and {len(problems) - _SHOWN_PROBLEMS} more"


def _problems(
    details: Any, path: tuple[str, ...] = (), depth: int = 0
) -> Iterator[tuple[str, str]]:
    """Path and text of each problem in a list of them, or in a tree whose leaves are texts."""
    if isinstance(details, str):
        yield ".".join(path), details
    elif isinstance(details, list) and depth < _MAX_DEPTH:
        for item in details:
            is_problem = isinstance(item, dict) and _is_problem(item)
            yield from _problem(item) if is_problem else _problems(item, path, depth + 1)
    elif isinstance(details, dict) and depth < _MAX_DEPTH:
        for key, inner in details.items():
            inner_path = path if key in _TRANSPARENT_KEYS else (*path, str(key))
            yield from _problems(inner, inner_path, depth + 1)


def _problem(problem: dict[str, Any]) -> Iterator[tuple[str, str]]:
    item = _lowered(problem)
    path = item.get("loc") or item.get("path")
    steps = [str(step) for step in path] if isinstance(path, list) else []
    # FastAPI's first step names the part of the request.
    where = ".".join(steps[1:] if steps[:1] in (["body"], ["query"]) else steps)
    text = _first_text(item, (*_PROBLEM_TEXT_KEYS, "code")) or "refused"
    yield where or _first_text(item, (*_PARAM_KEYS, "path")) or "", text


def _lowered(node: Mapping[str, Any]) -> dict[str, Any]:
    """The object under names in lower case; of two such names the first counts."""
    lowered: dict[str, Any] = {}
    for key, value in node.items():
        lowered.setdefault(str(key).lower(), value)
    return lowered


def _first_text(node: Mapping[str, Any], keys: Sequence[str]) -> str | None:
    texts = (text for key in keys if isinstance(text := node.get(key), str) and text)
    return next((text for text in texts if text.strip().lower() not in _NO_REASONS), None)


def _code(node: Mapping[str, Any]) -> Any:
    """The first code, but one that only repeats the status of the response last."""
    values = [node[key] for key in _CODE_KEYS if isinstance(node.get(key), str | int)]
    codes = [value for value in values if str(value).lower() not in _NO_CODES]
    telling = (code for code in codes if isinstance(code, str) or not 100 <= code < 600)
    return next(telling, codes[0] if codes else None)


def _word(value: Any) -> str | None:
    return shortened(str(value), 100) if isinstance(value, str | int) and value != "" else None


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "no explanation"
