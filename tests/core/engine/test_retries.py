from __future__ import annotations

import logging
from dataclasses import replace
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyvenice.core.engine.calls import Call, Flow, Reply, Wait, fetch
from pyvenice.core.engine.retries import Outcome
from pyvenice.core.engine.retry_policy import RetryPolicy
from pyvenice.core.provider_rules import ProviderRules
from pyvenice.errors import (
    AnswerError,
    APIConnectionError,
    APIStatusError,
    ArgumentError,
    NotFoundError,
    OverloadedError,
    RateLimitError,
    ServerError,
)
from tests.core.playing import (
    DONE,
    EDIT,
    LIST,
    LOST,
    SEARCH,
    UNREACHED,
    SingleShot,
    answer,
    play,
    sent,
    steps_of,
)


@pytest.mark.parametrize("status", [200, 201, 204])
def test_a_success_is_returned_at_once(status: int) -> None:
    reply = answer(status)
    assert play([reply]) == (reply, [], 1)


@pytest.mark.parametrize(
    "refused",
    [
        UNREACHED,
        answer(408),
        answer(409),
        answer(425),
        answer(429),
        answer(503, retry_after="1"),
        answer(500, x_should_retry="true"),
        answer(503, b'{"error": "busy", "code": "MODEL_AT_CAPACITY"}'),
        answer(529, b'{"error": {"message": "busy", "type": "overloaded_error"}}'),
    ],
    ids=str,
)
def test_what_certainly_did_not_run_is_sent_again_even_if_it_is_billed(refused: Outcome) -> None:
    reply, pauses, times = play([refused, refused, DONE])
    assert reply == replace(DONE, attempts=3)
    assert (len(pauses), times) == (2, 3)


UNKNOWN = [LOST, answer(500), answer(502), answer(503), answer(504), answer(520)]


@pytest.mark.parametrize("unknown", UNKNOWN, ids=str)
def test_a_billed_call_is_not_repeated_when_it_may_have_run(unknown: Outcome) -> None:
    error, pauses, sent = play([unknown, DONE])
    assert isinstance(error, APIConnectionError | ServerError)
    assert (pauses, sent, error.attempts) == ([], 1, 1)


@pytest.mark.parametrize("unknown", UNKNOWN, ids=str)
@pytest.mark.parametrize(
    ("call", "policy"),
    [(EDIT, {"retry_unknown": True}), (SEARCH, {}), (LIST, {})],
    ids=["wanted", "free", "GET"],
)
def test_a_lost_outcome_is_repeated_where_that_costs_nothing_or_is_wanted(
    unknown: Outcome, call: Call, policy: dict[str, Any]
) -> None:
    reply, _, sent = play([unknown, DONE], call, **policy)
    assert (reply, sent) == (replace(DONE, attempts=2), 2)


@pytest.mark.parametrize(
    "final",
    [
        *map(answer, (302, 400, 401, 402, 403, 404, 410, 413, 415, 422, 501, 505)),
        answer(429, x_should_retry="false"),
        AnswerError("too large"),
    ],
    ids=str,
)
def test_what_will_not_change_is_raised_at_once(final: Outcome) -> None:
    error, pauses, sent = play([final, DONE], retry_unknown=True)
    assert isinstance(error, APIStatusError | AnswerError)
    assert (pauses, sent) == ([], 1)


@pytest.mark.parametrize("status", [429, 503])
def test_a_balance_code_is_final_whatever_the_status(status: int) -> None:
    refused = answer(status, b'{"error": {"code": "No_Credits"}}', retry_after="1")
    _, _, sent = play([refused, DONE])
    assert sent == 2
    error, pauses, sent = play([refused, DONE], rules=ProviderRules(balance=("no-credits",)))
    assert isinstance(error, APIStatusError)
    assert (pauses, sent) == ([], 1)


@pytest.mark.parametrize("member", ["code", "type"])
def test_a_capacity_code_of_the_provider_means_that_the_call_did_not_run(member: str) -> None:
    refused = answer(500, b'{"error": {"%s": "COME_BACK_LATER"}}' % member.encode())
    _, _, sent = play([refused, DONE])
    assert sent == 1
    rules = ProviderRules(capacity=("come back later",))
    reply, _, sent = play([refused, DONE], rules=rules)
    assert (reply, sent) == (replace(DONE, attempts=2), 2)


def test_a_body_that_can_be_sent_once_is_sent_once() -> None:
    call = Call("POST", "/image/edit", body=SingleShot())
    error, _, sent = play([answer(429), DONE], call)
    assert isinstance(error, RateLimitError)
    assert sent == 1


def test_the_last_error_is_raised_when_the_retries_are_used_up() -> None:
    error, pauses, sent = play([answer(429), UNREACHED, answer(503, retry_after="0")])
    assert isinstance(error, OverloadedError)
    assert (len(pauses), sent, error.attempts) == (2, 3, 3)


@pytest.mark.parametrize(
    ("outcomes", "call", "policy", "why"),
    [
        ([LOST], EDIT, {}, "may have been carried out and billed, so only retry_unknown=True"),
        ([answer(500)], EDIT, {}, "500: Internal Server Error; it may have been carried out and"),
        ([UNREACHED] * 3, EDIT, {}, "not reached; 3 attempts failed"),
        ([answer(429, retry_after="90")], EDIT, {}, "not waited for: max_wait is 70 s"),
        ([UNREACHED], EDIT, {"max_retries": 0}, "not reached"),
        ([answer(400)], EDIT, {}, "400: Bad Request"),
        ([UNREACHED], Call("POST", "/x", body=SingleShot()), {}, "can be read only once"),
    ],
)
def test_the_error_says_why_there_was_no_other_attempt(
    outcomes: list[Outcome], call: Call, policy: dict[str, Any], why: str
) -> None:
    error, _, sent = play(outcomes, call, **policy)
    assert sent == len(outcomes)
    assert why in str(error)


@pytest.mark.parametrize(
    "wrong",
    [
        {"max_retries": -1},
        {"max_retries": 1.5},
        {"max_retries": True},
        {"max_retries": None},
        {"budget": -1},
        {"budget": "100"},
        {"base": -0.1},
        {"cap": float("nan")},
        {"max_wait": float("inf")},
        {"max_wait": "60"},
    ],
)
def test_a_policy_that_cannot_be_is_refused_by_name(wrong: dict[str, Any]) -> None:
    (name,) = wrong
    with pytest.raises(ArgumentError, match=f"{name} must be a ") as caught:
        RetryPolicy(**wrong)
    assert caught.value.argument == name


def test_no_retries_means_one_attempt() -> None:
    assert play([UNREACHED, DONE], max_retries=0) == (UNREACHED, [], 1)


def test_pauses_double_up_to_the_cap() -> None:
    _, pauses, _ = play([UNREACHED] * 7, draw=1.0, max_retries=6)
    assert pauses == [0.5, 1.0, 2.0, 4.0, 8.0, 8.0]


def test_pauses_are_twice_as_long_after_a_429() -> None:
    _, pauses, _ = play([answer(429)] * 3, draw=1.0)
    assert pauses == [1.0, 2.0]


def test_pauses_are_drawn_from_the_whole_range() -> None:
    assert play([UNREACHED, DONE], draw=0.0)[1] == [0.0]
    assert play([UNREACHED, DONE], draw=0.25)[1] == [0.125]


def test_the_wait_of_the_server_is_the_least_and_a_tenth_is_added_at_random() -> None:
    asks = answer(429, retry_after="30")
    assert play([asks, DONE], draw=0.0)[1] == [30.0]
    assert play([asks, DONE], draw=0.5)[1] == [pytest.approx(31.5)]
    assert play([answer(429, retry_after="0.1"), DONE], draw=1.0)[1] == [1.0]


def test_a_server_that_asks_for_too_long_is_not_waited_for() -> None:
    error, pauses, sent = play([answer(429, retry_after="71"), DONE])
    assert isinstance(error, RateLimitError)
    assert (error.retry_after, pauses, sent) == (71.0, [], 1)
    assert play([answer(429, retry_after="71"), DONE], max_wait=90)[0] == replace(DONE, attempts=2)


def test_a_limit_that_is_reset_each_minute_is_waited_for() -> None:
    date = "Sat, 21 Nov 2026 12:00:00 GMT"
    in_a_minute = str(int(parsedate_to_datetime(date).timestamp()) + 61)
    limited = answer(429, date=date, x_ratelimit_reset_requests=in_a_minute)
    assert play([limited, DONE])[0] == replace(DONE, attempts=2)


def test_each_repetition_is_logged_in_one_line(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "pyvenice")
    play([answer(429), UNREACHED, DONE])
    assert [record.levelname for record in caplog.records] == ["INFO", "INFO"]
    assert "attempt 1 of image.edit: Venice image.edit: 429" in caplog.messages[0]


OUTCOMES = st.one_of(
    st.sampled_from([UNREACHED, LOST, DONE]),
    st.builds(
        lambda status, seconds: answer(status, retry_after=seconds),
        st.sampled_from([200, 400, 404, 408, 409, 422, 429, 500, 502, 503, 504]),
        st.sampled_from(["", "0", "1", "59", "61", "-1", "nan"]),
    ),
)


@given(
    st.lists(OUTCOMES, min_size=6, max_size=6),
    st.integers(0, 5),
    st.floats(0, 1, exclude_max=True),
    st.booleans(),
)
def test_whatever_happens_the_limits_hold(
    outcomes: list[Outcome], retries: int, draw: float, patient: bool
) -> None:
    policy = RetryPolicy(max_retries=retries, retry_unknown=patient)
    result, pauses, sent = play(outcomes, draw=draw, max_retries=retries, retry_unknown=patient)
    assert 1 <= sent <= retries + 1
    assert len(pauses) == sent - 1
    assert all(0 <= pause <= policy.max_wait * 1.1 for pause in pauses)
    assert isinstance(result, Reply) == (sent <= 6 and _succeeds(outcomes[sent - 1]))
    if not patient:
        assert not any(_unknown(outcome) for outcome in outcomes[: sent - 1])


def _succeeds(outcome: Outcome) -> bool:
    return isinstance(outcome, Reply) and outcome.status == 200


def _unknown(outcome: Outcome) -> bool:
    if isinstance(outcome, Reply):
        bare = outcome.headers.get("retry-after", "") in {"", "-1", "nan"}
        return outcome.status in {500, 502, 504} or (outcome.status == 503 and bare)
    return outcome is LOST


def test_a_flow_sees_only_successes() -> None:
    def flow() -> Flow[bytes]:
        first = yield from fetch(SEARCH)
        yield Wait(3)
        second = yield from fetch(LIST)
        return first.content + second.content

    steps = steps_of(flow())
    assert sent(next(steps)) == SEARCH
    pause = steps.send(answer(500))
    assert isinstance(pause, Wait)
    assert sent(steps.send(None)) == SEARCH
    assert steps.send(DONE) == Wait(3)
    assert sent(steps.send(None)) == LIST
    with pytest.raises(StopIteration) as stop:
        steps.send(DONE)
    assert stop.value.value == b"donedone"


def test_the_last_error_is_raised_in_the_flow_which_may_catch_it() -> None:
    def flow() -> Flow[str]:
        try:
            yield from fetch(LIST)
        except NotFoundError as error:
            return f"caught {error.status}"
        return "no error"

    steps = steps_of(flow())
    next(steps)
    with pytest.raises(StopIteration) as stop:
        steps.send(answer(404))
    assert stop.value.value == "caught 404"


def test_an_uncaught_error_leaves_the_flow_and_names_the_operation() -> None:
    def flow(call: Call) -> Flow[None]:
        yield from fetch(call)

    for operation, named in (("models.list", "models.list"), ("", "GET /models")):
        steps = steps_of(flow(replace(LIST, operation=operation)))
        next(steps)
        with pytest.raises(NotFoundError, match=f"Venice {named}: 404"):
            steps.send(answer(404))


def test_a_useless_answer_names_the_request_that_was_paid_for() -> None:
    def flow() -> Flow[None]:
        yield from fetch(EDIT)
        yield from fetch(SEARCH)
        raise AnswerError("no image")

    steps = steps_of(flow())
    next(steps)
    steps.send(answer(200, x_request_id="paid"))
    with pytest.raises(AnswerError) as caught:
        steps.send(answer(200, x_request_id="free"))
    assert caught.value.request_id == "paid"


def test_closing_the_steps_closes_the_flow() -> None:
    closed = []

    def flow() -> Flow[None]:
        try:
            yield from fetch(LIST)
        finally:
            closed.append(True)

    steps = steps_of(flow())
    next(steps)
    steps.close()
    assert closed == [True]
