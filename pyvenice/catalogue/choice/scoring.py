"""Scoring: terms between 0 and 1 over the candidates, weighted by the caller, exact and in a fixed order.

Everything is computed in fractions, so that a rounding error never decides between two models.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from pyvenice.catalogue.choice.needs import Needs
from pyvenice.catalogue.model import Model
from pyvenice.catalogue.sizes import largest_size
from pyvenice.errors import ArgumentError

TERMS = ("price", "resolution", "tier", "evidence")
"""What there is data for; nobody has measured the quality of all these models on the same pictures."""

_TIERS = {"budget": 0, "mid": 1, "premium": 2}
_EVIDENCE = {"unverified": 0, "secondary": 1, "documented": 2, "verified": 3}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A model that meets all needs, with its value in each term; `None` where that is not known."""

    model: Model
    values: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its terms between 0 and 1 and the weighted mean of them."""

    candidate: Candidate
    terms: Mapping[str, Fraction]
    score: Fraction

    @property
    def order(self) -> tuple[Fraction, float, bool, str]:
        """Best score first; then the lower price, unknown last; then what stays; then the id."""
        model, price = self.candidate.model, self.candidate.values["price"]
        ends = model.lifecycle.status != "current"
        return (-self.score, math.inf if price is None else price, ends, model.id)


def candidates(models: Sequence[Model], needs: Needs) -> list[Candidate]:
    """The models with what the request costs at each, the largest result, tier and evidence."""
    return [Candidate(model, _values(model, needs)) for model in models]


def rank(found: Sequence[Candidate], weights: Mapping[str, Fraction]) -> list[Scored]:
    """The candidates, best first. The order of `found` does not matter."""
    bests = {name: _best(name, found) for name in TERMS}
    total = sum(weights.values())
    scored = []
    for candidate in found:
        terms = {name: _term(name, candidate, bests[name]) for name in TERMS}
        score = sum((weight * terms[name] for name, weight in weights.items()), Fraction())
        scored.append(Scored(candidate, terms, score / total))
    return sorted(scored, key=lambda candidate: candidate.order)


def exact_weights(weights: Mapping[str, float] | None) -> dict[str, Fraction]:
    """The weights as fractions, without those that are 0; the price alone where none are given.

    Raises `ArgumentError` for a term that there is not, a negative weight, or nothing but zeros.
    """
    given = {"price": 1.0} if weights is None else dict(weights)
    for name, weight in given.items():
        if name not in TERMS:
            near = difflib.get_close_matches(str(name), TERMS, n=1)
            meant = f"; did you mean {near[0]!r}?" if near else ""
            raise _refusal(given, f"{name!r} is no term: there are {', '.join(TERMS)}{meant}")
        is_number = isinstance(weight, int | float | Fraction) and not isinstance(weight, bool)
        if not is_number or not math.isfinite(weight) or weight < 0:
            raise _refusal(given, f"the weight of {name!r} must be a number from 0")
    exact = {name: Fraction(given[name]) for name in TERMS if given.get(name)}
    if not exact:
        raise _refusal(given, "at least one weight must be above 0")
    return exact


def _refusal(given: object, reason: str) -> ArgumentError:
    return ArgumentError(
        f"weights={given!r} is not allowed: {reason}",
        argument="weights",
        value=given,
        allowed=TERMS,
    )


def _values(model: Model, needs: Needs) -> dict[str, int | None]:
    size = largest_size(model.size)
    return {
        "price": needs.cost(model).likely,
        "resolution": size.pixels if size else None,
        "tier": _TIERS.get(model.tier or ""),
        "evidence": _EVIDENCE[model.confidence],
    }


def _best(name: str, found: Sequence[Candidate]) -> int | None:
    known = [value for candidate in found if (value := candidate.values[name]) is not None]
    return (min if name == "price" else max)(known, default=None)


def _term(name: str, candidate: Candidate, best: int | None) -> Fraction:
    """The value as a share of the best one, for a price the best one as a share of it; 0 for unknown.

    A value that gets better then raises its own term, or lowers all others. On a scale from the worst to
    the best, a model that got cheaper could stretch the scale and lift its rivals above itself.
    """
    value = candidate.values[name]
    if value is None or best is None:
        return Fraction(0)
    if value == best:
        return Fraction(1)
    return Fraction(best, value) if name == "price" else Fraction(value, best)
