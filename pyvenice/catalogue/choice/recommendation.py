"""Recommendations: the models that meet hard needs, scored by the caller's weights, with reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyvenice.catalogue import lookup
from pyvenice.catalogue.choice.needs import Needs
from pyvenice.catalogue.choice.reasons import reason
from pyvenice.catalogue.choice.scoring import candidates, exact_weights, rank
from pyvenice.catalogue.model import Model
from pyvenice.catalogue.validation import lifecycle_notices
from pyvenice.core.public import publish
from pyvenice.errors import ArgumentError

__all__ = ["Disqualified", "Pick", "Recommendation"]


@dataclass(frozen=True, slots=True)
class Pick:
    """A recommended model."""

    model: Model
    score: float
    """The weighted mean of the terms, from 0 to 1 over the candidates."""
    reason: str
    """Why, derived from the comparison: `cheapest of 6 that take a mask: $0.02, the next is $0.03`."""
    terms: Mapping[str, float]
    """Each term as a share of the best candidate, from 0, not known, to 1, the best one."""
    notice: str = ""
    """What should be known before it is used: that it is deprecated or a preview."""

    def __str__(self) -> str:
        return f"{self.model.id}: {self.reason}" + (f"; {self.notice}" if self.notice else "")


@dataclass(frozen=True, slots=True)
class Disqualified:
    """A model that does not meet the needs."""

    model: Model
    reasons: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.model.id} {', '.join(self.reasons)}"


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The best models for some needs, and why the others are out."""

    picks: tuple[Pick, ...]
    disqualified: tuple[Disqualified, ...]
    considered: int
    """How many models met the needs."""

    @property
    def best(self) -> Model | None:
        """The first pick; `None` where no model meets the needs."""
        return self.picks[0].model if self.picks else None

    def __iter__(self) -> Iterator[Pick]:
        return iter(self.picks)


def recommend_among(
    models: Sequence[Model],
    needs: Needs,
    weights: Mapping[str, float] | None = None,
    limit: int = 3,
) -> Recommendation:
    """The best of these models for the needs. Their order does not matter.

    Raises `ArgumentError` for weights that cannot be, and for a limit below 1.
    """
    if type(limit) is not int or limit < 1:
        raise ArgumentError(
            f"limit={limit!r} is not allowed: it must be a whole number from 1",
            argument="limit",
            value=limit,
        )
    exact = exact_weights(weights)
    against = {model: tuple(needs.unmet(model)) for model in models}
    fitting = [model for model, reasons in against.items() if not reasons]
    ranking = rank(candidates(fitting, needs), exact)
    picks = tuple(
        Pick(
            scored.candidate.model,
            float(scored.score),
            reason(scored, ranking, exact, needs.words()),
            {name: float(scored.terms[name]) for name in exact},
            "; ".join(notice.message for notice in lifecycle_notices(scored.candidate.model)),
        )
        for scored in ranking[:limit]
    )
    out = sorted((model for model in against if against[model]), key=lambda model: model.id)
    disqualified = tuple(Disqualified(model, against[model]) for model in out)
    return Recommendation(picks, disqualified, len(fitting))


def recommend(
    needs: Needs, weights: Mapping[str, float] | None = None, limit: int = 3
) -> Recommendation:
    """The best models of the catalogue for the needs."""
    return recommend_among(lookup.models(needs.provider), needs, weights, limit)


publish(__name__)
