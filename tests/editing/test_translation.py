"""What the canonical arguments of the one call become on the wire, for each provider."""

from __future__ import annotations

import base64
import io
import json
from typing import Any

import pytest
from PIL import Image

from pyvenice import BadRequestError, ImageInputError, Mask, UnsupportedParameterError
from tests.editing.conftest import Desk, Recorder
from tests.pictures import picture

VENICE = "venice/firered-image-edit"
OPENAI = "openai/gpt-image-2.5-sunburst"
XINFERENCE = "xinference/stabilityai/stable-diffusion-3.5-large"
PHOTO, OTHER = picture(256, 256), picture(256, 256, seed=9)


def half_mask(edit: str) -> bytes:
    """A mask of 256x256 whose left half is to be edited, in a polarity."""
    here, elsewhere = {
        "white": ((255, 255, 255, 255), (0, 0, 0, 255)),
        "black": ((0, 0, 0, 255), (255, 255, 255, 255)),
        "transparent": ((0, 0, 0, 0), (0, 0, 0, 255)),
    }[edit]
    mask = Image.new("RGBA", (256, 256), elsewhere)
    mask.paste(here, (0, 0, 128, 256))
    file = io.BytesIO()
    (mask if edit == "transparent" else mask.convert("L")).save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize(
    ("model", "given", "path", "fields"),
    [
        (VENICE, {}, "/venice/api/v1/image/edit", {"model": "firered-image-edit", "prompt": "sepia"}),
        (VENICE, {"aspect_ratio": "3:2"}, "/venice/api/v1/image/edit", {"aspect_ratio": "3:2"}),
        (VENICE, {"size": "1536x1024"}, "/venice/api/v1/image/edit", {"aspect_ratio": "3:2"}),
        (VENICE, {"output_format": "webp"}, "/venice/api/v1/image/edit", {"output_format": "webp"}),
        (VENICE, {"output_format": "JPG"}, "/venice/api/v1/image/edit", {"output_format": "jpeg"}),
        (OPENAI, {}, "/openai/v1/images/edits", {"model": "gpt-image-2.5-sunburst", "prompt": "sepia"}),
        (OPENAI, {"n": 3}, "/openai/v1/images/edits", {"n": "3"}),
        (OPENAI, {"size": "1536x1024"}, "/openai/v1/images/edits", {"size": "1536x1024"}),
        (OPENAI, {"size": (1536, 1024)}, "/openai/v1/images/edits", {"size": "1536x1024"}),
        (OPENAI, {"size": "1500*1000"}, "/openai/v1/images/edits", {"size": "1504x1008"}),
        (OPENAI, {"aspect_ratio": "3:2"}, "/openai/v1/images/edits", {"size": "1248x832"}),
        (OPENAI, {"aspect_ratio": "1:1", "resolution": "2K"}, "/openai/v1/images/edits", {"size": "2048x2048"}),
        (OPENAI, {"quality": "HIGH"}, "/openai/v1/images/edits", {"quality": "high"}),
        (OPENAI, {"background": "opaque"}, "/openai/v1/images/edits", {"background": "opaque"}),
        (OPENAI, {"output_format": "webp"}, "/openai/v1/images/edits", {"output_format": "webp"}),
        (OPENAI, {"extra": {"output_compression": 50, "output_format": "webp"}}, "/openai/v1/images/edits", {"output_compression": "50", "output_format": "webp"}),
        (OPENAI, {"extra": {"user": "me"}}, "/openai/v1/images/edits", {"user": "me"}),
        (XINFERENCE, {}, "/xinference/v1/images/edits", {"model": "stabilityai/stable-diffusion-3.5-large", "response_format": "b64_json"}),
        (XINFERENCE, {"n": 2}, "/xinference/v1/images/edits", {"n": "2"}),
        (XINFERENCE, {"size": "512x256"}, "/xinference/v1/images/edits", {"size": "512x256"}),
        (XINFERENCE, {"negative_prompt": "rain"}, "/xinference/v1/images/variations", {"negative_prompt": "rain", "prompt": "sepia"}),
    ],
)  # fmt: skip
def test_each_argument_goes_where_the_provider_takes_it(  # noqa: PLR0913, PLR0917  (a row)
    desk: Desk, wire: Recorder, model: str, given: dict[str, Any], path: str, fields: dict[str, str]
) -> None:
    desk.edit(PHOTO, "sepia", model=model, **given)
    assert wire.only.path == path
    assert {name: wire.only[name] for name in fields} == fields


@pytest.mark.parametrize(
    ("given", "key", "value"),
    [
        ({"seed": 7}, "seed", 7),
        ({"strength": 0.5}, "strength", 0.5),
        ({"guidance_scale": 3.5}, "guidance_scale", 3.5),
        ({"steps": 4}, "num_inference_steps", 4),
    ],
)
def test_what_xinference_hands_to_the_pipeline_goes_into_one_json_text(
    desk: Desk, wire: Recorder, given: dict[str, Any], key: str, value: float
) -> None:
    desk.edit(PHOTO, "sepia", model=XINFERENCE, **given)
    assert wire.only.path == "/xinference/v1/images/variations"
    assert json.loads(wire.only["kwargs"]) == {key: value}


@pytest.mark.parametrize(
    ("model", "single", "several"),
    [(VENICE, "image", "images"), (OPENAI, "image", "image[]"), (XINFERENCE, "images", "images")],
)
def test_images_keep_their_bytes_and_their_order(
    desk: Desk, wire: Recorder, model: str, single: str, several: str
) -> None:
    desk.edit(PHOTO, "sepia", model=model)
    desk.edit([PHOTO, OTHER], "sepia", model=model)
    one, two = wire.sent
    assert one.fields[single] == [PHOTO]
    assert two.fields[several] == [PHOTO, OTHER]


def test_venice_takes_several_images_by_another_operation(desk: Desk, wire: Recorder) -> None:
    desk.edit([PHOTO, OTHER], "sepia", model=VENICE)
    assert wire.only.path == "/venice/api/v1/image/multi-edit"
    assert wire.only["modelId"] == "firered-image-edit"


@pytest.mark.parametrize("given", ["white", "black", "transparent"])
@pytest.mark.parametrize(
    ("model", "field", "wanted"),
    [(OPENAI, "mask", "transparent"), (XINFERENCE, "mask_image", "white")],
)
def test_a_mask_arrives_in_the_polarity_of_the_provider(  # noqa: PLR0913, PLR0917  (a row)
    desk: Desk, wire: Recorder, model: str, field: str, wanted: str, given: str
) -> None:
    extra = {"seed": 1} if model == XINFERENCE else {}
    desk.edit(PHOTO, "sepia", model=model, mask=Mask(half_mask(given), edit=given), **extra)  # type: ignore[arg-type]  # parametrised
    mask = Image.open(io.BytesIO(wire.only[field]))
    amount = mask.convert("RGBA").getchannel("A") if wanted == "transparent" else mask.convert("L")
    here, elsewhere = amount.getpixel((10, 10)), amount.getpixel((200, 10))
    assert (here, elsewhere) == ((0, 255) if wanted == "transparent" else (255, 0))


@pytest.mark.parametrize("given", ["white", "transparent"])
def test_a_plain_mask_has_the_polarity_that_it_shows(
    desk: Desk, wire: Recorder, given: str
) -> None:
    for model in (OPENAI, XINFERENCE):
        desk.edit(PHOTO, "sepia", model=model, mask=half_mask(given))
    openai, xinference = wire.sent
    alpha = Image.open(io.BytesIO(openai["mask"])).convert("RGBA").getchannel("A")
    assert (alpha.getpixel((10, 10)), alpha.getpixel((200, 10))) == (0, 255)
    white = Image.open(io.BytesIO(xinference["mask_image"])).convert("L")
    assert (white.getpixel((10, 10)), white.getpixel((200, 10))) == (255, 0)


def test_an_image_at_a_url_is_sent_as_that(desk: Desk, wire: Recorder) -> None:
    with pytest.raises(BadRequestError, match="does not go out"):
        desk.edit("https://example.com/p.png", "sepia", model=OPENAI)
    assert wire.only.fields["images"] == [[{"image_url": "https://example.com/p.png"}]]


@pytest.mark.parametrize("text", ["data:image/png;base64,", ""])
def test_a_data_uri_is_an_image(desk: Desk, wire: Recorder, text: str) -> None:
    given: Any = text + base64.b64encode(PHOTO).decode() if text else io.BytesIO(PHOTO)
    desk.edit(given, "sepia", model=VENICE)
    assert wire.only.fields["image"] == [PHOTO]


@pytest.mark.parametrize(
    ("model", "given", "argument", "words"),
    [
        (VENICE, {"seed": 1}, "seed", "takes no seed"),
        (VENICE, {"strength": 0.5}, "strength", "takes no strength"),
        (VENICE, {"guidance_scale": 3}, "guidance_scale", "takes no guidance_scale"),
        (VENICE, {"steps": 3}, "steps", "takes no steps"),
        (VENICE, {"negative_prompt": "x"}, "negative_prompt", "takes no negative_prompt"),
        (VENICE, {"background": "opaque"}, "background", "takes no background"),
        (VENICE, {"output_format": "gif"}, "output_format", "takes png, jpeg, webp"),
        (VENICE, {"mask": half_mask("white")}, "mask", "takes no mask"),
        (OPENAI, {"seed": 1}, "seed", "takes no seed"),
        (OPENAI, {"strength": 1}, "strength", "takes no strength"),
        (OPENAI, {"guidance_scale": 3}, "guidance_scale", "takes no guidance_scale"),
        (OPENAI, {"steps": 3}, "steps", "takes no steps"),
        (OPENAI, {"negative_prompt": "x"}, "negative_prompt", "takes no negative_prompt"),
        (OPENAI, {"quality": "ultra"}, "quality", "low, medium, high"),
        (XINFERENCE, {"quality": "high"}, "quality", "takes no quality"),
        (XINFERENCE, {"background": "opaque"}, "background", "takes no background"),
        (XINFERENCE, {"strength": 7}, "strength", "0 to 1"),
    ],
)
def test_what_the_model_does_not_take_is_refused_or_said(  # noqa: PLR0913, PLR0917  (a row)
    desk: Desk, wire: Recorder, model: str, given: dict[str, Any], argument: str, words: str
) -> None:
    with pytest.raises(UnsupportedParameterError, match=words) as caught:
        desk.edit(PHOTO, "sepia", model=model, **given)
    assert caught.value.argument == argument
    assert wire.requests == []
    result = desk.edit(PHOTO, "sepia", model=model, on_unsupported="warn", **given)
    (warning,) = (warning for warning in result.warnings if warning.argument == argument)
    assert words in warning.message
    if warning.code.endswith("-dropped"):
        assert argument not in wire.only.fields
        assert argument not in str(wire.only.fields.get("kwargs", ""))


@pytest.mark.parametrize("on_unsupported", ["error", "warn"])
@pytest.mark.parametrize(("model", "count"), [(VENICE, 4), (OPENAI, 17)])
def test_an_image_too_many_is_never_left_out(
    desk: Desk, wire: Recorder, model: str, count: int, on_unsupported: str
) -> None:
    with pytest.raises((UnsupportedParameterError, ImageInputError), match=f"images, not {count}"):
        desk.edit([PHOTO] * count, "sepia", model=model, on_unsupported=on_unsupported)
    assert wire.requests == []


@pytest.mark.parametrize(
    ("model", "given", "used"),
    [
        (VENICE, {"aspect_ratio": "17:9"}, "16:9"),
        (OPENAI, {"size": "5000x5000"}, "2880x2880"),
        (OPENAI, {"aspect_ratio": "5:1"}, "3:1"),
    ],
)
def test_a_size_becomes_the_nearest_and_the_result_says_so(
    desk: Desk, wire: Recorder, model: str, given: dict[str, Any], used: str
) -> None:
    result = desk.edit(PHOTO, "sepia", model=model, **given)
    ((name, value),) = given.items()
    (warning,) = result.warnings
    assert (warning.code, warning.argument, warning.replacement) == (f"{name}-changed", name, used)
    assert value in warning.message
    assert used in warning.message
    assert len(wire.requests) == 1


def test_an_argument_twice_is_refused(desk: Desk) -> None:
    with pytest.raises(ValueError, match=r"extra\['prompt'\] stands for an argument") as caught:
        desk.edit(PHOTO, "sepia", model=VENICE, extra={"prompt": "other"})
    assert caught.value.argument == "extra"  # type: ignore[attr-defined]  # an ArgumentError


def test_what_the_catalogue_knows_of_extra_is_checked_and_priced(
    desk: Desk, wire: Recorder
) -> None:
    result = desk.edit(PHOTO, "sepia", model=VENICE, extra={"enhance_prompt": True})
    assert wire.only["enhance_prompt"] == "true"
    assert result.estimate is not None
    assert (result.estimate.min, result.estimate.max) == (40_000, 80_000)
    with pytest.raises(UnsupportedParameterError, match="neither true nor false"):
        desk.edit(PHOTO, "sepia", model=VENICE, extra={"enhance_prompt": "perhaps"})


def test_the_prompt_goes_where_the_method_has_it(desk: Desk, wire: Recorder) -> None:
    desk.edit(PHOTO, "a beach", model="stability/replace-background-and-relight")
    sent = wire.sent[0]
    assert sent.path.endswith("/replace-background-and-relight")
    assert (sent["background_prompt"], "prompt" in sent.fields) == ("a beach", False)


def test_a_prompt_that_a_model_does_not_take_is_said(desk: Desk) -> None:
    result = desk.edit(PHOTO, "the dog", model="wavespeed/wavespeed-ai/image-zoom-out")
    (warning,) = [each for each in result.warnings if each.argument == "prompt"]
    assert "takes no prompt: it is not sent" in warning.message
