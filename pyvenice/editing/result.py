"""Priced result: an `EditResult` with what the call was expected to cost and what it did cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from pyvenice.catalogue.estimation import Estimate
from pyvenice.core.provider_rules import ResultWarning
from pyvenice.core.public import publish
from pyvenice.core.response.result import EditResult

__all__ = ["PricedResult"]


@dataclass(frozen=True, slots=True)
class PricedResult(EditResult):
    """The images of one call of a model, and what it cost; `cost` is in US dollars."""

    provider: str = ""
    """The provider, or the name of the host."""
    model_id: str = ""
    """The model as the catalogue knows it: `provider/name`."""
    estimate: Estimate | None = None
    """What the call was expected to cost, before it was sent."""
    cost_source: str = ""
    """Where `cost` comes from: a response header, usage and prices of tokens, the catalogue."""
    duration: float = 0.0
    """Seconds, all requests together."""


_FIELDS = tuple(field.name for field in fields(EditResult))


def merged(results: Sequence[EditResult]) -> EditResult:
    """One result with the images of several, in their order; what was said about them is joined."""
    first = results[0]
    if len(results) == 1:
        return first
    costs = [result.cost for result in results]
    return replace(
        first,
        images=tuple(image for result in results for image in result.images),
        usage=_sum_of([result.usage for result in results if result.usage]) or None,
        cost=None if None in costs else sum(cost or 0.0 for cost in costs),
        warnings=unique(warning for result in results for warning in result.warnings),
        attempts=sum(result.attempts for result in results),
    )


def priced(result: EditResult, **facts: Any) -> PricedResult:
    """The same result, with the facts of the one call."""
    own = {name: getattr(result, name) for name in _FIELDS}
    return PricedResult(**own | facts)


def unique(warnings: Iterable[ResultWarning]) -> tuple[ResultWarning, ...]:
    """The warnings, each once."""
    return tuple(dict.fromkeys(warnings))


def _sum_of(usages: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The numbers of several usage objects added up, at any depth; other values of the first one."""
    total: dict[str, Any] = {}
    for usage in usages:
        for name, value in usage.items():
            before = total.get(name)
            if isinstance(value, Mapping):
                total[name] = _sum_of([before or {}, value])
            elif _is_number(value) and _is_number(before):
                total[name] = before + value
            else:
                total.setdefault(name, value)
    return total


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


publish(__name__)
