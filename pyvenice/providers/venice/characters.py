"""`client.characters`: characters and their reviews, over all pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pyvenice.core.client.pages import aiterate_pages, iterate_pages
from pyvenice.core.extras import LazyModule
from pyvenice.generated.venice.families.characters.methods import (
    AsyncCharactersMethods,
    CharactersMethods,
)

if TYPE_CHECKING:
    from pyvenice.generated.venice.families.characters import responses
else:
    responses = LazyModule("pyvenice.generated.venice.families.characters.responses")

_PAGE = 100
"""The most that one page of characters may hold."""


class VeniceCharacters(CharactersMethods):
    """`client.characters`: list, get, reviews."""

    def iterate(self, **filters: Any) -> Iterator[responses.GetCharacterResponseData]:
        """Every character that the filters of `list` leave; pages are fetched while you iterate."""
        return iterate_pages(self.list, _characters, _following, {"limit": _PAGE, **filters})

    def iterate_reviews(
        self, slug: str, **options: Any
    ) -> Iterator[responses.ListReviewsResponseData]:
        """Every review of a character; pages are fetched while you iterate."""
        arguments = {"slug": slug, "page_size": _PAGE, **options}
        return iterate_pages(self.reviews, _reviews, _following_reviews, arguments)


class AsyncVeniceCharacters(AsyncCharactersMethods):
    """`client.characters`: list, get, reviews."""

    def iterate(self, **filters: Any) -> AsyncIterator[responses.GetCharacterResponseData]:
        """Every character that the filters of `list` leave; pages are fetched while you iterate."""
        return aiterate_pages(self.list, _characters, _following, {"limit": _PAGE, **filters})

    def iterate_reviews(
        self, slug: str, **options: Any
    ) -> AsyncIterator[responses.ListReviewsResponseData]:
        """Every review of a character; pages are fetched while you iterate."""
        arguments = {"slug": slug, "page_size": _PAGE, **options}
        return aiterate_pages(self.reviews, _reviews, _following_reviews, arguments)


def _characters(page: responses.ListCharactersResponse) -> list[responses.GetCharacterResponseData]:
    return page.data


def _following(
    arguments: Mapping[str, Any], page: responses.ListCharactersResponse
) -> Mapping[str, Any] | None:
    if len(page.data) < arguments["limit"]:
        return None
    return {**arguments, "offset": (arguments.get("offset") or 0) + len(page.data)}


def _reviews(page: responses.ListReviewsResponse) -> list[responses.ListReviewsResponseData]:
    return page.data


def _following_reviews(
    arguments: Mapping[str, Any], page: responses.ListReviewsResponse
) -> Mapping[str, Any] | None:
    now = page.pagination
    return {**arguments, "page": now.page + 1} if now.page < now.totalPages else None
