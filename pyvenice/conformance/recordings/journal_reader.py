"""Exchanges out of a journal, as `pyvenice.core.recording.journal` writes it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pyvenice.conformance.recordings.recording_entry import (
    Recorded,
    RecordingError,
    base64_bytes,
    lower,
)
from pyvenice.core.recording.recorded_exchange import Exchange

Json = Any


def read_journal(text: str, name: str) -> Iterator[Recorded]:
    """The exchanges of a journal. Raises `RecordingError` for a line that is none."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        where = f"{name}, line {number}"
        try:
            yield Recorded(_exchange(json.loads(line), where), where)
        except json.JSONDecodeError as error:
            raise RecordingError(f"{where}: breaks off or is no JSON: {error.msg}") from error
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise RecordingError(f"{where}: not a line of a journal ({error})") from error


def _exchange(tree: Mapping[str, Json], where: str) -> Exchange:
    request, answer = tree["request"], tree["answer"]
    return Exchange(
        method=tree["method"],
        url=tree["url"],
        status=int(tree["status"]),
        request_headers=lower(request["headers"].items()),
        request_body=base64_bytes(request["body"], where),
        answer_headers=lower(answer["headers"].items()),
        answer_body=base64_bytes(answer["body"], where),
    )
