"""Families of Venice's operations, each loaded when it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyvenice.core.client.base import AsyncClient, SyncClient
from pyvenice.core.client.signatures import cached_property
from pyvenice.core.extras import LazyModule

if TYPE_CHECKING:
    from pyvenice.generated.venice.families.api_keys import methods as api_keys_module
    from pyvenice.generated.venice.families.augment import methods as augment_module
    from pyvenice.generated.venice.families.embeddings import methods as embeddings_module
    from pyvenice.providers.venice import billing as billing_module
    from pyvenice.providers.venice import characters as characters_module
    from pyvenice.providers.venice import crypto as crypto_module
    from pyvenice.providers.venice import images as images_module
    from pyvenice.providers.venice.media import audio as audio_module
    from pyvenice.providers.venice.media import resources as media_module
    from pyvenice.providers.venice.text import chat as chat_module
    from pyvenice.providers.venice.text import responses as responses_module
else:
    api_keys_module = LazyModule("pyvenice.generated.venice.families.api_keys.methods")
    audio_module = LazyModule("pyvenice.providers.venice.media.audio")
    augment_module = LazyModule("pyvenice.generated.venice.families.augment.methods")
    billing_module = LazyModule("pyvenice.providers.venice.billing")
    characters_module = LazyModule("pyvenice.providers.venice.characters")
    chat_module = LazyModule("pyvenice.providers.venice.text.chat")
    crypto_module = LazyModule("pyvenice.providers.venice.crypto")
    embeddings_module = LazyModule("pyvenice.generated.venice.families.embeddings.methods")
    images_module = LazyModule("pyvenice.providers.venice.images")
    media_module = LazyModule("pyvenice.providers.venice.media.resources")
    responses_module = LazyModule("pyvenice.providers.venice.text.responses")


class FamiliesClient(SyncClient):
    """The families of a client, as attributes."""

    @cached_property
    def api_keys(self) -> api_keys_module.ApiKeysMethods:
        """API keys and their rate limits; most calls need an admin key."""
        return api_keys_module.ApiKeysMethods(self)

    @cached_property
    def audio(self) -> audio_module.VeniceAudio:
        """Speech, transcriptions and voices."""
        return audio_module.VeniceAudio(self)

    @cached_property
    def augment(self) -> augment_module.AugmentMethods:
        """Web pages, web searches and documents as text."""
        return augment_module.AugmentMethods(self)

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
    def crypto(self) -> crypto_module.VeniceCrypto:
        """Calls of blockchain nodes."""
        return crypto_module.VeniceCrypto(self)

    @cached_property
    def embeddings(self) -> embeddings_module.EmbeddingsMethods:
        """Vectors of texts."""
        return embeddings_module.EmbeddingsMethods(self)

    @cached_property
    def images(self) -> images_module.VeniceOpenAIImages:
        """Pictures, under the names of OpenAI's client."""
        return images_module.VeniceOpenAIImages(self)

    @cached_property
    def music(self) -> media_module.VeniceMusic:
        """Music and long speech, made by jobs."""
        return media_module.VeniceMusic(self)

    @cached_property
    def responses(self) -> responses_module.VeniceResponses:
        """Answers of text models, as items."""
        return responses_module.VeniceResponses(self)

    @cached_property
    def video(self) -> media_module.VeniceVideo:
        """Videos, made by jobs; and transcriptions of videos."""
        return media_module.VeniceVideo(self)


class AsyncFamiliesClient(AsyncClient):
    """The families of an async client, as attributes."""

    @cached_property
    def api_keys(self) -> api_keys_module.AsyncApiKeysMethods:
        """API keys and their rate limits; most calls need an admin key."""
        return api_keys_module.AsyncApiKeysMethods(self)

    @cached_property
    def audio(self) -> audio_module.AsyncVeniceAudio:
        """Speech, transcriptions and voices."""
        return audio_module.AsyncVeniceAudio(self)

    @cached_property
    def augment(self) -> augment_module.AsyncAugmentMethods:
        """Web pages, web searches and documents as text."""
        return augment_module.AsyncAugmentMethods(self)

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
    def crypto(self) -> crypto_module.AsyncVeniceCrypto:
        """Calls of blockchain nodes."""
        return crypto_module.AsyncVeniceCrypto(self)

    @cached_property
    def embeddings(self) -> embeddings_module.AsyncEmbeddingsMethods:
        """Vectors of texts."""
        return embeddings_module.AsyncEmbeddingsMethods(self)

    @cached_property
    def images(self) -> images_module.AsyncVeniceOpenAIImages:
        """Pictures, under the names of OpenAI's client."""
        return images_module.AsyncVeniceOpenAIImages(self)

    @cached_property
    def music(self) -> media_module.AsyncVeniceMusic:
        """Music and long speech, made by jobs."""
        return media_module.AsyncVeniceMusic(self)

    @cached_property
    def responses(self) -> responses_module.AsyncVeniceResponses:
        """Answers of text models, as items."""
        return responses_module.AsyncVeniceResponses(self)

    @cached_property
    def video(self) -> media_module.AsyncVeniceVideo:
        """Videos, made by jobs; and transcriptions of videos."""
        return media_module.AsyncVeniceVideo(self)
