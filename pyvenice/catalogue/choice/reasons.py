"""Reasons: why a model was picked, in words that follow from the comparison with the others."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from pyvenice.catalogue.choice.scoring import Scored
from pyvenice.catalogue.estimation import dollars

_BEST = {"price": "cheapest", "resolution": "largest"}
_SAME = {"price": "as cheap as the others", "resolution": "as large as the others"}
_LEVELS = {
    "tier": ("budget tier", "mid tier", "premium tier"),
    "evidence": ("unverified", "known from others", "documented", "verified"),
}
_UNKNOWN = {
    "price": "no known price",
    "resolution": "no known output size",
    "tier": "no known tier",
}


def reason(
    pick: Scored, ranking: Sequence[Scored], weights: Mapping[str, Fraction], which: str
) -> str:
    """Why this pick: one clause for each term that counts, the heaviest first.

    `which` says what the candidates have in common: `that take a mask`.
    """
    if len(ranking) == 1:
        return f"the only one {_singular(which)}: {_value('price', pick)}"
    names = sorted(weights, key=lambda name: -weights[name])
    if len(names) == 1:
        return _clause(names[0], pick, ranking, which)
    clauses = "; ".join(_clause(name, pick, ranking, "") for name in names)
    return f"{_place(pick, ranking, which)}: {clauses}"


def _place(pick: Scored, ranking: Sequence[Scored], which: str) -> str:
    position = ranking.index(pick)
    if position == 0:
        following = ranking[1].score
        text = (
            "as high as the next"
            if following == pick.score
            else f"the next has {float(following):.2f}"
        )
    else:
        text = f"the best has {float(ranking[0].score):.2f}"
    best = "best" if position == 0 else f"{_ordinal(position + 1)} best"
    return f"{best} score of {len(ranking)} {which}, {float(pick.score):.2f}, {text}"


def _clause(name: str, pick: Scored, ranking: Sequence[Scored], which: str) -> str:
    own = pick.candidate.values[name]
    if own is None:
        same = sum(scored.candidate.values[name] is None for scored in ranking)
        return f"{_value(name, pick)}, as {same} of {len(ranking)}{f' {which}' if which else ''}"
    known = [scored for scored in ranking if scored.candidate.values[name] is not None]
    of = f" of {len(known)}{f' {which}' if which else ''}{''.join(_without(name, known, ranking))}"
    if name in _LEVELS:
        same = sum(scored.candidate.values[name] == own for scored in known)
        return (
            f"{_value(name, pick)}, as {same}{of}"
            if same > 1
            else f"{_value(name, pick)}, the only one{of}"
        )
    sign = 1 if name == "price" else -1
    values = sorted(sign * (scored.candidate.values[name] or 0) for scored in known)
    place = values.index(sign * own) + 1
    ties = values.count(sign * own) - 1
    worse = [value for value in values if value > sign * own]
    if place == 1:
        shared = f"one of the {ties + 1} {_BEST[name]}" if ties else _BEST[name]
        shared = _SAME[name] if ties and not worse else shared
        after = f", the next is {_text(name, abs(worse[0]))}" if worse else ""
        return f"{shared}{of}: {_value(name, pick)}{after}"
    best = _text(name, abs(values[0]))
    return f"{_ordinal(place)} {_BEST[name]}{of}: {_value(name, pick)}, the {_BEST[name]} is {best}"


def _without(name: str, known: Sequence[Scored], ranking: Sequence[Scored]) -> Iterator[str]:
    if more := len(ranking) - len(known):
        yield f" ({more} more {'has' if more == 1 else 'have'} {_UNKNOWN[name]})"


def _value(name: str, pick: Scored) -> str:
    value = pick.candidate.values[name]
    if value is None:
        is_own = pick.candidate.model.price.unit == "own_server"
        return "own server" if name == "price" and is_own else _UNKNOWN[name]
    return _text(name, value)


def _text(name: str, value: int) -> str:
    if name == "price":
        return dollars(value)
    if name == "resolution":
        side = math.isqrt(value)
        return f"{side}x{side}" if side * side == value else f"{value} pixels"
    return _LEVELS[name][value]


def _singular(which: str) -> str:
    """`that take a mask` of one model."""
    verbs = {"take": "takes", "make": "makes", "reach": "reaches", "cost": "costs"}
    return " ".join(verbs.get(word, word) for word in which.split())


def _ordinal(number: int) -> str:
    ending = (
        "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    )
    return f"{number}{ending}"
