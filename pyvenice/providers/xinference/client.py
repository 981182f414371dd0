"""Xinference, sync and async."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyvenice.core.client.base import AsyncClient, SyncClient
from pyvenice.core.client.signatures import cached_property
from pyvenice.core.response.result import EditResult
from pyvenice.core.response.streams import AsyncImageStream, ImageStream
from pyvenice.generated.xinference.methods import (
    AsyncImageMethods,
    AsyncModelsMethods,
    ImageMethods,
    ModelsMethods,
)
from pyvenice.generated.xinference.operations import PROVIDER
from pyvenice.generated.xinference.parameters import (
    EditImageParams,
    GenerateImageParams,
    InpaintImageParams,
    ListModelsParams,
    VaryImageParams,
)
from pyvenice.providers.xinference import flows
from pyvenice.providers.xinference.rules import RULES

if TYPE_CHECKING:
    from pyvenice.generated.xinference.responses import ModelList

__all__ = ["AsyncXinferenceClient", "XinferenceClient"]


class XinferenceImages(ImageMethods):
    """`client.image`: edit, vary, repaint and draw pictures."""

    def _edit(self, arguments: EditImageParams) -> EditResult:
        return self._client._run(flows.edit(arguments))

    def _stream_edit(self, arguments: EditImageParams) -> ImageStream:
        return self._client._stream(flows.stream_edit(arguments))

    def _variations(self, arguments: VaryImageParams) -> EditResult:
        return self._client._run(flows.variations(arguments))

    def _inpaint(self, arguments: InpaintImageParams) -> EditResult:
        return self._client._run(flows.inpaint(arguments))

    def _generate(self, arguments: GenerateImageParams) -> EditResult:
        return self._client._run(flows.generate(arguments))


class AsyncXinferenceImages(AsyncImageMethods):
    """`client.image`: edit, vary, repaint and draw pictures."""

    async def _edit(self, arguments: EditImageParams) -> EditResult:
        return await self._client._run(flows.edit(arguments))

    async def _stream_edit(self, arguments: EditImageParams) -> AsyncImageStream:
        return await self._client._stream(flows.stream_edit(arguments))

    async def _variations(self, arguments: VaryImageParams) -> EditResult:
        return await self._client._run(flows.variations(arguments))

    async def _inpaint(self, arguments: InpaintImageParams) -> EditResult:
        return await self._client._run(flows.inpaint(arguments))

    async def _generate(self, arguments: GenerateImageParams) -> EditResult:
        return await self._client._run(flows.generate(arguments))


class XinferenceModels(ModelsMethods):
    """`client.models`."""

    def _list(self, arguments: ListModelsParams) -> ModelList:
        return self._client._run(flows.models(arguments))


class AsyncXinferenceModels(AsyncModelsMethods):
    """`client.models`."""

    async def _list(self, arguments: ListModelsParams) -> ModelList:
        return await self._client._run(flows.models(arguments))


class XinferenceClient(SyncClient):
    """An Xinference server: `base_url`, `XINFERENCE_ENDPOINT` or `XINFERENCE_API_BASE`, and a key only if it asks for one."""

    provider = PROVIDER
    rules = RULES

    @cached_property
    def image(self) -> XinferenceImages:
        """Calls that make or change pictures."""
        return XinferenceImages(self)

    @cached_property
    def models(self) -> XinferenceModels:
        """What models there are."""
        return XinferenceModels(self)


class AsyncXinferenceClient(AsyncClient):
    """An Xinference server, async: `base_url`, `XINFERENCE_ENDPOINT` or `XINFERENCE_API_BASE`, and a key only if it asks."""

    provider = PROVIDER
    rules = RULES

    @cached_property
    def image(self) -> AsyncXinferenceImages:
        """Calls that make or change pictures."""
        return AsyncXinferenceImages(self)

    @cached_property
    def models(self) -> AsyncXinferenceModels:
        """What models there are."""
        return AsyncXinferenceModels(self)
