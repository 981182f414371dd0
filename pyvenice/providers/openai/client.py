"""OpenAI, sync and async."""

from __future__ import annotations

from pyvenice.core.client.base import AsyncClient, SyncClient
from pyvenice.core.client.signatures import cached_property
from pyvenice.core.response.result import EditResult
from pyvenice.core.response.streams import AsyncImageStream, ImageStream
from pyvenice.generated.openai.methods import (
    AsyncImageMethods,
    AsyncModelsMethods,
    ImageMethods,
    ModelsMethods,
)
from pyvenice.generated.openai.operations import PROVIDER
from pyvenice.generated.openai.parameters import (
    EditImageParams,
    GenerateImageParams,
    VaryImageParams,
)
from pyvenice.providers.openai import flows
from pyvenice.providers.openai.rules import RULES

__all__ = ["AsyncOpenAIClient", "OpenAIClient"]


class OpenAIImages(ImageMethods):
    """`client.image`: edit, draw and vary pictures."""

    def _edit(self, arguments: EditImageParams) -> EditResult:
        return self._client._run(flows.edit(arguments))

    def _stream_edit(self, arguments: EditImageParams) -> ImageStream:
        return self._client._stream(flows.stream_edit(arguments))

    def _generate(self, arguments: GenerateImageParams) -> EditResult:
        return self._client._run(flows.generate(arguments))

    def _stream_generate(self, arguments: GenerateImageParams) -> ImageStream:
        return self._client._stream(flows.stream_generate(arguments))

    def _variations(self, arguments: VaryImageParams) -> EditResult:
        return self._client._run(flows.variations(arguments))


class AsyncOpenAIImages(AsyncImageMethods):
    """`client.image`: edit, draw and vary pictures."""

    async def _edit(self, arguments: EditImageParams) -> EditResult:
        return await self._client._run(flows.edit(arguments))

    async def _stream_edit(self, arguments: EditImageParams) -> AsyncImageStream:
        return await self._client._stream(flows.stream_edit(arguments))

    async def _generate(self, arguments: GenerateImageParams) -> EditResult:
        return await self._client._run(flows.generate(arguments))

    async def _stream_generate(self, arguments: GenerateImageParams) -> AsyncImageStream:
        return await self._client._stream(flows.stream_generate(arguments))

    async def _variations(self, arguments: VaryImageParams) -> EditResult:
        return await self._client._run(flows.variations(arguments))


class OpenAIClient(SyncClient):
    """OpenAI. The key comes from `api_key` or `OPENAI_API_KEY`; `sandbox=True` needs none."""

    provider = PROVIDER
    rules = RULES

    @cached_property
    def image(self) -> OpenAIImages:
        """Calls that make or change pictures."""
        return OpenAIImages(self)

    @cached_property
    def models(self) -> ModelsMethods:
        """What models there are."""
        return ModelsMethods(self)


class AsyncOpenAIClient(AsyncClient):
    """OpenAI, async. The key comes from `api_key` or `OPENAI_API_KEY`; `sandbox=True` needs none."""

    provider = PROVIDER
    rules = RULES

    @cached_property
    def image(self) -> AsyncOpenAIImages:
        """Calls that make or change pictures."""
        return AsyncOpenAIImages(self)

    @cached_property
    def models(self) -> AsyncModelsMethods:
        """What models there are."""
        return AsyncModelsMethods(self)
