# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""The methods of the clients of Venice: signatures and documentation."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from pyvenice.core.client.base import AsyncMethods, SyncMethods
from pyvenice.core.client.flows import request_model
from pyvenice.core.client.signatures import OMIT, calls
from pyvenice.core.extras import LazyModule
from pyvenice.core.request.operation_table import UnknownValues
from pyvenice.generated.venice.families.characters import operations as table

if TYPE_CHECKING:
    from pyvenice.generated.venice.families.characters import responses
else:
    responses = LazyModule("pyvenice.generated.venice.families.characters.responses")

SortBy = Literal[
    "featured",
    "highestRating",
    "highlyRated",
    "highlyRatedAndRecent",
    "imports",
    "mostRecent",
    "ratingCount",
]


class CharactersMethods(SyncMethods):
    """`client.characters`: list, get, reviews."""

    @calls("_list")
    def list(
        self,
        *,
        categories: Sequence[str] = OMIT,
        is_adult: bool = OMIT,
        is_pro: bool = OMIT,
        is_web_enabled: bool = OMIT,
        limit: int = OMIT,
        model_id: Sequence[str] = OMIT,
        offset: int | None = OMIT,
        search: str = OMIT,
        sort_by: SortBy = OMIT,
        sort_order: Literal["asc", "desc"] = OMIT,
        tags: Sequence[str] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.ListCharactersResponse":
        """One page of public characters; iterate() goes over all.

        Args:
            categories: Of any of these categories. At most 20 items.
            is_adult: Only those for adults (True) or for all (False).
            is_pro: Only those with models of the pro plan.
            is_web_enabled: Only those that search the web.
            limit: Characters of a page. Above 0, to 100. Default: 50.
            model_id: Only those with any of these models. At most 20 items.
            offset: How many to skip; iterate() goes over all pages. At least 0. Default: 0.
            search: Text in names, descriptions or tags. At most 200 characters.
            sort_by: What to sort by.
            sort_order: Direction; descending if left out.
            tags: With any of these tags. At most 20 items.
            unknown_values: What becomes of names and values that the contract does not list: "warn" sends them.
            extra_headers: Headers to send with the client's own.
            timeout: Seconds to wait for the server; the client's own timeout if left out.

        Raises:
            ArgumentError: An argument cannot be sent. Nothing was sent.
            APIStatusError: The provider answered with an error.
            APIConnectionError: No complete answer came.
            AnswerError: A success without a usable result.
        """
        raise NotImplementedError

    @calls("_get")
    def get(
        self,
        *,
        slug: str,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.GetCharacterResponse":
        """One character; its slug is what venice_parameters.character_slug takes.

        Args:
            slug: The name of the character in addresses.
            unknown_values: What becomes of names and values that the contract does not list: "warn" sends them.
            extra_headers: Headers to send with the client's own.
            timeout: Seconds to wait for the server; the client's own timeout if left out.

        Raises:
            ArgumentError: An argument cannot be sent. Nothing was sent.
            APIStatusError: The provider answered with an error.
            APIConnectionError: No complete answer came.
            AnswerError: A success without a usable result.
        """
        raise NotImplementedError

    @calls("_reviews")
    def reviews(
        self,
        *,
        slug: str,
        page: int = OMIT,
        page_size: int = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.ListReviewsResponse":
        """One page of reviews of a character; iterate_reviews() goes over all.

        Args:
            slug: The name of the character in addresses.
            page: Above 0. Default: 1.
            page_size: Above 0, to 100. Default: 20.
            unknown_values: What becomes of names and values that the contract does not list: "warn" sends them.
            extra_headers: Headers to send with the client's own.
            timeout: Seconds to wait for the server; the client's own timeout if left out.

        Raises:
            ArgumentError: An argument cannot be sent. Nothing was sent.
            APIStatusError: The provider answered with an error.
            APIConnectionError: No complete answer came.
            AnswerError: A success without a usable result.
        """
        raise NotImplementedError

    def _list(self, arguments: Mapping[str, Any]) -> "responses.ListCharactersResponse":
        result: responses.ListCharactersResponse = self._client._run(
            request_model(table.CHARACTERS_LIST, arguments)
        )
        return result

    def _get(self, arguments: Mapping[str, Any]) -> "responses.GetCharacterResponse":
        result: responses.GetCharacterResponse = self._client._run(
            request_model(table.CHARACTERS_GET, arguments)
        )
        return result

    def _reviews(self, arguments: Mapping[str, Any]) -> "responses.ListReviewsResponse":
        result: responses.ListReviewsResponse = self._client._run(
            request_model(table.CHARACTERS_REVIEWS, arguments)
        )
        return result


class AsyncCharactersMethods(AsyncMethods):
    """`client.characters`: list, get, reviews."""

    @calls("_list")
    async def list(
        self,
        *,
        categories: Sequence[str] = OMIT,
        is_adult: bool = OMIT,
        is_pro: bool = OMIT,
        is_web_enabled: bool = OMIT,
        limit: int = OMIT,
        model_id: Sequence[str] = OMIT,
        offset: int | None = OMIT,
        search: str = OMIT,
        sort_by: SortBy = OMIT,
        sort_order: Literal["asc", "desc"] = OMIT,
        tags: Sequence[str] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.ListCharactersResponse":
        """One page of public characters; iterate() goes over all. Arguments and errors: those of the sync method."""
        raise NotImplementedError

    @calls("_get")
    async def get(
        self,
        *,
        slug: str,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.GetCharacterResponse":
        """One character; its slug is what venice_parameters.character_slug takes. Arguments and errors: those of the sync method."""
        raise NotImplementedError

    @calls("_reviews")
    async def reviews(
        self,
        *,
        slug: str,
        page: int = OMIT,
        page_size: int = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.ListReviewsResponse":
        """One page of reviews of a character; iterate_reviews() goes over all. Arguments and errors: those of the sync method."""
        raise NotImplementedError

    async def _list(self, arguments: Mapping[str, Any]) -> "responses.ListCharactersResponse":
        result: responses.ListCharactersResponse = await self._client._run(
            request_model(table.CHARACTERS_LIST, arguments)
        )
        return result

    async def _get(self, arguments: Mapping[str, Any]) -> "responses.GetCharacterResponse":
        result: responses.GetCharacterResponse = await self._client._run(
            request_model(table.CHARACTERS_GET, arguments)
        )
        return result

    async def _reviews(self, arguments: Mapping[str, Any]) -> "responses.ListReviewsResponse":
        result: responses.ListReviewsResponse = await self._client._run(
            request_model(table.CHARACTERS_REVIEWS, arguments)
        )
        return result
