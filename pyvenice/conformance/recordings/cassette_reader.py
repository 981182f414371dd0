"""Cassette reader: recordings of vcrpy, pytest-recording and Schemathesis."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pyvenice.conformance.errors import RecordingError
from pyvenice.conformance.json_limits import DEEPEST
from pyvenice.conformance.recordings.recording_entry import (
    MOST_VALUES,
    RecordingEntry,
    as_object,
    as_status,
    as_text,
    as_url,
    base64_body,
    decompress,
    lower_case,
    member,
)
from pyvenice.core.json_types import Json, JsonObject
from pyvenice.core.recording.recorded_exchange import Exchange

_LONGEST_NUMBER = 100
_BASE_60 = re.compile(r"[-+]?[0-9_]+(:[0-9_]+)+(\.[0-9_]*)?")


def read_cassette(text: str, name: str) -> Iterator[RecordingEntry]:
    """The interactions of a cassette, YAML or JSON. Raises `RecordingError` for anything else."""
    tree = _load(text, name)
    interactions = (
        tree.get("interactions", tree.get("http_interactions"))
        if isinstance(tree, Mapping)
        else None
    )
    if not isinstance(interactions, list):
        raise RecordingError(f"{name}: not a cassette: it has no list of interactions")
    for number, interaction in enumerate(interactions, 1):
        where = f"{name}, interaction {number}"
        try:
            yield _entry(interaction, where)
        except (KeyError, TypeError, ValueError) as error:
            raise RecordingError(f"{where}: not what vcrpy records ({error})") from error


def _load(text: str, name: str) -> Json:
    """The document. YAML 1.1 with binary values, so the loader of contracts cannot read it."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _refuse_bomb(yaml.parse(text, Loader=loader))
        tree: Json = yaml.load(text, Loader=loader)  # noqa: S506  (it is a safe loader)
    except (yaml.YAMLError, ValueError, TypeError, RecursionError, OverflowError) as error:
        reason = " ".join(str(error).split())[:160]
        raise RecordingError(
            f"{name}: the cassette cannot be read, record it again: {reason}"
        ) from error
    return tree


def _refuse_bomb(events: Iterator[Any]) -> None:
    """Raise `ValueError` for what would exhaust stack, memory or time while it is built."""
    depth = 0
    for count, event in enumerate(events):
        kind = type(event).__name__
        depth += kind.endswith("StartEvent") - kind.endswith("EndEvent")
        if depth > DEEPEST:
            raise ValueError(f"it is nested deeper than {DEEPEST}")
        if count > MOST_VALUES:
            raise ValueError(f"it has more than {MOST_VALUES:,} values")
        text = getattr(event, "value", "")
        # A few merges of merges stand for billions of members, and PyYAML builds them all.
        if text == "<<":
            raise ValueError("it has merge keys, which no recorder writes")
        # PyYAML multiplies these out, in quadratic time.
        if len(text) > _LONGEST_NUMBER and _BASE_60.fullmatch(text):
            raise ValueError("it has a number in base 60 of many digits")


def _entry(interaction: Json, where: str) -> RecordingEntry:
    request, response = member(interaction, "request"), member(interaction, "response")
    request_headers, answer_headers = _headers(request), _headers(response)
    answered = decompress(_body(response.get("body"), where), answer_headers)
    status = response["status"]
    exchange = Exchange(
        method=as_text(request["method"]),
        url=as_url(request["uri"]),
        status=as_status(status["code"] if isinstance(status, Mapping) else status),
        request_headers=request_headers,
        request_body=_body(request.get("body"), where),
        answer_headers=answer_headers,
        answer_body=answered or b"",
    )
    return RecordingEntry(exchange, where, answer_is_whole=answered is not None)


def _headers(message: JsonObject) -> dict[str, str]:
    headers = as_object(message.get("headers") or {})
    return lower_case(
        (_scalar_text(name), _scalar_text(value))
        for name, values in headers.items()
        for value in (values if isinstance(values, list) else [values])
    )


def _scalar_text(value: Json) -> str:
    """A header's name or value; YAML reads some as numbers or dates."""
    # Lists may refer to themselves by aliases, so that their text has no end.
    if isinstance(value, Mapping | list | set | tuple):
        raise TypeError(f"a header is a {type(value).__name__}")
    return str(value)


def _body(body: Any, where: str) -> bytes:
    if isinstance(body, Mapping):
        if "base64_string" in body:
            return base64_body(body["base64_string"], where)
        body = body.get("string")
    if body is None:
        return b""
    if not isinstance(body, bytes | str):
        raise TypeError(f"a body is a {type(body).__name__}")
    return body.encode("utf-8", "surrogateescape") if isinstance(body, str) else body
