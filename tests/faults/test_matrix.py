"""Every fault, in every way to be answered, sync and async: what is raised, and what it costs."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from pyvenice import (
    AnswerError,
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    ConflictError,
    EditResult,
    OverloadedError,
    PyveniceError,
    RateLimitError,
    ServerError,
    StreamError,
)
from pyvenice.sandbox import Addresses
from pyvenice.sandbox.faults.grammar import KINDS
from pyvenice.sandbox.faults.stream_faults import REASON
from tests.faults.calling import (
    BASE64S,
    BINARIES,
    DIALECTS,
    KEY,
    STREAM,
    STREAMS,
    URLS,
    XINFERENCE_STREAM,
    Caller,
    Dialect,
)


@dataclass(frozen=True, slots=True)
class Row:
    """What a fault must lead to."""

    fault: str
    raised: type[PyveniceError] | None
    """`None`: the call succeeds."""
    says: str = ""
    attempts: int = 1
    executed: int | None = 1
    """How often the edit was carried out; `None`: at most once."""
    dialects: tuple[Dialect, ...] = DIALECTS
    timeouts: tuple[float, ...] = (20.0,)
    """Tried one after another, until the time is enough for the fault to happen: a busy machine may
    not even have sent a request within the first of them."""


def broken(fault: str, *, executed: int) -> Row:
    return Row(fault, APIConnectionError, "the connection broke", executed=executed)


def refused(status: int, raised: type[PyveniceError], *, attempts: int = 1) -> Row:
    fault = f"{status}:0" if attempts > 1 else f"{status}:none"
    return Row(fault, raised, f": {status}", attempts, executed=0)


def unusable(fault: str, says: str, *dialects: Dialect) -> Row:
    return Row(fault, AnswerError, says, dialects=dialects or (*BINARIES, *BASE64S, *STREAMS))


ROWS = (
    refused(408, APIStatusError, attempts=3),
    refused(409, ConflictError, attempts=3),
    refused(429, RateLimitError, attempts=3),
    refused(503, OverloadedError, attempts=3),
    refused(503, OverloadedError),
    *(
        replace(refused(status, ServerError), dialects=(*BINARIES, *BASE64S))
        for status in (500, 501, 502, 504, 505, 507, 508, 510, 511, 520, 529, 599)
    ),
    Row(
        "latency:60",
        APITimeoutError,
        "no answer from",
        executed=None,
        timeouts=(0.05, 0.3, 2.0, 20.0),
    ),
    Row("dribble:0.001", None),
    broken("reset:before", executed=0),
    broken("reset:during", executed=0),
    broken("reset:after", executed=1),
    broken("reset:answer", executed=1),
    broken("hang-up", executed=1),
    broken("cut", executed=1),
    broken("short", executed=1),
    broken("bad-chunk", executed=1),
    unusable("bad-json", "the answer is not JSON", *BINARIES, *BASE64S, *URLS),
    unusable("html", "the answer is not JSON", *BASE64S, *URLS),
    unusable("html", "is not an image", *BINARIES),
    Row("bad-json", StreamError, "the answer is application/json", dialects=STREAMS),
    Row("html", StreamError, "Welcome to the hotel", dialects=STREAMS),
    Row("wrong-type", None),
    unusable("image:truncated", "is not a whole image/"),
    unusable("image:none", "is not an image"),
    unusable("image:empty", "is empty instead of an image"),
    Row("image:other", None, dialects=(*BINARIES, *BASE64S, *STREAMS)),
    Row("redirect", APIStatusError, "redirects to http://elsewhere.invalid", executed=0),
    Row("stream:cut", StreamError, "ended, or was closed, before its result", dialects=STREAMS),
    Row("stream:half", StreamError, "is not JSON", dialects=STREAMS),
    Row("stream:error", StreamError, "The server had an error", dialects=(STREAM,)),
    Row("stream:error", StreamError, "Internal Server Error", dialects=(XINFERENCE_STREAM,)),
    *(
        Row(f"stream:{name}", StreamError, REASON, dialects=STREAMS)
        for name in ("failed", "failed-nested", "json-line")
    ),
    Row("stream:done", StreamError, "before its result", dialects=STREAMS),
    Row("stream:html", StreamError, "it says: ", dialects=STREAMS),
    *(
        Row(f"stream:{name}", None, dialects=STREAMS)
        for name in ("whole", "url", "data-uri", "unknown")
    ),
    *(
        Row(f"heartbeat:{name}", None, dialects=STREAMS)
        for name in ("empty", "comment", "ping", "null")
    ),
    Row("events:stream", None, dialects=(*BASE64S, *URLS)),
    Row("events:json", None, dialects=(*BASE64S, *URLS)),
)


MATRIX = [
    pytest.param(row, dialect, id=f"{row.fault}-{dialect.name}")
    for row in ROWS
    for dialect in row.dialects
]


@pytest.mark.parametrize(("row", "dialect"), MATRIX)
def test_a_fault_leads_to(
    row: Row, dialect: Dialect, caller: Caller, server: Addresses, disk: Path
) -> None:
    for timeout in row.timeouts:
        server.seen.clear()
        outcome, after = caller.twice(dialect, row.fault, timeout=timeout)
        edits = [visit for visit in server.seen if visit.fault is not None]
        if edits and row.says in str(outcome):
            break
    assert after.image.width == 256
    executed = sum(visit.executed for visit in edits)
    assert len(edits) == row.attempts
    assert executed == row.executed if row.executed is not None else executed <= 1
    saved = ["first.png", "second.png"][row.raised is not None :] if dialect.to_file else []
    assert sorted(path.name for path in disk.iterdir()) == saved
    if row.raised is None:
        assert isinstance(outcome, EditResult)
        return
    assert type(outcome) is row.raised
    assert row.says in str(outcome)
    assert getattr(outcome, "attempts", 1) == row.attempts
    assert 10 < len(str(outcome)) < 700
    assert KEY not in "".join(traceback.format_exception(outcome)) + repr(vars(outcome))


def test_the_matrix_has_every_fault() -> None:
    tried = {row.fault.partition(":")[0] for row in ROWS}
    assert KINDS.keys() - tried == {"endless"}, "which has a module of its own"
