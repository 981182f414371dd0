from __future__ import annotations

import random
import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyvenice import ArgumentError, models
from pyvenice.catalogue.choice.needs import Needs
from pyvenice.catalogue.choice.recommendation import Recommendation, recommend_among
from pyvenice.catalogue.choice.scoring import TERMS
from pyvenice.catalogue.model import Lifecycle, Model, Price, SizeControl
from pyvenice.catalogue.sizes import largest_size
from tests.catalogue.rows import WHITE, make_model, make_price

EDIT = Needs(operation="edit")
MASK = Needs(operation="edit", mask=True)
CONFIDENCES = ("unverified", "secondary", "documented", "verified")


def size_of_side(side: int | None) -> SizeControl:
    return SizeControl() if side is None else SizeControl(kind="size", sizes=(f"{side}x{side}",))


def ids(found: Recommendation) -> list[str]:
    return [pick.model.name for pick in found]


@st.composite
def catalogues(draw: st.DrawFn) -> list[Model]:
    """Two to eight models, some with equal prices, some without one."""
    prices = st.one_of(st.none(), st.integers(1, 12).map(lambda cents: cents / 100))
    return [
        make_model(
            f"m{index}",
            price=make_price(draw(prices)),
            size=size_of_side(draw(st.sampled_from([None, 512, 1024, 4096]))),
            tier=draw(st.sampled_from([None, "budget", "mid", "premium", "variable"])),
            confidence=draw(st.sampled_from(CONFIDENCES)),
        )
        for index in range(draw(st.integers(2, 8)))
    ]


WEIGHTS = st.dictionaries(st.sampled_from(TERMS), st.integers(1, 9), min_size=1)


def test_the_reason_follows_from_the_comparison() -> None:
    rows = [
        make_model(f"m{cents}", price=make_price(cents / 100), mask=WHITE)
        for cents in (5, 2, 9, 3, 4, 7)
    ]
    rows += [make_model("plain", price=make_price(0.01))]
    found = recommend_among(rows, MASK)
    assert [str(pick) for pick in found] == [
        "acme/m2: cheapest of 6 that take a mask: $0.02, the next is $0.03",
        "acme/m3: 2nd cheapest of 6 that take a mask: $0.03, the cheapest is $0.02",
        "acme/m4: 3rd cheapest of 6 that take a mask: $0.04, the cheapest is $0.02",
    ]
    assert [str(out) for out in found.disqualified] == ["acme/plain takes no mask"]


def test_a_price_that_is_not_known_is_not_cheap() -> None:
    rows = [
        make_model("a", price=Price()),
        make_model("b", price=make_price(9)),
        make_model("c", price=make_price(8)),
    ]
    found = recommend_among(rows, EDIT)
    assert ids(found) == ["c", "b", "a"]
    assert found.picks[0].reason == (
        "cheapest of 2 that can edit (1 more has no known price): $8.00, the next is $9.00"
    )
    assert found.picks[2].reason == "no known price, as 1 of 3 that can edit"


def test_an_own_server_is_a_candidate_only_where_it_is_asked_for() -> None:
    rows = [make_model("a", price=Price(unit="own_server")), make_model("b", price=make_price(1))]
    assert ids(recommend_among(rows, Needs(own_server=True))) == ["b", "a"]
    found = recommend_among(rows, Needs(own_server=False))
    assert ids(found) == ["b"]
    assert found.picks[0].reason == "the only one that can edit: $1.00"
    assert str(found.disqualified[0]) == "acme/a runs on a server of your own"


def test_ties_are_decided_by_price_then_status_then_id() -> None:
    rows = [
        make_model("b"),
        make_model("c"),
        make_model("a", lifecycle=Lifecycle(stage="deprecated")),
    ]
    assert ids(recommend_among(rows, EDIT)) == ["b", "c", "a"]
    found = recommend_among(
        [*rows, make_model("z", price=make_price(0.01))], EDIT, {"evidence": 1}, 4
    )
    assert ids(found) == ["z", "b", "c", "a"]
    assert "deprecated" in found.picks[3].notice


def test_no_model_is_an_answer_too() -> None:
    found = recommend_among([make_model()], Needs(operation="upscale"))
    assert (found.picks, found.best, found.considered) == ((), None, 0)
    assert found.disqualified[0].reasons == ("cannot upscale",)


@given(catalogues(), WEIGHTS, st.fractions(min_value=Fraction(1, 9), max_value=9))
def test_weights_count_by_their_proportion(
    rows: list[Model], weights: dict[str, int], factor: Fraction
) -> None:
    scaled: Any = {name: weight * factor for name, weight in weights.items()}
    first, second = (recommend_among(rows, EDIT, given, 8) for given in (weights, scaled))
    assert first.picks == second.picks


@given(catalogues(), WEIGHTS, st.randoms(use_true_random=False))
def test_the_order_of_the_models_does_not_matter(
    rows: list[Model], weights: dict[str, int], dice: random.Random
) -> None:
    shuffled = dice.sample(rows, len(rows))
    assert recommend_among(shuffled, EDIT, weights) == recommend_among(rows, EDIT, weights)


@given(catalogues(), WEIGHTS, st.data())
def test_a_model_that_gets_cheaper_never_falls(
    rows: list[Model], weights: dict[str, int], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(rows) - 1))
    before = rows[index].price.amount
    lower = data.draw(st.integers(1, round((before or 0.12) * 100))) / 100
    changed = make_model(
        rows[index].name,
        price=make_price(lower),
        size=rows[index].size,
        tier=rows[index].tier,
        confidence=rows[index].confidence,
    )
    others = [*rows[:index], changed, *rows[index + 1 :]]
    place = ids(recommend_among(rows, EDIT, weights, 8)).index(changed.name)
    assert ids(recommend_among(others, EDIT, weights, 8)).index(changed.name) <= place


@given(catalogues(), WEIGHTS, st.data())
def test_a_model_whose_result_gets_larger_never_falls(
    rows: list[Model], weights: dict[str, int], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(rows) - 1))
    before = largest_size(rows[index].size)
    side = data.draw(st.integers(before.width if before else 16, 8192))
    changed = replace(rows[index], size=size_of_side(side))
    others = [*rows[:index], changed, *rows[index + 1 :]]
    place = ids(recommend_among(rows, EDIT, weights, 8)).index(changed.name)
    assert ids(recommend_among(others, EDIT, weights, 8)).index(changed.name) <= place


@given(catalogues(), WEIGHTS)
def test_scores_and_terms_are_between_0_and_1_and_in_order(
    rows: list[Model], weights: dict[str, int]
) -> None:
    picks = recommend_among(rows, EDIT, weights, 8).picks
    assert len(picks) == len(rows)
    assert all(0 <= value <= 1 for pick in picks for value in (pick.score, *pick.terms.values()))
    assert [pick.score for pick in picks] == sorted((pick.score for pick in picks), reverse=True)


@given(catalogues())
def test_every_reason_is_true_by_a_computation_of_its_own(rows: list[Model]) -> None:
    prices = {row.id: row.price.amount for row in rows}
    known = sorted(price for price in prices.values() if price is not None)
    for pick in recommend_among(rows, EDIT, None, 8):
        own = prices[pick.model.id]
        if own is None:
            assert pick.reason.startswith("no known price")
            continue
        told = re.fullmatch(
            r"(?:(?:one of the (\d+) |(\d+)\w\w )?cheapest|(as cheap as the others))"
            r" of (\d+) that can edit"
            r"(?: \((\d+) more ha(?:s|ve) no known price\))?: \$([\d.]+)"
            r"(?:, the next is \$([\d.]+))?(?:, the cheapest is \$([\d.]+))?",
            pick.reason,
        )
        assert told, pick.reason
        ties, place, shared, count, unknown, price, following, cheapest = told.groups()
        assert float(price) == own
        assert int(count) == len(known)
        assert int(unknown or 0) == len(rows) - len(known)
        assert int(place or 1) == 1 + sum(other < own for other in known)
        assert bool(shared) == (len(known) > 1 and known == [own] * len(known))
        expected = known.count(own) if own == known[0] and not shared else 1
        assert int(ties or 1) == expected
        assert (float(following) if following else None) == (
            next((other for other in known if other > own), None) if own == known[0] else None
        )
        assert (float(cheapest) if cheapest else known[0]) == known[0]


@pytest.mark.parametrize(
    ("weights", "text"),
    [
        ({"prize": 1}, "did you mean 'price'"),
        ({"quality": 1}, "no term: there are price, resolution, tier, evidence"),
        ({"price": -1}, "a number from 0"),
        ({"price": float("nan")}, "a number from 0"),
        ({"price": True}, "a number from 0"),
        ({"price": "much"}, "a number from 0"),
        ({"price": 0}, "above 0"),
        ({}, "above 0"),
    ],
)
def test_weights_that_cannot_be_are_refused(weights: dict[str, Any], text: str) -> None:
    with pytest.raises(ArgumentError, match=text) as caught:
        models.recommend(weights=weights)
    assert caught.value.argument == "weights"


@pytest.mark.parametrize("limit", [0, -1, 1.5, True, "3"])
def test_a_limit_is_a_whole_number_from_1(limit: Any) -> None:
    with pytest.raises(ArgumentError, match="limit="):
        models.recommend(limit=limit)


def test_the_catalogue_is_recommended_from_without_an_own_server() -> None:
    found = models.recommend(images=4, weights={"price": 2, "resolution": 1})
    assert len(found.picks) == 3
    assert all(4 in pick.model.images for pick in found)
    assert not any(pick.model.price.unit == "own_server" for pick in found)
    every = {out.model.id for out in found.disqualified}
    assert found.considered + len(every) == len(models.list(include_retired=True))
