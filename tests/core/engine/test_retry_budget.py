from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyvenice.core.engine.calls import Reply
from pyvenice.core.engine.retry_budget import RetryBudget
from pyvenice.errors import APIConnectionError, PyveniceError, RateLimitError
from tests.core.playing import DONE, LIST, LOST, UNREACHED, answer, play


def test_a_repetition_takes_ten_and_a_refused_call_five() -> None:
    budget = RetryBudget(100)
    play([UNREACHED, LOST], budget=budget)
    assert budget.left == 90
    play([answer(429)] * 3, budget=budget)
    assert budget.left == 80


def test_a_repetition_that_works_brings_back_what_it_took() -> None:
    budget = RetryBudget(100)
    play([UNREACHED, answer(429), DONE], budget=budget)
    assert budget.left == 90
    play([answer(429), DONE], budget=budget)
    assert budget.left == 90


def test_each_success_at_once_brings_one_up_to_what_there_was() -> None:
    budget = RetryBudget(12)
    play([UNREACHED, LOST], budget=budget)
    assert budget.left == 2
    for expected in (3, 4, *[12] * 8):
        play([DONE], budget=budget)
        assert budget.left is not None
        assert budget.left <= expected
    for _ in range(20):
        play([DONE], budget=budget)
    assert budget.left == 12


def test_without_tokens_the_first_error_is_raised_and_says_so() -> None:
    budget = RetryBudget(4)
    error, pauses, sent = play([answer(429), DONE], budget=budget)
    assert isinstance(error, RateLimitError)
    assert (pauses, sent, error.retry_budget_spent) == ([], 1, True)
    assert str(error).endswith("the retry budget is spent")
    assert budget.left == 4


def test_no_budget_is_without_end() -> None:
    error, _, sent = play([UNREACHED] * 50, budget=RetryBudget(None), max_retries=40)
    assert isinstance(error, APIConnectionError)
    assert (sent, error.retry_budget_spent) == (41, False)
    assert RetryBudget(None).left is None


def test_a_failing_server_gets_hardly_more_than_the_calls_themselves() -> None:
    budget = RetryBudget(100)
    attempts = sum(play([answer(500)] * 3, LIST, budget=budget)[2] for _ in range(1000))
    assert attempts == 1010


@given(
    st.integers(0, 60),
    st.lists(
        st.lists(st.sampled_from([UNREACHED, LOST, DONE, answer(429), answer(400)]), min_size=3),
        max_size=20,
    ),
)
def test_whatever_happens_the_tokens_stay_between_none_and_all(
    tokens: int, calls: list[list[Reply | PyveniceError]]
) -> None:
    budget = RetryBudget(tokens)
    for outcomes in calls:
        play(list(outcomes), LIST, budget=budget)
        assert budget.left is not None
        assert 0 <= budget.left <= tokens


def test_threads_take_each_token_once() -> None:
    budget = RetryBudget(1000)
    taken: list[bool] = []
    work = [
        threading.Thread(target=lambda: taken.extend(budget.take(1) for _ in range(400)))
        for _ in range(4)
    ]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    assert (sum(taken), len(taken), budget.left) == (1000, 1600, 0)


@pytest.mark.parametrize("tokens", [0, 4])
def test_a_budget_of_nothing_forbids_every_repetition(tokens: int) -> None:
    assert play([UNREACHED, DONE], budget=RetryBudget(tokens))[2] == 1
