"""Hugging Face, sync and async."""

from __future__ import annotations

from pyvenice.core.client.base import AsyncClient, SyncClient
from pyvenice.core.client.signatures import cached_property
from pyvenice.core.response.result import EditResult
from pyvenice.generated.huggingface.methods import AsyncImageMethods, ImageMethods
from pyvenice.generated.huggingface.operations import PROVIDER
from pyvenice.generated.huggingface.parameters import EditImageParams
from pyvenice.providers.huggingface import flows
from pyvenice.providers.huggingface.rules import RULES

__all__ = ["AsyncHuggingFaceClient", "HuggingFaceClient"]


class HuggingFaceImages(ImageMethods):
    """`client.image`: edit images with models of the hub."""

    def _edit(self, arguments: EditImageParams) -> EditResult:
        return self._client._run(flows.edit(arguments))


class AsyncHuggingFaceImages(AsyncImageMethods):
    """`client.image`: edit images with models of the hub."""

    async def _edit(self, arguments: EditImageParams) -> EditResult:
        return await self._client._run(flows.edit(arguments))


class HuggingFaceClient(SyncClient):
    """Hugging Face's own inference. The key comes from `api_key` or `HF_TOKEN`; `sandbox=True` needs none."""

    provider = PROVIDER
    rules = RULES

    @cached_property
    def image(self) -> HuggingFaceImages:
        """Calls that change images."""
        return HuggingFaceImages(self)


class AsyncHuggingFaceClient(AsyncClient):
    """Hugging Face's own inference, async. The key comes from `api_key` or `HF_TOKEN`."""

    provider = PROVIDER
    rules = RULES

    @cached_property
    def image(self) -> AsyncHuggingFaceImages:
        """Calls that change images."""
        return AsyncHuggingFaceImages(self)
