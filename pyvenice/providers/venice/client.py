"""Venice, sync and async."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Unpack

from pyvenice.core.client.base import AsyncClient, SyncClient
from pyvenice.core.client.signatures import documented
from pyvenice.core.response.result import EditResult
from pyvenice.generated.venice.operations import PROVIDER
from pyvenice.generated.venice.parameters import (
    EditImageParams,
    GenerateImageParams,
    ListModelsParams,
    ListStylesParams,
    MultiEditImageParams,
    RemoveBackgroundParams,
    UpscaleImageParams,
)
from pyvenice.providers.venice import flows
from pyvenice.providers.venice.rules import RULES

if TYPE_CHECKING:
    from pyvenice.generated.venice.responses import ListModelsResponse


class VeniceImages:
    """`client.image`: edit, combine, cut out, enlarge and draw pictures."""

    def __init__(self, client: VeniceClient) -> None:
        self._client = client

    @documented(EditImageParams)
    def edit(self, **arguments: Unpack[EditImageParams]) -> EditResult:
        """Edit one image as a prompt says. Takes 12 to 45 seconds and is billed."""
        return self._client._run(flows.edit(arguments))

    @documented(MultiEditImageParams)
    def multi_edit(self, **arguments: Unpack[MultiEditImageParams]) -> EditResult:
        """Make one picture of several images as a prompt says."""
        return self._client._run(flows.multi_edit(arguments))

    @documented(RemoveBackgroundParams)
    def remove_background(self, **arguments: Unpack[RemoveBackgroundParams]) -> EditResult:
        """Cut out what the image shows; the result is a PNG with a transparent background."""
        return self._client._run(flows.remove_background(arguments))

    @documented(UpscaleImageParams)
    def upscale(self, **arguments: Unpack[UpscaleImageParams]) -> EditResult:
        """Enlarge an image; the result is a PNG."""
        return self._client._run(flows.upscale(arguments))

    @documented(GenerateImageParams)
    def generate(self, **arguments: Unpack[GenerateImageParams]) -> EditResult:
        """Draw pictures from a prompt."""
        return self._client._run(flows.generate(arguments))

    @documented(ListStylesParams)
    def styles(self, **arguments: Unpack[ListStylesParams]) -> list[str]:
        """The names that `generate(style_preset=…)` takes."""
        return self._client._run(flows.styles(arguments))


class VeniceModels:
    """`client.models`."""

    def __init__(self, client: VeniceClient) -> None:
        self._client = client

    @documented(ListModelsParams)
    def list(self, **arguments: Unpack[ListModelsParams]) -> ListModelsResponse:
        """The models that Venice offers; `type="inpaint"` are the ones that edit."""
        return self._client._run(flows.models(arguments))


class VeniceClient(SyncClient):
    """Venice. The key comes from `api_key` or `VENICE_API_KEY`; `sandbox=True` needs none."""

    provider = PROVIDER
    rules = RULES

    @cached_property
    def image(self) -> VeniceImages:
        """Calls that make or change pictures."""
        return VeniceImages(self)

    @cached_property
    def models(self) -> VeniceModels:
        """What models there are."""
        return VeniceModels(self)


class AsyncVeniceImages:
    """`client.image`: edit, combine, cut out, enlarge and draw pictures."""

    def __init__(self, client: AsyncVeniceClient) -> None:
        self._client = client

    @documented(EditImageParams)
    async def edit(self, **arguments: Unpack[EditImageParams]) -> EditResult:
        """Edit one image as a prompt says. Takes 12 to 45 seconds and is billed."""
        return await self._client._run(flows.edit(arguments))

    @documented(MultiEditImageParams)
    async def multi_edit(self, **arguments: Unpack[MultiEditImageParams]) -> EditResult:
        """Make one picture of several images as a prompt says."""
        return await self._client._run(flows.multi_edit(arguments))

    @documented(RemoveBackgroundParams)
    async def remove_background(self, **arguments: Unpack[RemoveBackgroundParams]) -> EditResult:
        """Cut out what the image shows; the result is a PNG with a transparent background."""
        return await self._client._run(flows.remove_background(arguments))

    @documented(UpscaleImageParams)
    async def upscale(self, **arguments: Unpack[UpscaleImageParams]) -> EditResult:
        """Enlarge an image; the result is a PNG."""
        return await self._client._run(flows.upscale(arguments))

    @documented(GenerateImageParams)
    async def generate(self, **arguments: Unpack[GenerateImageParams]) -> EditResult:
        """Draw pictures from a prompt."""
        return await self._client._run(flows.generate(arguments))

    @documented(ListStylesParams)
    async def styles(self, **arguments: Unpack[ListStylesParams]) -> list[str]:
        """The names that `generate(style_preset=…)` takes."""
        return await self._client._run(flows.styles(arguments))


class AsyncVeniceModels:
    """`client.models`."""

    def __init__(self, client: AsyncVeniceClient) -> None:
        self._client = client

    @documented(ListModelsParams)
    async def list(self, **arguments: Unpack[ListModelsParams]) -> ListModelsResponse:
        """The models that Venice offers; `type="inpaint"` are the ones that edit."""
        return await self._client._run(flows.models(arguments))


class AsyncVeniceClient(AsyncClient):
    """Venice, async. The key comes from `api_key` or `VENICE_API_KEY`; `sandbox=True` needs none."""

    provider = PROVIDER
    rules = RULES

    @cached_property
    def image(self) -> AsyncVeniceImages:
        """Calls that make or change pictures."""
        return AsyncVeniceImages(self)

    @cached_property
    def models(self) -> AsyncVeniceModels:
        """What models there are."""
        return AsyncVeniceModels(self)
