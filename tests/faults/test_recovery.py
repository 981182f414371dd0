"""What is sent again after a fault, when, and what never is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import httpx2
import pytest

from pyvenice import (
    AnswerError,
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    EditResult,
    PyveniceError,
    RateLimitError,
)
from pyvenice.sandbox import Addresses
from tests.faults.calling import BASE64, BINARY, DIALECTS, STREAM, Caller, Dialect, photo

NOT_RUN = ("408", "409", "425", "429:0", "503:0")
UNKNOWN = (
    "500",
    "502",
    "504",
    "503:none",
    "reset:before",
    "reset:during",
    "reset:after",
    "hang-up",
)
HALF_ANSWERED = ("reset:answer", "cut", "short", "bad-chunk")
PAID = ("bad-json", "html", "image:truncated", "image:none", "image:empty")


def executions(server: Addresses) -> list[bool]:
    """Of each attempt at the call that had a fault, whether the edit was carried out."""
    return [visit.executed for visit in server.seen][:-1]


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@pytest.mark.parametrize("fault", NOT_RUN)
def test_what_certainly_did_not_run_is_sent_again(
    fault: str, dialect: Dialect, caller: Caller, server: Addresses
) -> None:
    token = f"{fault}*2#{caller.token}-{dialect.name}"
    assert isinstance(caller.outcome(dialect, token), EditResult)
    edits = [visit.executed for visit in server.seen if visit.path.endswith(("edit", "edits"))]
    assert edits == [False, False, True, True]
    assert len(caller.pauses) == 2


@pytest.mark.parametrize("dialect", [BINARY, BASE64], ids=lambda dialect: dialect.name)
@pytest.mark.parametrize("fault", UNKNOWN + HALF_ANSWERED)
def test_what_may_have_run_is_sent_again_only_if_the_caller_wants_that(
    fault: str, dialect: Dialect, caller: Caller, server: Addresses
) -> None:
    token = f"{fault}*1#{caller.token}-{dialect.name}"
    assert isinstance(caller.outcome(dialect, token), PyveniceError)
    assert len(executions(server)) == 1
    assert caller.pauses == []
    server.seen.clear()
    token += "-again"
    assert isinstance(caller.outcome(dialect, token, retry_unknown=True), EditResult)
    assert len(executions(server)) == 2
    assert len(caller.pauses) == 1


@pytest.mark.parametrize("dialect", [BINARY, BASE64, STREAM], ids=lambda dialect: dialect.name)
@pytest.mark.parametrize("fault", PAID)
def test_a_useless_answer_was_paid_for_and_is_never_asked_for_again(
    fault: str, dialect: Dialect, caller: Caller, server: Addresses
) -> None:
    assert isinstance(caller.outcome(dialect, fault, retry_unknown=True), PyveniceError)
    assert executions(server) == [True]


@pytest.mark.parametrize("fault", ["cut", "reset:answer", "stream:cut", "stream:error"])
def test_a_stream_that_began_is_never_begun_again(
    fault: str, caller: Caller, server: Addresses
) -> None:
    assert isinstance(caller.outcome(STREAM, fault, retry_unknown=True), PyveniceError)
    assert executions(server) == [True]


def test_the_server_says_in_seconds_how_long_to_wait(caller: Caller) -> None:
    assert isinstance(caller.outcome(BINARY, f"429:0.02*1#{caller.token}"), EditResult)
    (pause,) = caller.pauses
    assert 0.02 <= pause <= 0.022


def test_the_server_says_as_a_date_how_long_to_wait(caller: Caller) -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    error = caller.outcome(BINARY, f"429:{date}")
    assert isinstance(error, RateLimitError)
    assert error.retry_after is not None
    assert 3500 < error.retry_after <= 3601


def test_a_wait_that_is_too_long_is_left_to_the_caller(caller: Caller, server: Addresses) -> None:
    error = caller.outcome(BINARY, "429:3600")
    assert isinstance(error, RateLimitError)
    assert (error.retry_after, error.attempts) == (3600, 1)
    assert executions(server) == [False]


@pytest.mark.parametrize("nonsense", ["soon", "-5", "nan", "1e9"])
def test_nonsense_about_when_to_come_back_is_passed_over(nonsense: str, caller: Caller) -> None:
    assert isinstance(caller.outcome(BASE64, f"429:{nonsense}*1#{caller.token}"), EditResult)
    (pause,) = caller.pauses
    assert pause < 0.2


@pytest.mark.parametrize("fault", ["reset:before", "reset:during"])
def test_a_large_upload_that_is_cut_off_did_not_run(
    fault: str, caller: Caller, server: Addresses
) -> None:
    error = caller.outcome(BINARY, fault, image=photo(2048, 2048, compress_level=0))
    assert isinstance(error, APIConnectionError)
    assert error.maybe_executed, "the client cannot know"
    assert executions(server) == [False]


@pytest.mark.parametrize("library", [httpx, httpx2], ids=lambda library: library.__name__)
@pytest.mark.parametrize("fault", [*UNKNOWN[4:], *HALF_ANSWERED])
def test_both_http_libraries_tell_the_same(
    library: object, fault: str, client_mode: str, server: Addresses
) -> None:
    error = Caller(client_mode, server, library).outcome(BINARY, fault)
    assert type(error) is APIConnectionError
    assert (error.attempts, error.maybe_executed) == (1, True)
    assert str(error).startswith("the connection broke during the exchange with http://127.0.0.1")


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 410, 413, 415, 422, 451])
def test_a_refusal_is_final(status: int, caller: Caller, server: Addresses) -> None:
    error = caller.outcome(BINARY, str(status), retry_unknown=True)
    assert isinstance(error, APIStatusError)
    assert (error.status, error.attempts) == (status, 1)
    assert executions(server) == [False]


@pytest.mark.parametrize(
    ("fault", "dialect"),
    [
        ("bad-json", BASE64),
        ("html", BASE64),
        ("html", STREAM),
        ("stream:cut", STREAM),
        ("html", BINARY),
        ("image:truncated", BINARY),
        ("image:truncated", BASE64),
        ("image:truncated", STREAM),
        ("stream:half", STREAM),
        ("stream:error", STREAM),
    ],
)
def test_a_useless_answer_names_the_request_that_was_paid_for(
    fault: str, dialect: Dialect, caller: Caller
) -> None:
    error = caller.outcome(dialect, fault)
    assert isinstance(error, AnswerError)
    assert error.request_id


def test_a_server_that_dribbles_does_not_outlive_the_time_limit(caller: Caller) -> None:
    assert isinstance(caller.outcome(BINARY, "dribble:0.02", timeout=0.1), APITimeoutError)
