"""Budgets: what they refuse, also with many calls under way at once."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyvenice import ArgumentError, Budget, BudgetExceededError
from pyvenice.ledger.money import dollar_text, dollars, micro_dollars

DAY = 86_400.0


@pytest.mark.parametrize("name", ["total", "per_call", "per_day"])
@pytest.mark.parametrize("amount", [-1, -0.01, math.nan, math.inf, "much", True, "1e99", b"1"])
def test_what_is_no_amount_is_refused(name: str, amount: Any) -> None:
    with pytest.raises(ArgumentError, match=f"{name}=.* is not an amount") as caught:
        Budget(**{name: amount})
    assert caught.value.argument == name


@given(st.integers(0, 10**12))
def test_amounts_keep_each_micro_dollar(micro: int) -> None:
    assert micro_dollars(dollar_text(micro)[1:].replace(",", ""), argument="total") == micro
    assert micro_dollars(dollars(micro), argument="total") == micro


@pytest.mark.parametrize(
    ("micro", "text"),
    [(0, "$0.00"), (40_000, "$0.04"), (39, "$0.000039"), (1_234_500_000, "$1,234.50")],
)
def test_amounts_are_written_without_rounding(micro: int, text: str) -> None:
    assert dollar_text(micro) == text


def test_the_limit_of_all_calls_holds_what_is_reserved_and_what_is_spent() -> None:
    budget = Budget(0.1)
    first = budget.reserve(40_000)
    budget.reserve(40_000)
    with pytest.raises(BudgetExceededError) as caught:
        budget.reserve(40_000)
    assert (caught.value.budget, caught.value.limit, caught.value.estimate) == ("total", 0.1, 0.04)
    first.settle(20_000)
    assert budget.reserve(40_000)
    assert (budget.spent, budget.reserved) == (0.02, 0.08)


def test_a_call_that_cost_nothing_gives_back_what_it_reserved() -> None:
    budget = Budget(0.04)
    budget.reserve(40_000).settle(0)
    assert budget.reserve(40_000)


def test_a_call_of_unknown_cost_is_taken_to_have_cost_what_it_reserved() -> None:
    budget = Budget(0.04)
    budget.reserve(40_000).settle(None)
    assert budget.spent == 0.04
    with pytest.raises(BudgetExceededError, match=r"of which \$0.04 is spent"):
        budget.reserve(1)


def test_only_the_first_settlement_counts() -> None:
    budget = Budget(1)
    hold = budget.reserve(40_000)
    hold.settle(0)
    hold.settle(None)
    assert (budget.spent, budget.reserved) == (0, 0)


def test_one_call_has_a_limit_of_its_own() -> None:
    budget = Budget(per_call=0.05)
    assert budget.reserve(50_000)
    with pytest.raises(BudgetExceededError, match=r"may cost \$0.050001, more than per_call=0.05"):
        budget.reserve(50_001)
    with pytest.raises(BudgetExceededError, match=r"max_cost=0\.01"):
        budget.reserve(20_000, max_cost=10_000)


def test_a_day_has_a_limit_of_its_own() -> None:
    now = DAY - 1
    budget = Budget(per_day=0.04, clock=lambda: now)
    hold = budget.reserve(40_000)
    with pytest.raises(BudgetExceededError, match="per_day"):
        budget.reserve(1)
    now = DAY
    assert budget.reserve(40_000)
    hold.settle(40_000)
    with pytest.raises(BudgetExceededError, match="per_day"):
        budget.reserve(1)


@pytest.mark.parametrize("name", ["total", "per_call", "per_day"])
def test_an_unknown_price_is_refused_unless_it_is_allowed(name: str) -> None:
    limits: dict[str, Any] = {name: 1}
    with pytest.raises(BudgetExceededError, match="allow_unknown_price=True") as caught:
        Budget(**limits).reserve(None)
    assert (caught.value.budget, caught.value.estimate) == (name, None)
    assert Budget(**limits, allow_unknown_price=True).reserve(None).amount == 0


def test_an_unknown_price_is_taken_where_there_is_no_limit() -> None:
    assert Budget().reserve(None).amount == 0
    with pytest.raises(BudgetExceededError, match="max_cost"):
        Budget().reserve(None, max_cost=1)


def test_64_calls_at_once_keep_within_it() -> None:
    budget = Budget(0.8)

    def reserve(_: int) -> bool:
        try:
            budget.reserve(40_000)
        except BudgetExceededError:
            return False
        return True

    with ThreadPoolExecutor(64) as pool:
        assert sum(pool.map(reserve, range(64))) == 20
    assert budget.reserved == 0.8
