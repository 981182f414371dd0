"""Xinference, sync and async."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal, Unpack, overload

from pyvenice.core.client.base import AsyncClient, SyncClient
from pyvenice.core.client.signatures import documented
from pyvenice.core.response.result import EditResult
from pyvenice.core.response.streams import AsyncImageStream, ImageStream
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


class XinferenceImages:
    """`client.image`: edit, vary, repaint and draw pictures."""

    def __init__(self, client: XinferenceClient) -> None:
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
        """Edit images as a prompt says; with `stream=True`, the server reports its progress."""
        if stream:
            return self._client._stream(flows.stream_edit(arguments))
        return self._client._run(flows.edit(arguments))

    @documented(VaryImageParams)
    def variations(self, **arguments: Unpack[VaryImageParams]) -> EditResult:
        """Variations of a picture, close to it or far from it by `kwargs={"strength": …}`."""
        return self._client._run(flows.variations(arguments))

    @documented(InpaintImageParams)
    def inpaint(self, **arguments: Unpack[InpaintImageParams]) -> EditResult:
        """Repaint the part of an image that the mask marks."""
        return self._client._run(flows.inpaint(arguments))

    @documented(GenerateImageParams)
    def generate(self, **arguments: Unpack[GenerateImageParams]) -> EditResult:
        """Draw pictures from a prompt."""
        return self._client._run(flows.generate(arguments))


class XinferenceModels:
    """`client.models`."""

    def __init__(self, client: XinferenceClient) -> None:
        self._client = client

    @documented(ListModelsParams)
    def list(self, **arguments: Unpack[ListModelsParams]) -> ModelList:
        """The models that run on the server now."""
        return self._client._run(flows.models(arguments))


class XinferenceClient(SyncClient):
    """An Xinference server: `base_url` or `XINFERENCE_API_BASE`, and a key only if it asks for one."""

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


class AsyncXinferenceImages:
    """`client.image`: edit, vary, repaint and draw pictures."""

    def __init__(self, client: AsyncXinferenceClient) -> None:
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
        """Edit images as a prompt says; with `stream=True`, the server reports its progress."""
        if stream:
            return await self._client._stream(flows.stream_edit(arguments))
        return await self._client._run(flows.edit(arguments))

    @documented(VaryImageParams)
    async def variations(self, **arguments: Unpack[VaryImageParams]) -> EditResult:
        """Variations of a picture, close to it or far from it by `kwargs={"strength": …}`."""
        return await self._client._run(flows.variations(arguments))

    @documented(InpaintImageParams)
    async def inpaint(self, **arguments: Unpack[InpaintImageParams]) -> EditResult:
        """Repaint the part of an image that the mask marks."""
        return await self._client._run(flows.inpaint(arguments))

    @documented(GenerateImageParams)
    async def generate(self, **arguments: Unpack[GenerateImageParams]) -> EditResult:
        """Draw pictures from a prompt."""
        return await self._client._run(flows.generate(arguments))


class AsyncXinferenceModels:
    """`client.models`."""

    def __init__(self, client: AsyncXinferenceClient) -> None:
        self._client = client

    @documented(ListModelsParams)
    async def list(self, **arguments: Unpack[ListModelsParams]) -> ModelList:
        """The models that run on the server now."""
        return await self._client._run(flows.models(arguments))


class AsyncXinferenceClient(AsyncClient):
    """An Xinference server, async: `base_url` or `XINFERENCE_API_BASE`, and a key only if it asks."""

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
