"""Each method of each client, sync and async, against the sandbox in this process."""

from __future__ import annotations

import asyncio
import inspect
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import pyvenice
from pyvenice import EditProgress, EditResult, Mask, PartialImage
from tests.pictures import picture

SYNC: dict[str, Any] = {
    "venice": pyvenice.VeniceClient,
    "openai": pyvenice.OpenAIClient,
    "xinference": pyvenice.XinferenceClient,
}
ASYNC: dict[str, Any] = {
    "venice": pyvenice.AsyncVeniceClient,
    "openai": pyvenice.AsyncOpenAIClient,
    "xinference": pyvenice.AsyncXinferenceClient,
}
Call = Callable[..., Any]


@pytest.fixture
def call(client_mode: str) -> Call:
    """`call("venice", "image.edit", prompt=…)` with a client of the mode, closed afterwards."""

    def in_sync(provider: str, method: str, **arguments: Any) -> Any:
        with SYNC[provider](sandbox=True) as client:
            return _method(client, method)(**arguments)

    async def in_async(provider: str, method: str, **arguments: Any) -> Any:
        async with ASYNC[provider](sandbox=True) as client:
            return await _method(client, method)(**arguments)

    def run(provider: str, method: str, **arguments: Any) -> Any:
        return asyncio.run(in_async(provider, method, **arguments))

    return in_sync if client_mode == "sync" else run


@pytest.fixture
def events(client_mode: str) -> Call:
    """All events of a stream."""

    def in_sync(provider: str, method: str, **arguments: Any) -> list[Any]:
        with SYNC[provider](sandbox=True) as client:
            return list(_method(client, method)(stream=True, **arguments))

    async def in_async(provider: str, method: str, **arguments: Any) -> list[Any]:
        async with ASYNC[provider](sandbox=True) as client:
            stream = await _method(client, method)(stream=True, **arguments)
            return [event async for event in stream]

    def run(provider: str, method: str, **arguments: Any) -> list[Any]:
        return asyncio.run(in_async(provider, method, **arguments))

    return in_sync if client_mode == "sync" else run


def _method(client: Any, name: str) -> Any:
    for part in name.split("."):
        client = getattr(client, part)
    return client


def pixels(result: EditResult) -> Image.Image:
    return Image.open(io.BytesIO(result.image.data)).convert("RGB")


def is_grey(image: Image.Image) -> bool:
    red, green, blue = image.resize((1, 1)).getpixel((0, 0))  # type: ignore[misc]
    return max(red, green, blue) - min(red, green, blue) <= 3


@pytest.mark.parametrize("provider", SYNC)
def test_edit_changes_the_picture_as_the_prompt_says(call: Call, provider: str) -> None:
    result = call(provider, "image.edit", image=picture(), prompt="greyscale")
    assert is_grey(pixels(result))
    assert not is_grey(Image.open(io.BytesIO(picture())))
    assert result.metadata["x-sandbox"] == "pyvenice"
    assert result.request_id


@pytest.mark.parametrize("kind", ["path", "str", "file", "pil", "data"])
def test_each_kind_of_input_arrives(call: Call, kind: str, tmp_path: Path) -> None:
    import base64

    path = tmp_path / "photo.png"
    path.write_bytes(picture())
    given: dict[str, Callable[[], Any]] = {
        "path": lambda: path,
        "str": lambda: str(path),
        "file": lambda: io.BytesIO(picture()),
        "pil": lambda: Image.open(path),
        "data": lambda: "data:image/png;base64," + base64.b64encode(picture()).decode(),
    }
    result = call("venice", "image.edit", image=given[kind](), prompt="greyscale")
    assert is_grey(pixels(result))


def test_venice_json_and_form_give_the_same_picture(call: Call) -> None:
    results = [
        call("venice", "image.edit", image=picture(), prompt="sepia", media_type=media_type)
        for media_type in ("json", "multipart")
    ]
    assert results[0].image.data == results[1].image.data


def test_venice_multi_edit_uses_every_image(call: Call) -> None:
    one = call("venice", "image.multi_edit", images=[picture()], prompt="sepia")
    two = call("venice", "image.multi_edit", images=[picture(), picture(seed=200)], prompt="sepia")
    assert one.image.data != two.image.data
    assert one.model == "firered-image-edit"


def test_venice_cuts_out_enlarges_and_draws(call: Call) -> None:
    cut = call("venice", "image.remove_background", image=picture())
    assert Image.open(io.BytesIO(cut.image.data)).mode == "RGBA"
    large = call("venice", "image.upscale", image=picture(300, 300), scale=2)
    assert (large.image.width, large.image.height) == (600, 600)
    drawn = call("venice", "image.generate", prompt="a boat", model="m", variants=2, format="png")
    assert [image.media_type for image in drawn] == ["image/png", "image/png"]
    bare = call("venice", "image.generate", prompt="a boat", model="m", return_binary=True)
    assert len(bare) == 1


def test_venice_takes_style_references_of_any_kind(call: Call) -> None:
    references = [{"image": picture(), "strength": 0.5}]
    result = call(
        "venice", "image.generate", prompt="a boat", model="m", style_references=references
    )
    assert result.image.width == 1024
    with pytest.raises(pyvenice.ImageInputError, match=r"style_references\[0\]\['image'\].*empty"):
        call("venice", "image.generate", prompt="x", model="m", style_references=[{"image": b""}])


def test_venice_background_removal_wants_exactly_one_image(call: Call) -> None:
    for given in ({}, {"image": picture(), "image_url": "https://example.com/a.png"}):
        with pytest.raises(pyvenice.ArgumentError, match="exactly one of image= and image_url="):
            call("venice", "image.remove_background", **given)


def test_venice_lists_styles_and_models(call: Call) -> None:
    assert "Anime" in call("venice", "image.styles")
    listed = call("venice", "models.list", type="inpaint")
    constraints = listed.data[0].model_spec.constraints
    assert "16:9" in constraints.aspectRatios


def test_openai_masks_several_and_streams(call: Call, events: Call) -> None:
    mask = Image.new("L", (512, 512), 0)
    mask.paste(255, (0, 0, 256, 512))
    masked = call(
        "openai", "image.edit", image=picture(), prompt="greyscale", mask=Mask(mask, edit="white")
    )
    left, right = pixels(masked).crop((0, 0, 256, 512)), pixels(masked).crop((256, 0, 512, 512))
    assert is_grey(left)
    assert not is_grey(right)
    several = call("openai", "image.edit", image=[picture()], prompt="blur", n=3)
    assert len({image.data for image in several}) == 3
    assert several.usage["total_tokens"] > 0
    seen = events("openai", "image.edit", image=picture(), prompt="sepia", partial_images=2)
    assert [type(event) for event in seen] == [PartialImage, PartialImage, EditResult]
    assert [event.index for event in seen[:2]] == [0, 1]
    drawn = events("openai", "image.generate", prompt="a boat")
    assert isinstance(drawn[-1], EditResult)


def test_openai_fetches_pictures_that_lie_behind_a_url(call: Call) -> None:
    result = call(
        "openai",
        "image.edit",
        image=picture(),
        prompt="sepia",
        model="dall-e-2",
        response_format="url",
    )
    assert result.image.media_type == "image/png"
    varied = call("openai", "image.variations", image=picture(), n=2)
    assert len(varied) == 2


def test_openai_draws_and_lists(call: Call) -> None:
    assert call("openai", "image.generate", prompt="a boat").image.width == 1024
    assert call("openai", "models.list").data[0].object == "model"


def test_xinference_edits_with_a_mask_without_being_told_a_size(call: Call, events: Call) -> None:
    mask = Image.new("L", (512, 512), 255)
    masked = call(
        "xinference",
        "image.edit",
        image=picture(),
        prompt="greyscale",
        mask=Mask(mask, edit="white"),
    )
    assert is_grey(pixels(masked))
    seen = events("xinference", "image.edit", image=picture(), prompt="sepia")
    assert [type(event) for event in seen][-1] is EditResult
    assert {type(event) for event in seen[:-1]} == {EditProgress}


def test_xinference_varies_repaints_draws_and_lists(call: Call) -> None:
    varied = call(
        "xinference", "image.variations", image=picture(), model="m", kwargs={"strength": 0.4}
    )
    assert varied.model == "m"
    mask = Mask(Image.new("L", (512, 512), 0), edit="black")
    assert call(
        "xinference", "image.inpaint", image=picture(), mask=mask, model="m", prompt="sepia"
    ).images
    assert (
        call("xinference", "image.generate", prompt="a boat", model="m", size="256*256").image.width
        == 256
    )
    assert call("xinference", "models.list").data[0].id


def test_xinference_never_answers_a_path_on_its_own_disk(call: Call) -> None:
    with pytest.raises(pyvenice.ArgumentError, match="path on the server's own disk"):
        call("xinference", "image.edit", image=picture(), prompt="x", response_format="url")


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, pyvenice.BadRequestError),
        (401, pyvenice.AuthenticationError),
        (402, pyvenice.PyveniceError),
        (404, pyvenice.NotFoundError),
        (413, pyvenice.PayloadTooLargeError),
        (429, pyvenice.RateLimitError),
        (500, pyvenice.ServerError),
        (503, pyvenice.OverloadedError),
    ],
)
@pytest.mark.parametrize("provider", SYNC)
def test_faults_are_typed_errors(provider: str, status: int, kind: type[Exception]) -> None:
    with SYNC[provider](sandbox=True, max_retries=0) as client:
        with pytest.raises(kind, match=rf"image\.edit: {status}") as caught:
            client.image.edit(
                image=picture(), prompt="x", extra_headers={"x-sandbox-fault": str(status)}
            )
        assert inspect.getattr_static(caught.value, "status", status) == status


def test_a_refused_prompt_is_a_content_error(call: Call) -> None:
    with pytest.raises(pyvenice.ContentPolicyError):
        call("venice", "image.edit", image=picture(), prompt="something forbidden")
