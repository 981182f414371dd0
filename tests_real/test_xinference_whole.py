"""Our client against the whole newest Xinference, whose model has random weights: FULL=1 asks for it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from pyvenice import EditResult, Mask, ServerError
from tests_real.calling import Caller, stages
from tests_real.pictures import BLUE, left_half, photo, png
from tests_real.xinference import Server, whole_server

pytestmark = pytest.mark.skipif(
    os.environ.get("FULL") != "1", reason="the whole server runs with FULL=1 only"
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with whole_server(tmp_path_factory.mktemp("whole")) as server:
        yield server


@pytest.fixture(params=["sync", "async"])
def edits(request: pytest.FixtureRequest, whole: Server) -> Caller:
    return Caller(str(request.param), whole.origin)


def shape(result: EditResult) -> tuple[str, int | None, int | None]:
    return result.image.media_type, result.image.width, result.image.height


def test_an_edit_is_a_jpeg_of_the_same_size(edits: Caller) -> None:
    assert shape(edits.edit(image=photo(), prompt="x")) == ("image/jpeg", 96, 64)


def test_a_size_counts_only_where_the_pipeline_takes_one(edits: Caller) -> None:
    size = "64x128"
    assert shape(edits.edit(image=photo(), prompt="x", size=size)) == ("image/jpeg", 96, 64)
    mask = Mask(left_half("white"), edit="white")
    masked = edits.edit(image=photo(), mask=mask, prompt="x", size=size)
    assert shape(masked) == ("image/jpeg", 64, 128)


@pytest.mark.parametrize("polarity", ["white", "transparent"])
def test_an_edit_with_a_mask_is_a_jpeg_of_the_same_size(edits: Caller, polarity: str) -> None:
    mask = Mask(png(left_half(polarity)), edit=polarity)  # type: ignore[arg-type]
    assert shape(edits.edit(image=photo(), mask=mask, prompt="x")) == ("image/jpeg", 96, 64)


def test_several_images_are_taken(edits: Caller) -> None:
    result = edits.edit(image=[photo(), photo(BLUE)], prompt="x")
    assert shape(result) == ("image/jpeg", 96, 64)


def test_a_stream_ends_with_the_picture(edits: Caller) -> None:
    *steps, result = edits.events(image=photo(), prompt="x")
    assert stages(steps) == ["image_edit_started", "starting_generation"]
    assert isinstance(result, EditResult)
    assert shape(result) == ("image/jpeg", 96, 64)


def test_a_seed_among_the_arguments_of_the_pipeline_repeats_a_picture(
    edits: Caller, whole: Server
) -> None:
    def varied(seed: int) -> bytes:
        settings = {"seed": seed, "num_inference_steps": 2, "strength": 0.9}
        result = edits.image(
            "variations", image=photo(), model=whole.model, prompt="x", kwargs=settings
        )
        return result.image.data

    assert varied(7) == varied(7) != varied(8)


def test_pictures_are_drawn_from_words(edits: Caller, whole: Server) -> None:
    result = edits.image("generate", prompt="x", model=whole.model, size="64x64")
    assert shape(result) == ("image/jpeg", 64, 64)


def test_a_size_that_the_model_cannot_paint_is_sent_once(edits: Caller) -> None:
    odd = photo(size=(65, 65))
    with pytest.raises(ServerError, match="divisible by 8") as failed:
        edits.edit(image=odd, mask=Mask(odd, edit="white"), prompt="x")
    assert failed.value.attempts == 1


def test_the_running_models_are_listed(edits: Caller, whole: Server) -> None:
    assert [model.id for model in edits.models().data] == [whole.model]
