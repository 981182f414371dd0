"""Stability, sync and async."""

from __future__ import annotations

from pyvenice.core.client.base import AsyncClient, SyncClient
from pyvenice.core.client.signatures import cached_property
from pyvenice.core.response.result import EditResult
from pyvenice.generated.stability.methods import (
    AccountMethods,
    AsyncAccountMethods,
    AsyncImageMethods,
    ImageMethods,
)
from pyvenice.generated.stability.operations import PROVIDER
from pyvenice.generated.stability.parameters import (
    OutpaintParams,
    ReplaceBackgroundParams,
    ResumeJobParams,
)
from pyvenice.providers.stability import flows
from pyvenice.providers.stability.rules import RULES

__all__ = ["AsyncStabilityClient", "StabilityClient"]


class StabilityImages(ImageMethods):
    """`client.image`: erase, repaint, extend, replace, recolor, cut out, relight, enlarge."""

    def _outpaint(self, arguments: OutpaintParams) -> EditResult:
        return self._client._run(flows.outpaint(arguments))

    def _replace_background(self, arguments: ReplaceBackgroundParams) -> EditResult:
        return self._client._run(flows.replace_background(arguments))

    def _resume(self, arguments: ResumeJobParams) -> EditResult:
        return self._client._run(flows.resume(arguments))


class AsyncStabilityImages(AsyncImageMethods):
    """`client.image`: erase, repaint, extend, replace, recolor, cut out, relight, enlarge."""

    async def _outpaint(self, arguments: OutpaintParams) -> EditResult:
        return await self._client._run(flows.outpaint(arguments))

    async def _replace_background(self, arguments: ReplaceBackgroundParams) -> EditResult:
        return await self._client._run(flows.replace_background(arguments))

    async def _resume(self, arguments: ResumeJobParams) -> EditResult:
        return await self._client._run(flows.resume(arguments))


class StabilityClient(SyncClient):
    """Stability. The key comes from `api_key` or `STABILITY_API_KEY`; `sandbox=True` needs none."""

    provider = PROVIDER
    rules = RULES

    @cached_property
    def image(self) -> StabilityImages:
        """Calls that change images."""
        return StabilityImages(self)

    @cached_property
    def account(self) -> AccountMethods:
        """What is left to spend."""
        return AccountMethods(self)


class AsyncStabilityClient(AsyncClient):
    """Stability, async. The key comes from `api_key` or `STABILITY_API_KEY`; `sandbox=True` needs none."""

    provider = PROVIDER
    rules = RULES

    @cached_property
    def image(self) -> AsyncStabilityImages:
        """Calls that change images."""
        return AsyncStabilityImages(self)

    @cached_property
    def account(self) -> AsyncAccountMethods:
        """What is left to spend."""
        return AsyncAccountMethods(self)
