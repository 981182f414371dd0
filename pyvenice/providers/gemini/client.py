"""Gemini, sync and async."""

from __future__ import annotations

from typing import Unpack

from pyvenice.core.client.base import AsyncClient, SyncClient
from pyvenice.core.client.signatures import cached_property
from pyvenice.core.response.result import EditResult
from pyvenice.generated.gemini import methods
from pyvenice.generated.gemini.operations import PROVIDER
from pyvenice.generated.gemini.parameters import EditImageParams
from pyvenice.providers.gemini import flows
from pyvenice.providers.gemini.rules import RULES

__all__ = ["AsyncGeminiClient", "GeminiClient"]


class GeminiImages(methods.ImageMethods):
    """`client.image`: edit images, go on from a result, and draw pictures."""

    def _edit(self, arguments: EditImageParams) -> EditResult:
        return self._client._run(flows.edit(arguments))

    def generate(self, **arguments: Unpack[EditImageParams]) -> EditResult:
        """Draw pictures from a prompt, with the arguments of `edit` but `image` and `after`. Billed."""
        return self._client._run(flows.generate({**self._call_defaults, **arguments}))


class AsyncGeminiImages(methods.AsyncImageMethods):
    """`client.image`: edit images, go on from a result, and draw pictures."""

    async def _edit(self, arguments: EditImageParams) -> EditResult:
        return await self._client._run(flows.edit(arguments))

    async def generate(self, **arguments: Unpack[EditImageParams]) -> EditResult:
        """Draw pictures from a prompt, with the arguments of `edit` but `image` and `after`. Billed."""
        return await self._client._run(flows.generate({**self._call_defaults, **arguments}))


class GeminiClient(SyncClient):
    """Gemini. The key comes from `api_key` or `GEMINI_API_KEY`; `sandbox=True` needs none."""

    provider = PROVIDER
    rules = RULES

    @cached_property
    def image(self) -> GeminiImages:
        """Calls that change images."""
        return GeminiImages(self)

    @cached_property
    def models(self) -> methods.ModelsMethods:
        """What models there are."""
        return methods.ModelsMethods(self)


class AsyncGeminiClient(AsyncClient):
    """Gemini, async. The key comes from `api_key` or `GEMINI_API_KEY`; `sandbox=True` needs none."""

    provider = PROVIDER
    rules = RULES

    @cached_property
    def image(self) -> AsyncGeminiImages:
        """Calls that change images."""
        return AsyncGeminiImages(self)

    @cached_property
    def models(self) -> methods.AsyncModelsMethods:
        """What models there are."""
        return methods.AsyncModelsMethods(self)
