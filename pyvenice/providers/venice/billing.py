"""`client.billing`: balance, and usage over all its pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pyvenice.core.client.pages import aiterate_pages, iterate_pages
from pyvenice.core.extras import LazyModule
from pyvenice.generated.venice.families.billing.methods import AsyncBillingMethods, BillingMethods

if TYPE_CHECKING:
    from pyvenice.generated.venice.families.billing import responses
else:
    responses = LazyModule("pyvenice.generated.venice.families.billing.responses")

_OPTIONS = frozenset(["timeout", "extra_headers", "unknown_values"])


class VeniceBilling(BillingMethods):
    """`client.billing`: balance, usage, analytics."""

    def usage(self, **filters: Any) -> Iterator[responses.Data]:
        """Every billed event, the oldest first; pages are fetched while you iterate.

        `filters` are the arguments of `usage_history`, without `cursor`. Raises as that does.
        """
        return iterate_pages(self.usage_history, _events, _following, filters)


class AsyncVeniceBilling(AsyncBillingMethods):
    """`client.billing`: balance, usage, analytics."""

    def usage(self, **filters: Any) -> AsyncIterator[responses.Data]:
        """Every billed event, the oldest first; pages are fetched while you iterate.

        `filters` are the arguments of `usage_history`, without `cursor`. Raises as that does.
        """
        return aiterate_pages(self.usage_history, _events, _following, filters)


def _events(page: responses.GetUsageHistoryResponse) -> list[responses.Data]:
    return page.data


def _following(
    arguments: Mapping[str, Any], page: responses.GetUsageHistoryResponse
) -> Mapping[str, Any] | None:
    """A cursor holds the filters of the first call, and the server refuses any beside it."""
    if page.nextCursor is None:
        return None
    options = {name: value for name, value in arguments.items() if name in _OPTIONS}
    return {**options, "cursor": page.nextCursor}
