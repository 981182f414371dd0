"""Families of Venice's operations, each loaded when it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyvenice.core.client.base import AsyncClient, SyncClient
from pyvenice.core.client.signatures import cached_property

if TYPE_CHECKING:
    from pyvenice.generated.venice.families.api_keys.methods import (
        ApiKeysMethods,
        AsyncApiKeysMethods,
    )
    from pyvenice.generated.venice.families.embeddings.methods import (
        AsyncEmbeddingsMethods,
        EmbeddingsMethods,
    )
    from pyvenice.providers.venice.billing import AsyncVeniceBilling, VeniceBilling
    from pyvenice.providers.venice.characters import AsyncVeniceCharacters, VeniceCharacters


class FamiliesClient(SyncClient):
    """The families of a client, as attributes."""

    @cached_property
    def api_keys(self) -> ApiKeysMethods:
        """API keys and their rate limits; most calls need an admin key."""
        from pyvenice.generated.venice.families.api_keys.methods import ApiKeysMethods

        return ApiKeysMethods(self)

    @cached_property
    def billing(self) -> VeniceBilling:
        """Balance and usage."""
        from pyvenice.providers.venice.billing import VeniceBilling

        return VeniceBilling(self)

    @cached_property
    def characters(self) -> VeniceCharacters:
        """Characters that a chat can speak as."""
        from pyvenice.providers.venice.characters import VeniceCharacters

        return VeniceCharacters(self)

    @cached_property
    def embeddings(self) -> EmbeddingsMethods:
        """Vectors of texts."""
        from pyvenice.generated.venice.families.embeddings.methods import EmbeddingsMethods

        return EmbeddingsMethods(self)


class AsyncFamiliesClient(AsyncClient):
    """The families of an async client, as attributes."""

    @cached_property
    def api_keys(self) -> AsyncApiKeysMethods:
        """API keys and their rate limits; most calls need an admin key."""
        from pyvenice.generated.venice.families.api_keys.methods import AsyncApiKeysMethods

        return AsyncApiKeysMethods(self)

    @cached_property
    def billing(self) -> AsyncVeniceBilling:
        """Balance and usage."""
        from pyvenice.providers.venice.billing import AsyncVeniceBilling

        return AsyncVeniceBilling(self)

    @cached_property
    def characters(self) -> AsyncVeniceCharacters:
        """Characters that a chat can speak as."""
        from pyvenice.providers.venice.characters import AsyncVeniceCharacters

        return AsyncVeniceCharacters(self)

    @cached_property
    def embeddings(self) -> AsyncEmbeddingsMethods:
        """Vectors of texts."""
        from pyvenice.generated.venice.families.embeddings.methods import AsyncEmbeddingsMethods

        return AsyncEmbeddingsMethods(self)
