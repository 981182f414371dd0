"""Venice, sync and async."""

from __future__ import annotations

from pyvenice.core.client.signatures import cached_property
from pyvenice.core.response.result import EditResult
from pyvenice.generated.venice import operations as table
from pyvenice.generated.venice.methods import (
    AsyncImageMethods,
    ImageMethods,
)
from pyvenice.generated.venice.operations import PROVIDER
from pyvenice.generated.venice.parameters import (
    EditImageParams,
    GenerateImageParams,
    ListStylesParams,
    MultiEditImageParams,
    RemoveBackgroundParams,
    UpscaleImageParams,
)
from pyvenice.providers.venice import flows
from pyvenice.providers.venice.facts.models import AsyncVeniceModels, VeniceModels
from pyvenice.providers.venice.families import AsyncFamiliesClient, FamiliesClient
from pyvenice.providers.venice.rules import RULES

__all__ = ["AsyncVeniceClient", "VeniceClient"]


class VeniceImages(ImageMethods):
    """`client.image`: edit, combine, cut out, enlarge and draw pictures."""

    def _edit(self, arguments: EditImageParams) -> EditResult:
        result = self._client._run(flows.edit(arguments))
        return flows.with_warnings(result, table.IMAGE_EDIT, arguments, self._client)

    def _multi_edit(self, arguments: MultiEditImageParams) -> EditResult:
        result = self._client._run(flows.multi_edit(arguments))
        return flows.with_warnings(result, table.IMAGE_MULTI_EDIT, arguments, self._client)

    def _remove_background(self, arguments: RemoveBackgroundParams) -> EditResult:
        return self._client._run(flows.remove_background(arguments))

    def _upscale(self, arguments: UpscaleImageParams) -> EditResult:
        return self._client._run(flows.upscale(arguments))

    def _generate(self, arguments: GenerateImageParams) -> EditResult:
        result = self._client._run(flows.generate(arguments))
        return flows.with_warnings(result, table.IMAGE_GENERATE, arguments, self._client)

    def _styles(self, arguments: ListStylesParams) -> list[str]:
        return self._client._run(flows.styles(arguments))


class AsyncVeniceImages(AsyncImageMethods):
    """`client.image`: edit, combine, cut out, enlarge and draw pictures."""

    async def _edit(self, arguments: EditImageParams) -> EditResult:
        result = await self._client._run(flows.edit(arguments))
        return flows.with_warnings(result, table.IMAGE_EDIT, arguments, self._client)

    async def _multi_edit(self, arguments: MultiEditImageParams) -> EditResult:
        result = await self._client._run(flows.multi_edit(arguments))
        return flows.with_warnings(result, table.IMAGE_MULTI_EDIT, arguments, self._client)

    async def _remove_background(self, arguments: RemoveBackgroundParams) -> EditResult:
        return await self._client._run(flows.remove_background(arguments))

    async def _upscale(self, arguments: UpscaleImageParams) -> EditResult:
        return await self._client._run(flows.upscale(arguments))

    async def _generate(self, arguments: GenerateImageParams) -> EditResult:
        result = await self._client._run(flows.generate(arguments))
        return flows.with_warnings(result, table.IMAGE_GENERATE, arguments, self._client)

    async def _styles(self, arguments: ListStylesParams) -> list[str]:
        return await self._client._run(flows.styles(arguments))


class VeniceClient(FamiliesClient):
    """Venice. The key comes from `api_key` or `VENICE_API_KEY`; `sandbox=True` needs none."""

    provider = PROVIDER
    rules = RULES

    @cached_property
    def image(self) -> VeniceImages:
        """Calls that make or change pictures."""
        return VeniceImages(self)

    @cached_property
    def models(self) -> VeniceModels:
        """What models there are, and what they can do."""
        return VeniceModels(self)


class AsyncVeniceClient(AsyncFamiliesClient):
    """Venice, async. The key comes from `api_key` or `VENICE_API_KEY`; `sandbox=True` needs none."""

    provider = PROVIDER
    rules = RULES

    @cached_property
    def image(self) -> AsyncVeniceImages:
        """Calls that make or change pictures."""
        return AsyncVeniceImages(self)

    @cached_property
    def models(self) -> AsyncVeniceModels:
        """What models there are, and what they can do."""
        return AsyncVeniceModels(self)
