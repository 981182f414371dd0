"""`client.embeddings`: vectors, checked against what the model can do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pyvenice.core.extras import LazyModule
from pyvenice.generated.venice.families.embeddings import operations as table
from pyvenice.generated.venice.families.embeddings.methods import (
    AsyncEmbeddingsMethods,
    EmbeddingsMethods,
)
from pyvenice.providers.venice.facts.capabilities import check, known_models

if TYPE_CHECKING:
    from pyvenice.generated.venice.families.embeddings import responses
else:
    responses = LazyModule("pyvenice.generated.venice.families.embeddings.responses")


class VeniceEmbeddings(EmbeddingsMethods):
    """`client.embeddings`: create."""

    def _create(self, arguments: Mapping[str, Any]) -> responses.CreateEmbeddingResponse:
        check(table.EMBEDDINGS_CREATE, arguments, known_models(self._client))
        return super()._create(arguments)


class AsyncVeniceEmbeddings(AsyncEmbeddingsMethods):
    """`client.embeddings`: create."""

    async def _create(self, arguments: Mapping[str, Any]) -> responses.CreateEmbeddingResponse:
        check(table.EMBEDDINGS_CREATE, arguments, known_models(self._client))
        return await super()._create(arguments)
