"""Checked by mypy and pyright, never run: what a type checker knows about the public API."""

from __future__ import annotations

from pathlib import Path
from typing import assert_type

from PIL import Image

import pyvenice
from pyvenice import (
    APIStatusError,
    AsyncImageStream,
    AsyncOpenAIClient,
    AsyncVeniceClient,
    AsyncXinferenceClient,
    Base64Image,
    ClientEvent,
    EditedImage,
    EditProgress,
    EditResult,
    FileID,
    ImageInput,
    ImageStream,
    Mask,
    OpenAIClient,
    PartialImage,
    ResponseReceived,
    RetryPolicy,
    VeniceClient,
    XinferenceClient,
)
from pyvenice.generated.venice.families.chat.responses import ChatCompletionResponse
from pyvenice.generated.venice.families.responses.responses import CreateResponseResponse
from pyvenice.providers.venice.text.chat import AsyncChatStream, ChatStream
from pyvenice.providers.venice.text.responses import AsyncResponseStream, ResponseStream


def inputs() -> list[ImageInput]:
    picture = Image.new("RGB", (1, 1))
    with Path("photo.png").open("rb") as file:
        return [Path("a.png"), "a.png", b"", file, picture, Base64Image(""), FileID("file-1")]


def venice(client: VeniceClient) -> None:
    result = client.image.edit(image="a.png", prompt="sepia", aspect_ratio="1:1", safe_mode=False)
    assert_type(result, EditResult)
    assert_type(result.image, EditedImage)
    assert_type(result.images, tuple[EditedImage, ...])
    assert_type(result.save("a"), list[Path])
    assert_type(result.image.save("a"), Path)
    assert_type(result.image.open(), Image.Image)
    assert_type(client.image.multi_edit(images=["a.png", b""], prompt="both"), EditResult)
    assert_type(client.image.remove_background(image="a.png"), EditResult)
    assert_type(client.image.upscale(image="a.png", scale=2), EditResult)
    assert_type(client.image.styles(), list[str])
    assert_type(client.with_options(timeout=5), VeniceClient)
    assert_type([model.id for model in client.models.list(type="inpaint").data], list[str])


def a_model_that_is_not_known_yet_is_no_type_error(client: VeniceClient) -> None:
    client.image.edit(image="a.png", prompt="sepia", model="next-year-edit")


def what_a_type_checker_refuses(client: VeniceClient) -> None:
    client.image.edit(image="a.png")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    client.image.edit(image="a.png", prompt="", strength=1)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    client.image.edit(image="a.png", prompt="", aspect_ratio="7:1")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    client.image.edit(image=3, prompt="")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def venice_text(client: VeniceClient) -> None:
    asked = [{"role": "user", "content": "Hello"}]
    answer = client.chat.completions.create(model="default", messages=asked)
    assert_type(answer, ChatCompletionResponse)
    whole = client.chat.completions.create(model="default", messages=asked, stream=False)
    assert_type(whole, ChatCompletionResponse)
    stream = client.chat.completions.create(model="default", messages=asked, stream=True)
    assert_type(stream, ChatStream)
    assert_type(stream.final_response(), ChatCompletionResponse)
    assert_type(client.responses.create(model="default", input="Hi"), CreateResponseResponse)
    events = client.responses.create(model="default", input="Hi", stream=True)
    assert_type(events, ResponseStream)
    words = client.audio.transcriptions.create(file=b"", response_format="text")
    assert_type(words, str)
    assert_type(client.audio.transcriptions.create(file=b"").text, str)
    assert_type(client.augment.parse_text(file=b"", response_format="text"), str)
    client.chat.completions.create(model="default", stream=True)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]


async def venice_text_awaited(client: AsyncVeniceClient) -> None:
    asked = [{"role": "user", "content": "Hello"}]
    answer = await client.chat.completions.create(model="default", messages=asked)
    assert_type(answer, ChatCompletionResponse)
    stream = await client.chat.completions.create(model="default", messages=asked, stream=True)
    assert_type(stream, AsyncChatStream)
    events = await client.responses.create(model="default", input="Hi", stream=True)
    assert_type(events, AsyncResponseStream)
    words = await client.audio.transcriptions.create(file=b"", response_format="text")
    assert_type(words, str)


def openai(client: OpenAIClient) -> None:
    mask = Mask("mask.png", edit="white")
    assert_type(client.image.edit(image=["a.png"], prompt="sepia", mask=mask), EditResult)
    events = client.image.edit(image="a.png", prompt="sepia", stream=True, partial_images=2)
    assert_type(events, ImageStream)
    for event in events:
        assert_type(event, PartialImage | EditProgress | EditResult)
    assert_type(events.result(), EditResult)
    assert_type(client.image.variations(image="a.png", n=2), EditResult)
    assert_type(client.image.generate(prompt="a lighthouse"), EditResult)


def xinference(client: XinferenceClient) -> None:
    assert_type(client.image.edit(image="a.png", prompt="sepia"), EditResult)
    assert_type(client.image.inpaint(image="a.png", mask="m.png", model="sd"), EditResult)
    assert_type(client.image.edit(image="a.png", prompt="sepia", stream=True), ImageStream)


async def awaited(
    venice: AsyncVeniceClient, openai: AsyncOpenAIClient, xinference: AsyncXinferenceClient
) -> None:
    assert_type(await venice.image.edit(image="a.png", prompt="sepia"), EditResult)
    assert_type(await venice.image.upscale(image="a.png"), EditResult)
    events = await openai.image.edit(image="a.png", prompt="sepia", stream=True)
    assert_type(events, AsyncImageStream)
    async with events:
        async for event in events:
            assert_type(event, PartialImage | EditProgress | EditResult)
    assert_type(await events.result(), EditResult)
    assert_type(await xinference.image.inpaint(image="a.png", mask="m", model="sd"), EditResult)


def told() -> VeniceClient:
    def watch(event: ClientEvent) -> None:
        assert_type(event.model, str | None)
        if isinstance(event, ResponseReceived):
            assert_type(event.cost, float | None)

    return VeniceClient("key", on_event=watch, retry=RetryPolicy(budget=None), max_pixels=10**6)


def errors(error: APIStatusError) -> None:
    assert_type(error.status, int)
    assert_type(error.request_id, str | None)
    assert_type(error.retry_after, float | None)
    assert_type(error.attempts, int)


def catalogue() -> None:
    assert_type(pyvenice.models.get("openai/gpt-image-2"), pyvenice.models.Model)
    assert_type(pyvenice.models.list(mask=True), list[pyvenice.models.Model])
    assert_type(pyvenice.models.recommend(images=2).picks[0].reason, str)
    assert_type(pyvenice.estimate("openai/gpt-image-2", {"n": 2}).likely, int | None)
    checked = pyvenice.validate("openai/gpt-image-2", {"size": "1024x1024"}, strict=True)
    assert_type(checked.adjustments, tuple[pyvenice.Adjustment, ...])
    pyvenice.models.list(masks=True)  # type: ignore[call-arg]  # a filter that there is not
