"""Flow of the one call: reserve what it may cost, send it, settle what it did cost."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pyvenice.catalogue.estimation import Estimate, expected_cost
from pyvenice.core.response.result import EditResult
from pyvenice.core.response.save_to import Destination
from pyvenice.editing.bill import Bill, open_bill
from pyvenice.editing.cost import Cost, reserved_amount, true_cost
from pyvenice.editing.result import PricedResult, merged, priced, unique
from pyvenice.editing.steps import Outcome, Send, Steps
from pyvenice.editing.translation import Translation
from pyvenice.errors import (
    AnswerError,
    APIConnectionError,
    APIStatusError,
    ArgumentError,
    PyveniceError,
)
from pyvenice.ledger.budget import Budget
from pyvenice.ledger.entry import LedgerEntry
from pyvenice.ledger.ledger import Ledger
from pyvenice.ledger.money import known_dollars

_FIRST_SERVER_ERROR = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """On what terms a call is sent: limits, the ledger, and the caller's word for it."""

    budget: Budget
    ledger: Ledger | None
    sandbox: bool = False
    tag: str = ""
    max_cost: int | None = None
    """Micro-dollars."""
    allow_unknown_price: bool = False


def one_call(
    translation: Translation, options: Mapping[str, Any], terms: Terms
) -> Steps[PricedResult]:
    """Carry out a translated request. `options` go to the client's method with each request.

    Raises `BudgetExceededError` before anything is sent, and what the client raises. Where one of
    several requests fails, the images of the others are the `result` of its error.
    """
    started = time.monotonic()
    expected = expected_cost(translation.model, translation.params, translation.operation)
    # Several requests cannot write one file: their images go there together, at the end.
    gathers = len(translation.arguments) > 1
    with Destination(options if gathers else {}) as destination:
        sent = {name: value for name, value in options.items() if not gathers or name != "save_to"}
        requests = tuple({**arguments, **sent} for arguments in translation.arguments)
        bill = yield from _reserve(translation, expected, terms)
        try:
            outcomes: Sequence[Outcome] = yield Send(translation.method, requests)
        except BaseException:
            bill.abandon(time.monotonic() - started)
            raise
        result, error = _joined(outcomes)
        if result is None and isinstance(error, ArgumentError):
            yield from bill.withdraw()
            raise error
        cost = _cost(translation, result, error, expected)
        duration = time.monotonic() - started
        yield from bill.settle(
            cost.amount,
            "unknown" if cost.amount is None and error else "done" if result else "failed",
            price_source=cost.source,
            request_id=result.request_id if result else getattr(error, "request_id", None),
            duration=duration,
        )
        if result is None:
            raise error or RuntimeError("the driver sent no outcome")
        whole = priced(
            result,
            provider=translation.model.id.partition("/")[0],
            model_id=translation.model.id,
            estimate=expected,
            cost=known_dollars(cost.amount),
            cost_source=_source(cost, terms),
            duration=duration,
            warnings=unique((*translation.warnings, *result.warnings, *bill.warnings)),
        )
        if error is not None:
            raise _partial(error, whole, outcomes)
        if not gathers:
            return whole
        kept = destination.keep(whole)
        return replace(whole, images=kept.images, warnings=kept.warnings)


def _reserve(translation: Translation, expected: Estimate, terms: Terms) -> Steps[Bill]:
    allow_unknown = terms.allow_unknown_price or terms.budget.allow_unknown_price
    amount = reserved_amount(expected, allow_unknown=allow_unknown)
    hold = terms.budget.reserve(amount, max_cost=terms.max_cost)
    entry = LedgerEntry(
        provider=translation.model.id.partition("/")[0],
        model=translation.model.id,
        operation=translation.operation,
        n=translation.params.get("n", 1),
        estimated=expected.likely,
        reserved=hold.amount,
        tag=terms.tag,
        sandbox=terms.sandbox,
    )
    return (yield from open_bill(terms.budget, terms.ledger, entry, hold))


def _joined(outcomes: Sequence[Outcome]) -> tuple[EditResult | None, PyveniceError | None]:
    """The images that came, those in errors too, and the first error."""
    results: list[EditResult] = []
    errors: list[PyveniceError] = []
    for outcome in outcomes:
        if isinstance(outcome, EditResult):
            results.append(outcome)
        elif outcome is not None:
            errors.append(outcome)
            if isinstance(outcome.result, EditResult):
                results.append(outcome.result)
    return (merged(results) if results else None), (errors[0] if errors else None)


def _cost(
    translation: Translation,
    result: EditResult | None,
    error: PyveniceError | None,
    expected: Estimate,
) -> Cost:
    if error is not None and _may_be_billed(error):
        return Cost(None, "unknown: a request failed after it was sent")
    if result is None:
        return Cost(0, "the request was refused")
    return true_cost(translation.model, translation.params, result, expected)


def _may_be_billed(error: PyveniceError) -> bool:
    """Whether the provider may have carried out a request that failed, beyond what came of it."""
    if error.job_id is not None:  # it was submitted, whatever became of it
        return error.result is None
    if isinstance(error, APIConnectionError):
        return error.maybe_executed
    if isinstance(error, APIStatusError):
        return error.status >= _FIRST_SERVER_ERROR
    return isinstance(error, AnswerError) and error.result is None


def _partial(
    error: PyveniceError, result: PricedResult, outcomes: Sequence[Outcome]
) -> PyveniceError:
    """The error, which now has the images that came, and says so where others were asked for too."""
    error.result = result
    if len(outcomes) > 1 and not isinstance(error, ArgumentError):
        came = f"{len(result.images)} image{'' if len(result.images) == 1 else 's'} had come"
        text = f"{error.args[0]}; {came} and can be had as error.result"
        error.args = (text, *error.args[1:])
    return error


def _source(cost: Cost, terms: Terms) -> str:
    return f"{cost.source}; in the sandbox nothing is billed" if terms.sandbox else cost.source
