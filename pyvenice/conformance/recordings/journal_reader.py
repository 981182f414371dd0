"""Journal reader: exchanges as `pyvenice.core.recording.journal` writes them."""

from __future__ import annotations

from collections.abc import Iterator

from pyvenice.conformance.errors import RecordingError
from pyvenice.conformance.recordings.recording_entry import (
    RecordingEntry,
    as_object,
    as_status,
    as_text,
    as_url,
    base64_body,
    lower_case,
    member,
    parse_recording,
)
from pyvenice.core.json_types import Json
from pyvenice.core.recording.recorded_exchange import Exchange


def read_journal(text: str, name: str) -> Iterator[RecordingEntry]:
    """The exchanges of a journal. Raises `RecordingError` for a line that is none."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        where = f"{name}, line {number}"
        try:
            tree = parse_recording(line)
        except ValueError as error:
            raise RecordingError(f"{where}: breaks off or is no JSON: {error}") from error
        try:
            yield RecordingEntry(_exchange(tree, where), where)
        except (KeyError, TypeError, ValueError) as error:
            raise RecordingError(f"{where}: not a line of a journal ({error})") from error


def _exchange(tree: Json, where: str) -> Exchange:
    facts, request, answer = as_object(tree), member(tree, "request"), member(tree, "answer")
    return Exchange(
        method=as_text(facts["method"]),
        url=as_url(facts["url"]),
        status=as_status(facts["status"]),
        request_headers=lower_case(member(request, "headers").items()),
        request_body=base64_body(request["body"], where),
        answer_headers=lower_case(member(answer, "headers").items()),
        answer_body=base64_body(answer["body"], where),
    )
