from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyvenice.catalogue.model import SizeControl
from pyvenice.catalogue.sizes import (
    Size,
    distance,
    fit_size,
    fits,
    largest_size,
    nearest_ratio,
    nearest_resolution,
    nearest_size,
    parse_ratio,
    parse_resolution,
    parse_size,
    size_for,
    wire_size,
)

SIDES = st.integers(1, 20_000)
FREE = SizeControl(
    kind="size", free=True, multiple=16, min_pixels=655_360, max_pixels=8_294_400, max_side=3840,
    max_ratio=3,
)  # fmt: skip


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ("1024x768", (1024, 768)),
        ("1024*768", (1024, 768)),
        (" 1024 × 768 ", (1024, 768)),
        ((1024, 768), (1024, 768)),
        ([1024, 768], (1024, 768)),
        ("0x5", None),
        ("auto", None),
        ("1024", None),
        ((1024.5, 768), None),
        ((True, True), None),
        (None, None),
        ("1" * 5000 + "x1", None),
    ],
)
def test_a_size_is_read_in_every_usual_spelling(value: object, size: object) -> None:
    assert parse_size(value) == size


@pytest.mark.parametrize(
    ("value", "ratio"), [("16:9", 16 / 9), ("16x9", 16 / 9), ("1/2", 0.5), ("0:1", None), (2, None)]
)
def test_a_ratio_is_read_in_every_usual_spelling(value: object, ratio: float | None) -> None:
    assert parse_ratio(value) == ratio


@pytest.mark.parametrize(
    ("value", "side"),
    [("2K", 2048), ("4k", 4096), ("512", 512), (512, 512), ("0.5k", 512), ("K", None)],
)
def test_a_resolution_is_the_side_of_a_square(value: object, side: float | None) -> None:
    assert parse_resolution(value) == side


def test_nearest_is_by_the_logarithm_and_not_by_the_difference() -> None:
    # 0.7 differs by 0.2 from 0.5 and by 0.3 from 1, but 0.5 → 0.7 is a factor of 1.4, 1 → 0.7 of 1.43
    assert nearest_ratio(0.7, ["1:1", "1:2"]) == "1:2"
    assert nearest_ratio(1.5, ["1:1", "2:1"]) == "2:1"  # a factor of 1.33 against 1.5
    assert nearest_resolution(1500, ["1K", "2K"]) == "2K"
    assert nearest_ratio(1.0, ["2:1", "1:2"]) == "2:1"  # as near: the first one


def test_the_shape_counts_more_than_the_number_of_pixels() -> None:
    assert nearest_size(Size(2000, 1000), ["1024x1024", "1536x1024"]) == Size(1536, 1024)
    assert nearest_size(Size(500, 500), ["1024x1024", "512x512", "1536x1024"]) == Size(512, 512)


@given(SIDES, SIDES)
def test_a_fitted_size_keeps_every_bound_and_is_not_fitted_again(width: int, height: int) -> None:
    used = fit_size(Size(width, height), FREE)
    assert fits(used, FREE)
    assert fit_size(used, FREE) == used


@given(SIDES, SIDES)
def test_a_size_within_the_bounds_is_left_alone(width: int, height: int) -> None:
    size = Size(width, height)
    assert not fits(size, FREE) or fit_size(size, FREE) == size


@given(st.integers(900, 2500), st.integers(900, 2500))
def test_a_fitted_size_stays_near(width: int, height: int) -> None:
    used = fit_size(Size(width, height), FREE)
    assert distance(used.ratio, width / height) < 0.06


@given(st.floats(0.34, 2.9), st.sampled_from([None, 512.0, 1024.0, 2048.0]))
def test_a_size_for_a_ratio_keeps_the_bounds_and_the_ratio(
    ratio: float, side: float | None
) -> None:
    used = size_for(FREE, ratio, side)
    assert fits(used, FREE)
    assert distance(used.ratio, ratio) < 0.06


def test_the_largest_result_is_known_from_sizes_resolutions_or_bounds() -> None:
    assert largest_size(SizeControl(kind="size", sizes=("512x512", "1536x1024"))) == Size(
        1536, 1024
    )
    assert largest_size(SizeControl(kind="resolution", resolutions=("1K", "4K"))) == Size(
        4096, 4096
    )
    assert largest_size(FREE) == Size(2880, 2880)
    assert largest_size(SizeControl(kind="aspect_ratio", ratios=("1:1",))) is None


@pytest.mark.parametrize(
    ("control", "given_shape", "sent"),
    [
        (SizeControl(kind="size", sizes=("1024x1024", "1536x1024")), {"aspect_ratio": "3:2"}, {"size": "1536x1024"}),
        (SizeControl(kind="size", free=True, separator="*"), {"size": "640x480"}, {"size": "640*480"}),
        (SizeControl(kind="size", free=True), {"aspect_ratio": "16:9", "resolution": "2K"}, {"size": "2736x1536"}),
        (SizeControl(kind="width_height", free=True), {"size": "640x480"}, {"width": 640, "height": 480}),
        (SizeControl(kind="size", sizes=("1024x1024",), auto=True), {"size": "auto"}, {"size": "auto"}),
        (SizeControl(kind="aspect_ratio+resolution"), {"aspect_ratio": "1:1", "resolution": "4k"}, {"aspect_ratio": "1:1", "resolution": "4k"}),
        (SizeControl(), {}, {}),
    ],
)  # fmt: skip
def test_the_shape_is_sent_as_the_model_takes_it(
    control: SizeControl, given_shape: dict[str, str], sent: dict[str, str | int]
) -> None:
    assert wire_size(control, **given_shape) == sent
