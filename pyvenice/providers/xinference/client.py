"""Xinference, sync and async."""

from __future__ import annotations

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
    VaryImageParams,
)
from pyvenice.providers.xinference import flows
from pyvenice.providers.xinference.rules import RULES

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


class XinferenceClient(SyncClient):
    """An Xinference server: `base_url`, `XINFERENCE_ENDPOINT` or `XINFERENCE_API_BASE`, and a key only if it asks for one."""

    provider = PROVIDER
    rules = RULES

    @cached_property
    def image(self) -> XinferenceImages:
        """Calls that make or change pictures."""
        return XinferenceImages(self)

    @cached_property
    def models(self) -> ModelsMethods:
        """What models there are."""
        return ModelsMethods(self)


class AsyncXinferenceClient(AsyncClient):
    """An Xinference server, async: `base_url`, `XINFERENCE_ENDPOINT` or `XINFERENCE_API_BASE`, and a key only if it asks."""

    provider = PROVIDER
    rules = RULES

    @cached_property
    def image(self) -> AsyncXinferenceImages:
        """Calls that make or change pictures."""
        return AsyncXinferenceImages(self)

    @cached_property
    def models(self) -> AsyncModelsMethods:
        """What models there are."""
        return AsyncModelsMethods(self)
