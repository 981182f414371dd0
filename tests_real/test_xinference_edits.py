"""Our client edits pictures through real releases of Xinference."""

from __future__ import annotations

import io

import pytest

from pyvenice import EditResult, Mask
from tests_real.calling import Caller, stages
from tests_real.pictures import (
    BLUE,
    alike,
    half_edited,
    left_half,
    negative,
    photo,
    png,
)
from tests_real.xinference import Server


def test_an_edit_comes_back_as_a_jpeg_of_the_same_size(call: Caller) -> None:
    result = call.edit(image=photo(), prompt="a negative")
    assert result.image.media_type == "image/jpeg"
    assert alike(result.image, negative(photo()))


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "GIF", "BMP", "TIFF"])
def test_the_server_reads_every_format_that_the_client_sends(call: Caller, kind: str) -> None:
    file = io.BytesIO()
    photo().save(file, kind)
    result = call.edit(image=file.getvalue(), prompt="a negative")
    assert alike(result.image, negative(photo()))


@pytest.mark.parametrize("polarity", ["white", "black", "transparent"])
def test_a_mask_of_any_polarity_edits_what_it_marks(call: Caller, polarity: str) -> None:
    mask = Mask(png(left_half(polarity)), edit=polarity)  # type: ignore[arg-type]
    result = call.edit(image=png(photo()), mask=mask, prompt="a negative")
    assert alike(result.image, half_edited(photo()))


def test_a_size_is_honoured(call: Caller) -> None:
    result = call.edit(image=photo(), prompt="larger", size="128x96")
    assert alike(result.image, negative(photo(size=(128, 96))))


def test_as_many_pictures_come_as_were_asked_for(call: Caller) -> None:
    assert len(call.edit(image=photo(), prompt="two", n=2)) == 2


def test_several_images_are_used_since_the_release_that_documents_them(
    call: Caller, server: Server
) -> None:
    result = call.edit(image=[photo(), photo(BLUE)], prompt="both")
    both = negative(photo())
    both.paste(BLUE, (0, 0, 16, 16))
    only_the_last = negative(photo(BLUE))
    assert alike(result.image, both if server.since("2.5.0") else only_the_last)


def test_a_stream_reports_each_step_and_then_the_pictures(call: Caller, server: Server) -> None:
    *steps, result = call.events(image=[photo(), photo(BLUE)], prompt="both")
    loaded = [] if server.since("2.5.0") else ["images_loaded"]
    assert stages(steps) == ["image_edit_started", *loaded, "starting_generation"]
    assert isinstance(result, EditResult)
    assert result.image.media_type == "image/jpeg"


def test_a_stream_with_a_mask_edits_what_it_marks(call: Caller) -> None:
    mask = Mask(left_half("transparent"), edit="transparent")
    result = call.events(image=photo(), mask=mask, prompt="a negative")[-1]
    assert isinstance(result, EditResult)
    assert alike(result.image, half_edited(photo()))


def test_pictures_are_varied_repainted_and_drawn(call: Caller, server: Server) -> None:
    varied = call.image("variations", image=photo(), model=server.model, prompt="x")
    assert alike(varied.image, negative(photo()))
    mask = Mask(left_half("black"), edit="black")
    repainted = call.image("inpaint", image=photo(), mask=mask, model=server.model, prompt="x")
    assert alike(repainted.image, half_edited(photo()))
    drawn = call.image("generate", prompt="x", model=server.model, size="64x32")
    assert (drawn.image.width, drawn.image.height) == (64, 32)


def test_the_running_models_are_listed(call: Caller, server: Server) -> None:
    assert [model.id for model in call.models().data] == [server.model]
