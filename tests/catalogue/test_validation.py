from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pyvenice
from pyvenice import ArgumentError, UnknownModelError, UnsupportedParameterError
from pyvenice.catalogue import lookup
from pyvenice.catalogue.model import Lifecycle, Parameter, SizeControl
from pyvenice.catalogue.validation import CANONICAL, validate
from tests.catalogue.rows import QUALITY, RATIOS, TIERS, make_model

ENDED = Lifecycle(stage="deprecated", retired_on="2020-01-01", replaced_by="acme/two")


def by_parameter(result: pyvenice.Validation) -> dict[str, tuple[object, object, str]]:
    return {
        adjustment.parameter: (adjustment.given, adjustment.used, adjustment.action)
        for adjustment in result.adjustments
    }


def test_a_retired_model_gets_the_nearest_ratio_an_allowed_quality_and_a_notice() -> None:
    result = pyvenice.validate("gpt-image-1", {"aspect_ratio": "21:9", "quality": "ultra"})
    assert result.params == {"aspect_ratio": "3:2", "quality": "auto"}
    assert by_parameter(result) == {
        "aspect_ratio": ("21:9", "3:2", "changed"),
        "quality": ("ultra", "auto", "changed"),
    }
    assert all(
        "21:9" in adjustment.message or "ultra" in adjustment.message
        for adjustment in result.adjustments
    )
    (notice,) = result.notices
    assert (notice.parameter, notice.severity) == ("model", "error")
    assert notice.message == (
        "openai/gpt-image-1 is retired since 2026-10-23: use openai/gpt-image-2.5-sunburst"
    )


def test_strict_raises_with_everything_that_is_wrong() -> None:
    with pytest.raises(UnsupportedParameterError) as caught:
        validate("gpt-image-1", {"aspect_ratio": "21:9", "quality": "ultra"}, strict=True)
    assert [adjustment.parameter for adjustment in caught.value.adjustments] == [
        "model",
        "aspect_ratio",
        "quality",
    ]
    assert "retired" in str(caught.value)
    fine = {"size": "1024x1024"}
    assert validate("gpt-image-2", fine, strict=True).params == fine


@pytest.mark.parametrize(
    ("control", "given_shape", "corrected"),
    [
        (RATIOS, {"aspect_ratio": "2:1"}, {"aspect_ratio": "16:9"}),
        (RATIOS, {"aspect_ratio": "1:100"}, {"aspect_ratio": "9:16"}),
        (RATIOS, {"aspect_ratio": "32:18"}, {"aspect_ratio": "16:9"}),
        (RATIOS, {"aspect_ratio": "auto"}, {"aspect_ratio": "auto"}),
        (RATIOS, {"aspect_ratio": "wide"}, {}),
        (RATIOS, {"size": "1920x1080"}, {"aspect_ratio": "16:9"}),
        (RATIOS, {"size": (1080, 1920)}, {"aspect_ratio": "9:16"}),
        (RATIOS, {"size": "1920x1080", "aspect_ratio": "1:1"}, {"aspect_ratio": "1:1"}),
        (RATIOS, {"resolution": "2K"}, {}),
        (TIERS, {"size": "1920x1080"}, {"aspect_ratio": "16:9", "resolution": "1K"}),
        (TIERS, {"size": "4000x4000"}, {"aspect_ratio": "1:1", "resolution": "4K"}),
        (TIERS, {"resolution": "2k"}, {"resolution": "2K"}),
        (TIERS, {"resolution": "8K"}, {"resolution": "4K"}),
        (TIERS, {"resolution": "huge"}, {}),
        (SizeControl(), {"size": "1x1", "aspect_ratio": "1:1", "resolution": "1K"}, {}),
        (
            SizeControl(kind="size", sizes=("1024x1024", "1536x1024")),
            {"size": "1920x1080"},
            {"size": "1536x1024"},
        ),
        (
            SizeControl(kind="size", sizes=("1024x1024",)),
            {"size": "1024*1024", "aspect_ratio": "16:9"},
            {"size": "1024x1024"},
        ),
        (SizeControl(kind="size", free=True, max_ratio=3), {"aspect_ratio": "9:1"}, {"aspect_ratio": "3:1"}),
        (SizeControl(kind="size", free=True), {"size": "auto"}, {}),
        (SizeControl(kind="size", free=True, original=True), {"size": "original"}, {"size": "original"}),
        (SizeControl(kind="width_height", free=True, multiple=8), {"size": "1001x1001"}, {"size": "1000x1000"}),
    ],
)  # fmt: skip
def test_a_shape_becomes_the_nearest_that_the_model_has(
    control: SizeControl, given_shape: dict[str, Any], corrected: dict[str, Any]
) -> None:
    assert validate(make_model(size=control), given_shape).params == corrected


def test_a_change_says_from_what_to_what() -> None:
    (adjustment,) = validate(make_model(size=RATIOS), {"aspect_ratio": "2:1"}).adjustments
    assert "2:1" in adjustment.message
    assert "16:9" in adjustment.message
    assert adjustment.severity == "warning"
    (adjustment,) = validate(make_model(size=TIERS), {"resolution": "2k"}).adjustments
    assert adjustment.severity == "info"


@pytest.mark.parametrize(
    ("rule", "value", "corrected"),
    [
        (Parameter(type="integer", min=1, max=50), 99, 50),
        (Parameter(type="integer", min=1, max=50), -3, 1),
        (Parameter(type="integer", min=1, max=50), 7.4, 7),
        (Parameter(type="integer", min=1, max=50), "12", 12),
        (Parameter(type="integer", min=1, max=50), 12, 12),
        (Parameter(type="number", min=0, max=1), 1.5, 1),
        (Parameter(type="number", min=0.5), 0.1, 0.5),
        (Parameter(type="number", min=0, max=1), math.nan, None),
        (Parameter(type="number", min=0, max=1), math.inf, None),
        (Parameter(type="number", min=0, max=1), True, None),
        (Parameter(type="number", min=0, max=1), "much", None),
        (Parameter(type="integer"), 10**400, 10**400),
        (Parameter(type="boolean"), "true", True),
        (Parameter(type="boolean"), "maybe", None),
        (Parameter(enum=("png", "jpeg")), "jpg", "jpeg"),
        (Parameter(enum=("png", "jpeg")), "PNG", "png"),
        (Parameter(enum=("png", "jpeg")), "tiff", None),
        (Parameter(enum=("low", "high"), default="low"), "hihg", "high"),
        (Parameter(enum=("low", "high"), default="low"), "ultra", "low"),
        (Parameter(), 7, None),
        (Parameter(), "a text", "a text"),
    ],
)
def test_a_value_is_moved_into_the_bounds_or_dropped(
    rule: Parameter, value: object, corrected: object
) -> None:
    result = validate(make_model(parameters={"knob": rule}), {"knob": value})
    assert result.params.get("knob") == corrected
    assert len(result.adjustments) == (0 if value is corrected or value == corrected else 1)


@pytest.mark.parametrize("name", ["seed", "negative_prompt", "style", "enable_websearch"])
def test_every_parameter_that_the_model_lacks_is_dropped_with_a_warning(name: str) -> None:
    result = validate(make_model(parameters={"quality": QUALITY}), {name: "x", "quality": "low"})
    assert result.params == {"quality": "low"}
    assert by_parameter(result) == {name: ("x", None, "dropped")}


def test_a_misspelled_parameter_is_named() -> None:
    (adjustment,) = validate(make_model(), {"negativ_prompt": "x"}).adjustments
    assert adjustment.message.endswith("did you mean negative_prompt?")


def test_a_parameter_of_another_call_says_which_call_lacks_it() -> None:
    result = validate("venice/gpt-image-2-edit", {"quality": "low", "image": "p.png"})
    assert result.params["quality"] == "low"  # image.multi_edit takes one image too
    result = validate("xinference/sd3.5-large", {"seed": 7, "image": "p.png", "mask": "m.png"})
    assert result.params["seed"] == 7


@pytest.mark.parametrize(
    ("n", "corrected"), [(0, 1), (-2, 1), ("3", 3), ("x", None), (True, None), (2.0, 2), (4, 4)]
)
def test_n_is_at_least_one(n: object, corrected: object) -> None:
    assert validate(make_model(n_max=10), {"n": n}).params.get("n") == corrected


def test_a_loop_of_requests_is_a_notice_and_no_change() -> None:
    result = validate(make_model(n_max=4), {"n": 10})
    assert (result.params, result.adjustments) == ({"n": 10}, ())
    assert [notice.message for notice in result.notices] == [
        "acme/one makes 4 at a time: 3 requests"
    ]


@pytest.mark.parametrize(
    ("model", "params", "parameter"),
    [
        (make_model(), {"mask": object()}, "mask"),
        (make_model(), {"image": [object(), object()]}, "image"),
        (make_model(parameters={"prompt": Parameter(max_length=3)}), {"prompt": "long"}, "prompt"),
    ],
)
def test_image_mask_and_prompt_are_kept_whatever_the_model_takes(
    model: Any, params: dict[str, Any], parameter: str
) -> None:
    result = validate(model, params)
    assert result.params == params
    assert [(error.parameter, error.action) for error in result.errors] == [(parameter, "kept")]
    with pytest.raises(UnsupportedParameterError):
        validate(model, params, strict=True)


def test_a_model_that_cannot_do_the_operation_says_so() -> None:
    (error,) = validate(make_model(), {}, operation="upscale").errors
    assert error.message == "acme/one cannot upscale: it has edit"


@pytest.mark.parametrize(
    ("lifecycle", "severity", "text"),
    [
        (ENDED, "error", "acme/one is retired since 2020-01-01: use acme/two"),
        (
            Lifecycle(stage="deprecated", retired_on="2999-01-01"),
            "warning",
            "acme/one is deprecated; it ends on 2999-01-01",
        ),
        (Lifecycle(stage="preview"), "info", "acme/one is a preview: it may change or end"),
    ],
)
def test_a_lifecycle_is_a_notice(lifecycle: Lifecycle, severity: str, text: str) -> None:
    (notice,) = validate(make_model(lifecycle=lifecycle), {}).notices
    assert (notice.severity, notice.message) == (severity, text)


def test_a_model_is_retired_after_its_last_day() -> None:
    lifecycle = Lifecycle(retired_on="2026-12-01")
    assert lifecycle.status_on(dt.date(2026, 11, 30)) == "deprecated"
    assert lifecycle.status_on(dt.date(2026, 12, 1)) == "deprecated"
    assert lifecycle.status_on(dt.date(2026, 12, 2)) == "retired"
    assert Lifecycle(deprecated_on="2026-05-01").status_on(dt.date(2026, 4, 1)) == "current"


def test_a_parameter_that_is_none_was_not_given() -> None:
    result = validate(make_model(), {"seed": None, "size": None, "mask": None})
    assert (result.params, result.adjustments, result.notices) == ({}, (), ())


def test_the_parameters_of_the_caller_are_not_touched() -> None:
    params = {"aspect_ratio": "2:1", "seed": 3}
    validate(make_model(size=RATIOS), params)
    assert params == {"aspect_ratio": "2:1", "seed": 3}


def test_an_unverified_parameter_is_kept_with_a_notice() -> None:
    model = make_model(parameters={"seed": Parameter(type="integer", unverified=True)})
    result = validate(model, {"seed": 3})
    assert (result.params, len(result.notices)) == ({"seed": 3}, 1)


@pytest.mark.parametrize("value", [[1], {"a": 1}, b"x", object(), 2.5, float("nan"), 10**400])
@pytest.mark.parametrize("name", ["size", "aspect_ratio", "resolution", "n", "quality", "seed", 7])
def test_no_value_of_any_type_raises(name: Any, value: object) -> None:
    for model in ("openai/gpt-image-2", "venice/nano-banana-pro-edit", "xinference/any"):
        result = validate(model, {name: value})
        assert validate(model, result.params).adjustments == ()


def test_a_bad_model_or_bad_parameters_raise() -> None:
    with pytest.raises(UnknownModelError):
        validate("openai/gpt-imago", {})
    with pytest.raises(ArgumentError, match="params="):
        validate("gpt-image-2", ["size"])  # type: ignore[arg-type]  # what a caller might pass


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 10_000),
    st.floats(),
    st.sampled_from(
        [
            "auto",
            "original",
            "16:9",
            "21:9",
            "1:8",
            "3/2",
            "2k",
            "8K",
            "512",
            "1024x1024",
            "4000x100",
        ]
    ),
    st.sampled_from(
        ["low", "HIGH", "ultra", "jpg", "tiff", "transparent", "true", "-1", "1e3", ""]
    ),
    st.tuples(st.integers(1, 9000), st.integers(1, 9000)),
)
ALL_NAMES = sorted(
    {*CANONICAL, *(name for model in lookup.models() for name in model.parameters), "unheard_of"}
    - {"image", "mask", "prompt"}
)


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(lookup.models()),
    st.dictionaries(st.sampled_from(ALL_NAMES), VALUES, max_size=6),
    st.sampled_from(
        [{}, {"image": "p.png"}, {"image": "p.png", "mask": "m.png"}, {"image": ["p"] * 3}]
    ),
)
def test_checking_corrected_parameters_again_changes_nothing(
    model: Any, params: dict[str, Any], content: dict[str, Any]
) -> None:
    first = validate(model, params | content)
    again = validate(model, first.params)
    assert again.adjustments == ()
    assert again.params == first.params
    assert {name: first.params[name] for name in content} == content
    adjusted = {adjustment.parameter for adjustment in first.adjustments}
    for name, value in params.items():
        written = "x".join(map(str, value)) if isinstance(value, tuple) else value
        assert name in adjusted or first.params.get(name) in (value, written)
