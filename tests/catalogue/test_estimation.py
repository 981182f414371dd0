from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pyvenice
from pyvenice.catalogue import lookup
from pyvenice.catalogue.estimation import MICRO, dollars, estimate, expected_cost
from pyvenice.catalogue.model import (
    Count,
    InputImages,
    Parameter,
    Price,
    PriceVariant,
    SizeControl,
    TokenCount,
    TokenPrice,
    TokenRange,
)
from pyvenice.core.request.unlisted import today
from tests.catalogue.rows import BY_QUALITY, QUALITY, TIERS, make_model, make_price

TOKENS = TokenPrice(
    text_in=5,
    image_in=10,
    image_out=40,
    image_tokens=(
        TokenCount(tokens=272, when={"quality": "low"}),
        TokenCount(tokens=4160, when={"quality": "high"}),
    ),
    input_image_tokens=(TokenRange(min=194, max=452),),
)
QUALITY_OF_THE_PROVIDER = Parameter(enum=("low", "medium", "high", "auto"), default="auto")


def sums(model: Any, **params: object) -> tuple[int | None, int | None, int | None]:
    found = estimate(model, params)
    return found.min, found.likely, found.max


def test_a_price_that_is_not_known_is_none_and_never_0() -> None:
    found = estimate(make_model(price=Price()))
    assert (found.min, found.likely, found.max, found.usd, found.is_known) == (
        None,
        None,
        None,
        None,
        False,
    )
    assert str(found) == "unknown (no price is known)"


def test_an_own_server_is_an_own_server_and_not_0_dollars() -> None:
    found = estimate("xinference/anything")
    assert (found.likely, found.is_own_server, str(found)) == (None, True, "own server")


def test_a_flat_price_counts_once_for_each_image() -> None:
    assert sums(make_model(), n=3) == (120_000, 120_000, 120_000)


def test_the_default_of_the_provider_decides_what_the_caller_leaves_out() -> None:
    model = make_model(price=BY_QUALITY, parameters={"quality": QUALITY})
    assert sums(model) == (200_000, 200_000, 200_000)
    assert sums(model, quality="low") == (10_000, 10_000, 10_000)


def test_what_the_provider_decides_spans_what_may_come_of_it() -> None:
    model = make_model(price=BY_QUALITY, parameters={"quality": QUALITY_OF_THE_PROVIDER})
    assert sums(model, quality="auto") == (10_000, 50_000, 200_000)
    assert sums(model, quality="medium") == (50_000, 50_000, 50_000)


def test_a_tier_is_priced_by_the_resolution_that_is_sent() -> None:
    price = make_price(
        variants=tuple(
            PriceVariant(amount=amount, when={"resolution": name})
            for name, amount in (("1K", 0.1), ("2K", 0.2), ("4K", 0.4))
        )
    )
    model = make_model(price=price, size=TIERS)
    assert sums(model)[1] == 100_000
    assert sums(model, resolution="2k")[1] == 200_000
    assert sums(model, size="4000x4000")[1] == 400_000


def test_a_size_decides_also_where_it_is_given_as_a_ratio() -> None:
    price = make_price(
        variants=(
            PriceVariant(amount=0.01, when={"size": "1024x1024"}),
            PriceVariant(amount=0.02, when={"size": "1536x1024"}),
        )
    )
    control = SizeControl(kind="size", sizes=("1024x1024", "1536x1024"), separator="*")
    assert sums(make_model(price=price, size=control), aspect_ratio="16:9")[1] == 20_000
    shapes = make_price(
        variants=(
            PriceVariant(amount=0.01, when={"shape": "square"}),
            PriceVariant(amount=0.02, when={"shape": "rectangle"}),
        )
    )
    assert sums(make_model(price=shapes, size=control), size="1536x1024")[1] == 20_000


def test_input_images_beyond_those_included_are_added_for_each_request() -> None:
    price = make_price(0.1, input_images=InputImages(included=1, each=0.03))
    model = make_model(price=price, images=Count(max=6))
    assert sums(model, image=["a"])[1] == 100_000
    assert sums(model, image=["a", "b", "c"])[1] == 160_000
    assert sums(model, image=["a", "b", "c"], n=2)[1] == 320_000  # one image a request
    assert (
        sums(make_model(price=price, images=Count(max=6), n_max=4), image=["a", "b"], n=2)[1]
        == 230_000
    )
    none_included = make_price(0.1, input_images=InputImages(included=0, each=0.03))
    assert sums(make_model(price=none_included))[1] == 130_000


def test_a_switch_that_may_cost_more_raises_the_likely_cost_and_not_the_least() -> None:
    rewrite = {"rewrite": Parameter(type="boolean", default=False)}
    model = make_model(price=make_price(0.1, surcharges={"rewrite": 0.04}), parameters=rewrite)
    assert sums(model) == (100_000, 100_000, 100_000)
    assert sums(model, rewrite=True, n=2) == (200_000, 280_000, 280_000)


def test_credits_are_converted() -> None:
    model = make_model(
        price=make_price(unit="credit", amount=5, currency="credit", usd_per_unit=0.01)
    )
    assert sums(model, n=2) == (100_000, 100_000, 100_000)
    assert "1 credit = $0.01" in estimate(model).basis


def test_tokens_of_result_prompt_and_input_images_are_added() -> None:
    price = make_price(unit="million_tokens", tokens=TOKENS)
    model = make_model(
        price=price, parameters={"quality": QUALITY, "prompt": Parameter()}, n_max=10
    )
    assert sums(model, quality="low", prompt="x" * 40) == (
        272 * 40 + 1 * 5 + 194 * 10,
        272 * 40 + 10 * 5 + 323 * 10,
        272 * 40 + 40 * 5 + 452 * 10,
    )
    assert sums(model, quality="low", n=3)[0] == 3 * 272 * 40 + 194 * 10


def test_a_partial_image_of_a_stream_may_be_billed_and_may_not_come() -> None:
    params = {"quality": "low", "size": "1024x1024", "prompt": "x"}
    model = lookup.get("openai/gpt-image-2")
    without, with_two = (
        expected_cost(model, {**params, "partial_images": count}, "generate") for count in (0, 2)
    )
    assert with_two.min == without.min
    assert with_two.max == (without.max or 0) + 2 * 100 * 30


def test_a_prompt_has_never_more_tokens_than_bytes() -> None:
    price = make_price(unit="million_tokens", tokens=TOKENS)
    model = make_model(price=price, parameters={"quality": QUALITY, "prompt": Parameter()})
    without, with_prompt = sums(model), sums(model, prompt="🦊" * 10)
    assert with_prompt[2] is not None
    assert without[2] is not None
    assert with_prompt[2] - without[2] == 40 * 5


def test_unknown_tokens_of_input_images_leave_a_least_cost_and_no_more() -> None:
    tokens = TokenPrice(text_in=5, image_in=8, image_out=30, image_tokens=TOKENS.image_tokens)
    price = make_price(unit="million_tokens", tokens=tokens)
    found = estimate(make_model(price=price, parameters={"quality": QUALITY}))
    assert (found.min, found.likely, found.max) == (4160 * 30, None, None)
    assert str(found).startswith("at least $0.1248")


def test_a_generation_has_no_input_images() -> None:
    known = estimate("gpt-image-2", {"quality": "low", "size": "1024x1024"}, operation="generate")
    assert (known.min, known.likely, known.max) == (5880, 5880, 5880)


def test_each_estimate_says_its_source_and_when_it_was_checked() -> None:
    found = estimate("venice/firered-image-edit")
    assert str(found).startswith("$0.04 (venice models.json, checked 2026-")
    assert (found.source, found.currency) == ("venice models.json", "USD")


@pytest.mark.parametrize(("age", "stale"), [(0, False), (90, False), (91, True)])
def test_a_price_past_its_age_is_marked(age: int, stale: bool) -> None:
    day = (today() - dt.timedelta(days=age)).isoformat()
    found = estimate(make_model(price=make_price(0.04).__class__(
        unit="image", amount=0.04, source="s", checked_on=day, confidence="verified")))  # fmt: skip
    assert found.stale is stale
    assert ("stale" in str(found)) is stale


def test_a_price_that_is_not_verified_says_so() -> None:
    price = Price(unit="image", amount=0.03, source="s", checked_on=today().isoformat())
    assert "unverified" in str(estimate(make_model(price=price)))


@given(st.integers(1, 10 * MICRO))
def test_a_sum_in_words_is_exact(micro: int) -> None:
    text = dollars(micro)
    assert round(float(text.removeprefix("$")) * MICRO) == micro
    assert len(text.partition(".")[2]) >= 2


@given(
    st.sampled_from(lookup.models()),
    st.integers(1, 12),
    st.sampled_from([None, "low", "high", "auto"]),
    st.sampled_from([None, "1K", "4K"]),
    st.integers(1, 6),
)
def test_min_is_at_most_likely_is_at_most_max(
    model: Any, n: int, quality: str | None, resolution: str | None, images: int
) -> None:
    params = {"n": n, "quality": quality, "resolution": resolution, "image": ["p"] * images}
    found = estimate(model, params)
    known = [value for value in (found.min, found.likely, found.max) if value is not None]
    assert known == sorted(known)
    assert all(value > 0 for value in known)
    single = estimate(model, params | {"n": 1})
    if found.likely is not None and single.likely is not None:
        assert found.likely >= single.likely


def test_prices_of_the_catalogue_have_a_source_and_a_day() -> None:
    for model in lookup.models():
        if model.price.is_known:
            assert model.price.source, model.id
            assert model.price.age_days() is not None, model.id


def test_the_public_name_is_the_same() -> None:
    assert pyvenice.estimate is estimate
