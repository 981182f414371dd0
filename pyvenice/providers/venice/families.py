"""Families of Venice's operations, each loaded when it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyvenice.core.client.base import AsyncClient, SyncClient
from pyvenice.core.client.signatures import cached_property
from pyvenice.core.extras import LazyModule

if TYPE_CHECKING:
    from pyvenice.generated.venice.families.api_keys import methods as api_keys_module
    from pyvenice.generated.venice.families.embeddings import methods as embeddings_module
    from pyvenice.providers.venice import billing as billing_module
    from pyvenice.providers.venice import characters as characters_module
    from pyvenice.providers.venice import chat as chat_module
else:
    api_keys_module = LazyModule("pyvenice.generated.venice.families.api_keys.methods")
    billing_module = LazyModule("pyvenice.providers.venice.billing")
    characters_module = LazyModule("pyvenice.providers.venice.characters")
    chat_module = LazyModule("pyvenice.providers.venice.chat")
    embeddings_module = LazyModule("pyvenice.generated.venice.families.embeddings.methods")


class FamiliesClient(SyncClient):
    """The families of a client, as attributes."""

    @cached_property
    def api_keys(self) -> api_keys_module.ApiKeysMethods:
        """API keys and their rate limits; most calls need an admin key."""
        return api_keys_module.ApiKeysMethods(self)

    @cached_property
    def billing(self) -> billing_module.VeniceBilling:
        """Balance and usage."""
        return billing_module.VeniceBilling(self)

    @cached_property
    def characters(self) -> characters_module.VeniceCharacters:
        """Characters that a chat can speak as."""
        return characters_module.VeniceCharacters(self)

    @cached_property
    def chat(self) -> chat_module.VeniceChat:
        """Answers of text models."""
        return chat_module.VeniceChat(self)

    @cached_property
    def embeddings(self) -> embeddings_module.EmbeddingsMethods:
        """Vectors of texts."""
        return embeddings_module.EmbeddingsMethods(self)


class AsyncFamiliesClient(AsyncClient):
    """The families of an async client, as attributes."""

    @cached_property
    def api_keys(self) -> api_keys_module.AsyncApiKeysMethods:
        """API keys and their rate limits; most calls need an admin key."""
        return api_keys_module.AsyncApiKeysMethods(self)

    @cached_property
    def billing(self) -> billing_module.AsyncVeniceBilling:
        """Balance and usage."""
        return billing_module.AsyncVeniceBilling(self)

    @cached_property
    def characters(self) -> characters_module.AsyncVeniceCharacters:
        """Characters that a chat can speak as."""
        return characters_module.AsyncVeniceCharacters(self)

    @cached_property
    def chat(self) -> chat_module.AsyncVeniceChat:
        """Answers of text models."""
        return chat_module.AsyncVeniceChat(self)

    @cached_property
    def embeddings(self) -> embeddings_module.AsyncEmbeddingsMethods:
        """Vectors of texts."""
        return embeddings_module.AsyncEmbeddingsMethods(self)
