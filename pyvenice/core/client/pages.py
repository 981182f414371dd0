"""Page iterators: the items of a list that the provider gives in pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from typing import Any, TypeVar

Page = TypeVar("Page")
Item = TypeVar("Item")
Arguments = Mapping[str, Any]
Following = Callable[[Arguments, Page], Arguments | None]
"""The arguments of the next page; `None` after the last one."""


def iterate_pages(
    fetch: Callable[..., Page],
    items: Callable[[Page], list[Item]],
    following: Following[Page],
    arguments: Arguments,
) -> Iterator[Item]:
    """The items of all pages; a page is fetched when its first item is asked for."""
    more: Arguments | None = arguments
    while more is not None:
        page = fetch(**more)
        yield from items(page)
        more = following(more, page)


async def aiterate_pages(
    fetch: Callable[..., Awaitable[Page]],
    items: Callable[[Page], list[Item]],
    following: Following[Page],
    arguments: Arguments,
) -> AsyncIterator[Item]:
    """The items of all pages; a page is fetched when its first item is asked for."""
    more: Arguments | None = arguments
    while more is not None:
        page = await fetch(**more)
        for item in items(page):
            yield item
        more = following(more, page)
