"""Stability, sync and async."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    EraseParams,
    GetBalanceParams,
    InpaintParams,
    OutpaintParams,
    RemoveBackgroundParams,
    ReplaceBackgroundParams,
    ResumeJobParams,
    SearchAndRecolorParams,
    SearchAndReplaceParams,
    UpscaleImageParams,
)
from pyvenice.providers.stability import flows
from pyvenice.providers.stability.rules import RULES

if TYPE_CHECKING:
    from pyvenice.generated.stability.responses import GetBalanceResponse

__all__ = ["AsyncStabilityClient", "StabilityClient"]


class StabilityImages(ImageMethods):
    """`client.image`: erase, repaint, extend, replace, recolor, cut out, relight, enlarge."""

    def _erase(self, arguments: EraseParams) -> EditResult:
        return self._client._run(flows.erase(arguments))

    def _inpaint(self, arguments: InpaintParams) -> EditResult:
        return self._client._run(flows.inpaint(arguments))

    def _outpaint(self, arguments: OutpaintParams) -> EditResult:
        return self._client._run(flows.outpaint(arguments))

    def _search_and_replace(self, arguments: SearchAndReplaceParams) -> EditResult:
        return self._client._run(flows.search_and_replace(arguments))

    def _search_and_recolor(self, arguments: SearchAndRecolorParams) -> EditResult:
        return self._client._run(flows.search_and_recolor(arguments))

    def _remove_background(self, arguments: RemoveBackgroundParams) -> EditResult:
        return self._client._run(flows.remove_background(arguments))

    def _replace_background(self, arguments: ReplaceBackgroundParams) -> EditResult:
        return self._client._run(flows.replace_background(arguments))

    def _upscale(self, arguments: UpscaleImageParams) -> EditResult:
        return self._client._run(flows.upscale(arguments))

    def _resume(self, arguments: ResumeJobParams) -> EditResult:
        return self._client._run(flows.resume(arguments))


class AsyncStabilityImages(AsyncImageMethods):
    """`client.image`: erase, repaint, extend, replace, recolor, cut out, relight, enlarge."""

    async def _erase(self, arguments: EraseParams) -> EditResult:
        return await self._client._run(flows.erase(arguments))

    async def _inpaint(self, arguments: InpaintParams) -> EditResult:
        return await self._client._run(flows.inpaint(arguments))

    async def _outpaint(self, arguments: OutpaintParams) -> EditResult:
        return await self._client._run(flows.outpaint(arguments))

    async def _search_and_replace(self, arguments: SearchAndReplaceParams) -> EditResult:
        return await self._client._run(flows.search_and_replace(arguments))

    async def _search_and_recolor(self, arguments: SearchAndRecolorParams) -> EditResult:
        return await self._client._run(flows.search_and_recolor(arguments))

    async def _remove_background(self, arguments: RemoveBackgroundParams) -> EditResult:
        return await self._client._run(flows.remove_background(arguments))

    async def _replace_background(self, arguments: ReplaceBackgroundParams) -> EditResult:
        return await self._client._run(flows.replace_background(arguments))

    async def _upscale(self, arguments: UpscaleImageParams) -> EditResult:
        return await self._client._run(flows.upscale(arguments))

    async def _resume(self, arguments: ResumeJobParams) -> EditResult:
        return await self._client._run(flows.resume(arguments))


class StabilityAccount(AccountMethods):
    """`client.account`."""

    def _balance(self, arguments: GetBalanceParams) -> GetBalanceResponse:
        return self._client._run(flows.balance(arguments))


class AsyncStabilityAccount(AsyncAccountMethods):
    """`client.account`."""

    async def _balance(self, arguments: GetBalanceParams) -> GetBalanceResponse:
        return await self._client._run(flows.balance(arguments))


class StabilityClient(SyncClient):
    """Stability. The key comes from `api_key` or `STABILITY_API_KEY`; `sandbox=True` needs none."""

    provider = PROVIDER
    rules = RULES

    @cached_property
    def image(self) -> StabilityImages:
        """Calls that change images."""
        return StabilityImages(self)

    @cached_property
    def account(self) -> StabilityAccount:
        """What is left to spend."""
        return StabilityAccount(self)


class AsyncStabilityClient(AsyncClient):
    """Stability, async. The key comes from `api_key` or `STABILITY_API_KEY`; `sandbox=True` needs none."""

    provider = PROVIDER
    rules = RULES

    @cached_property
    def image(self) -> AsyncStabilityImages:
        """Calls that change images."""
        return AsyncStabilityImages(self)

    @cached_property
    def account(self) -> AsyncStabilityAccount:
        """What is left to spend."""
        return AsyncStabilityAccount(self)
