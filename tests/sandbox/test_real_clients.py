"""The providers' own clients, unchanged, against the server."""

from __future__ import annotations

import asyncio
import base64
import io
import json
from collections.abc import Iterator
from typing import Any

import openai
import pytest
from PIL import Image

from pyvenice.sandbox import Addresses, background
from tests.sandbox.asking import file, opened, scenery

xinference_client: Any = pytest.importorskip("xinference_client")

PHOTO = file(scenery(96, 64))


@pytest.fixture(scope="module")
def server() -> Iterator[Addresses]:
    with background() as addresses:
        yield addresses


@pytest.fixture
def client(server: Addresses) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=server.openai, api_key=server.api_key, max_retries=0) as client:
        yield client


def photo(name: str = "photo.png", data: bytes = PHOTO) -> io.BytesIO:
    file = io.BytesIO(data)
    file.name = name
    return file


def mask() -> io.BytesIO:
    drawn = Image.new("RGBA", (96, 64), (0, 0, 0, 255))
    drawn.paste((0, 0, 0, 0), (10, 10, 50, 50))
    return photo("mask.png", file(drawn))


def picture(item: Any) -> Image.Image:
    return opened(base64.b64decode(item.b64_json))


def test_openai_edits(client: openai.OpenAI) -> None:
    answer = client.images.edit(image=photo(), prompt="sepia")
    assert answer.data
    assert picture(answer.data[0]).size == (96, 64)
    assert answer.usage is not None
    assert answer._request_id
    assert answer._request_id.startswith("req_")


def test_openai_edits_with_a_mask_and_several_images(client: openai.OpenAI) -> None:
    raw = client.images.with_raw_response.edit(
        image=[photo(), photo(), photo()], mask=mask(), prompt="an owl", n=2, size="1024x1024"
    )
    assert raw.headers["x-sandbox-operations"].startswith("mask, fill, inset 2")
    answer = raw.parse()
    assert answer.data
    assert [picture(item).size for item in answer.data] == [(1024, 1024)] * 2


def test_openai_streams(client: openai.OpenAI) -> None:
    events = list(client.images.edit(image=photo(), prompt="blur", stream=True, partial_images=2))
    kinds = [event.type for event in events]
    assert kinds == ["image_edit.partial_image"] * 2 + ["image_edit.completed"]
    assert all(picture(event).size == (96, 64) for event in events)


def test_openai_edits_asynchronously(server: Addresses) -> None:
    async def edited() -> list[str]:
        async with openai.AsyncOpenAI(base_url=server.openai, api_key=server.api_key) as client:
            stream = await client.images.edit(
                image=photo(), prompt="sepia", stream=True, partial_images=1
            )
            return [event.type async for event in stream]

    assert asyncio.run(edited()) == ["image_edit.partial_image", "image_edit.completed"]


def test_openai_generates_varies_and_lists(client: openai.OpenAI) -> None:
    made = client.images.generate(
        prompt="hills", size="256x256", model="dall-e-2", response_format="b64_json"
    )
    with pytest.deprecated_call():
        varied = client.images.create_variation(image=photo(), size="256x256")
    assert made.data
    assert varied.data
    assert picture(made.data[0]).size == (256, 256)
    assert str(varied.data[0].url).endswith(".png")
    assert client.models.retrieve("gpt-image-1.5").owned_by == "sandbox"
    assert "gpt-image-1.5" in [model.id for model in client.models.list()]


def test_openai_raises_its_own_errors(client: openai.OpenAI) -> None:
    with pytest.raises(openai.BadRequestError) as refused:
        client.images.edit(image=photo(), prompt="x", n=11)
    assert (refused.value.param, refused.value.code) == ("n", "integer_above_max_value")
    with pytest.raises(openai.BadRequestError, match="octet-stream"):
        client.images.edit(image=PHOTO, prompt="x")
    with pytest.raises(openai.AuthenticationError) as unknown:
        client.with_options(api_key="wrong").images.edit(image=photo(), prompt="x")
    assert unknown.value.code == "invalid_api_key"
    with pytest.raises(openai.NotFoundError):
        client.images.edit(image=photo(), prompt="x", model="unknown")
    for status, kind in ((429, openai.RateLimitError), (500, openai.InternalServerError)):
        with pytest.raises(kind) as fault:
            client.images.edit(
                image=photo(), prompt="x", extra_headers={"x-sandbox-fault": str(status)}
            )
        assert fault.value.request_id


@pytest.fixture
def running(server: Addresses) -> Iterator[Any]:
    client = xinference_client.RESTfulClient(server.xinference.removesuffix("/v1"))
    model = client.get_model("mine")
    yield model
    model.session.close()
    client.close()


def answered(listed: Any) -> list[Image.Image]:
    return [opened(base64.b64decode(item["b64_json"])) for item in listed["data"]]


def test_xinference_lists_its_models(server: Addresses) -> None:
    client = xinference_client.RESTfulClient(server.xinference.removesuffix("/v1"))
    assert list(client.list_models()) == ["sandbox-image"]
    client.close()


def test_xinference_edits(running: Any) -> None:
    (picture,) = answered(running.image_edit(PHOTO, "sepia", response_format="b64_json"))
    assert (picture.format, picture.size) == ("JPEG", (96, 64))


def test_xinference_edits_several_images_with_a_mask(running: Any) -> None:
    drawn = Image.new("L", (96, 64), 0)
    drawn.paste(255, (10, 10, 50, 50))
    listed = running.image_edit(
        [PHOTO, PHOTO], "sepia", mask=file(drawn), n=2, size="96*64", response_format="b64_json"
    )
    assert [picture.size for picture in answered(listed)] == [(96, 64)] * 2


def test_xinference_answers_paths_by_default(running: Any) -> None:
    (item,) = running.image_edit(PHOTO, "sepia")["data"]
    with Image.open(item["url"]) as image:
        assert image.size == (96, 64)


def test_xinference_varies_inpaints_and_generates(running: Any) -> None:
    told = {"response_format": "b64_json"}
    assert answered(running.image_to_image(PHOTO, "sepia", **told))[0].size == (96, 64)
    white = file(Image.new("L", (96, 64), 255))
    assert answered(running.inpainting(PHOTO, white, "sepia", **told))[0].size == (96, 64)
    assert answered(running.text_to_image("hills", size="64*64", **told))[0].size == (64, 64)


def test_xinference_raises_its_one_error(running: Any, server: Addresses) -> None:
    with pytest.raises(RuntimeError, match="cannot identify image file"):
        running.image_edit(b"no image", "sepia")
    with pytest.raises(RuntimeError, match="invalid literal for int"):
        running.image_edit(PHOTO, "sepia", size="auto")
    client = xinference_client.RESTfulClient(server.xinference.removesuffix("/v1"))
    with pytest.raises(RuntimeError, match="Model not found"):
        client.get_model("unknown")
    client.close()


def test_xinference_edits_asynchronously(server: Addresses) -> None:
    async def edited() -> Any:
        client = xinference_client.AsyncRESTfulClient(server.xinference.removesuffix("/v1"))
        model = await client.get_model("mine")
        listed = await model.image_edit(PHOTO, "sepia", response_format="b64_json")
        await model.close()
        await client.close()
        return listed

    assert answered(json.loads(json.dumps(asyncio.run(edited()))))[0].size == (96, 64)
