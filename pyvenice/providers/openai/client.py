"""OpenAI, sync and async."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal, Unpack, overload

from pyvenice.core.client.base import AsyncClient, SyncClient
from pyvenice.core.client.signatures import documented
from pyvenice.core.response.result import EditResult
from pyvenice.core.response.streams import AsyncImageStream, ImageStream
from pyvenice.generated.openai.operations import PROVIDER
from pyvenice.generated.openai.parameters import (
    EditImageParams,
    GenerateImageParams,
    ListModelsParams,
    VaryImageParams,
)
from pyvenice.providers.openai import flows
from pyvenice.providers.openai.rules import RULES

if TYPE_CHECKING:
    from pyvenice.generated.openai.responses import ListModelsResponse


class OpenAIImages:
    """`client.image`: edit, draw and vary pictures."""

    def __init__(self, client: OpenAIClient) -> None:
        self._client = client

    @overload
    def edit(
        self, *, stream: Literal[True], **arguments: Unpack[EditImageParams]
    ) -> ImageStream: ...
    @overload
    def edit(
        self, *, stream: Literal[False] = False, **arguments: Unpack[EditImageParams]
    ) -> EditResult: ...
    @documented(EditImageParams)
    def edit(
        self, *, stream: bool = False, **arguments: Unpack[EditImageParams]
    ) -> EditResult | ImageStream:
        """Edit images as a prompt says; with `stream=True`, watch the result grow."""
        if stream:
            return self._client._stream(flows.stream_edit(arguments))
        return self._client._run(flows.edit(arguments))

    @overload
    def generate(
        self, *, stream: Literal[True], **arguments: Unpack[GenerateImageParams]
    ) -> ImageStream: ...
    @overload
    def generate(
        self, *, stream: Literal[False] = False, **arguments: Unpack[GenerateImageParams]
    ) -> EditResult: ...
    @documented(GenerateImageParams)
    def generate(
        self, *, stream: bool = False, **arguments: Unpack[GenerateImageParams]
    ) -> EditResult | ImageStream:
        """Draw pictures from a prompt; with `stream=True`, watch the result grow."""
        if stream:
            return self._client._stream(flows.stream_generate(arguments))
        return self._client._run(flows.generate(arguments))

    @documented(VaryImageParams)
    def variations(self, **arguments: Unpack[VaryImageParams]) -> EditResult:
        """Variations of a picture."""
        return self._client._run(flows.variations(arguments))


class OpenAIModels:
    """`client.models`."""

    def __init__(self, client: OpenAIClient) -> None:
        self._client = client

    @documented(ListModelsParams)
    def list(self, **arguments: Unpack[ListModelsParams]) -> ListModelsResponse:
        """The models that the key may use."""
        return self._client._run(flows.models(arguments))


class OpenAIClient(SyncClient):
    """OpenAI. The key comes from `api_key` or `OPENAI_API_KEY`; `sandbox=True` needs none."""

    provider = PROVIDER
    rules = RULES

    @cached_property
    def image(self) -> OpenAIImages:
        """Calls that make or change pictures."""
        return OpenAIImages(self)

    @cached_property
    def models(self) -> OpenAIModels:
        """What models there are."""
        return OpenAIModels(self)


class AsyncOpenAIImages:
    """`client.image`: edit, draw and vary pictures."""

    def __init__(self, client: AsyncOpenAIClient) -> None:
        self._client = client

    @overload
    async def edit(
        self, *, stream: Literal[True], **arguments: Unpack[EditImageParams]
    ) -> AsyncImageStream: ...
    @overload
    async def edit(
        self, *, stream: Literal[False] = False, **arguments: Unpack[EditImageParams]
    ) -> EditResult: ...
    @documented(EditImageParams)
    async def edit(
        self, *, stream: bool = False, **arguments: Unpack[EditImageParams]
    ) -> EditResult | AsyncImageStream:
        """Edit images as a prompt says; with `stream=True`, watch the result grow."""
        if stream:
            return await self._client._stream(flows.stream_edit(arguments))
        return await self._client._run(flows.edit(arguments))

    @overload
    async def generate(
        self, *, stream: Literal[True], **arguments: Unpack[GenerateImageParams]
    ) -> AsyncImageStream: ...
    @overload
    async def generate(
        self, *, stream: Literal[False] = False, **arguments: Unpack[GenerateImageParams]
    ) -> EditResult: ...
    @documented(GenerateImageParams)
    async def generate(
        self, *, stream: bool = False, **arguments: Unpack[GenerateImageParams]
    ) -> EditResult | AsyncImageStream:
        """Draw pictures from a prompt; with `stream=True`, watch the result grow."""
        if stream:
            return await self._client._stream(flows.stream_generate(arguments))
        return await self._client._run(flows.generate(arguments))

    @documented(VaryImageParams)
    async def variations(self, **arguments: Unpack[VaryImageParams]) -> EditResult:
        """Variations of a picture."""
        return await self._client._run(flows.variations(arguments))


class AsyncOpenAIModels:
    """`client.models`."""

    def __init__(self, client: AsyncOpenAIClient) -> None:
        self._client = client

    @documented(ListModelsParams)
    async def list(self, **arguments: Unpack[ListModelsParams]) -> ListModelsResponse:
        """The models that the key may use."""
        return await self._client._run(flows.models(arguments))


class AsyncOpenAIClient(AsyncClient):
    """OpenAI, async. The key comes from `api_key` or `OPENAI_API_KEY`; `sandbox=True` needs none."""

    provider = PROVIDER
    rules = RULES

    @cached_property
    def image(self) -> AsyncOpenAIImages:
        """Calls that make or change pictures."""
        return AsyncOpenAIImages(self)

    @cached_property
    def models(self) -> AsyncOpenAIModels:
        """What models there are."""
        return AsyncOpenAIModels(self)
