"""`client.billing`: balance, and usage over all its pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from pyvenice.core.client.pages import aiterate_pages, iterate_pages
from pyvenice.core.engine.calls import Flow, fetch
from pyvenice.core.extras import LazyModule
from pyvenice.core.request.builder import prepare
from pyvenice.errors import AnswerError
from pyvenice.generated.venice.families.billing import operations as table
from pyvenice.generated.venice.families.billing.methods import AsyncBillingMethods, BillingMethods

if TYPE_CHECKING:
    from pyvenice.generated.venice.families.billing import responses
else:
    responses = LazyModule("pyvenice.generated.venice.families.billing.responses")


class _CsvPage(NamedTuple):
    """One page of the history as CSV."""

    lines: tuple[str, ...]
    cursor: str | None


class BilledUsage(NamedTuple):
    """One event of the history, in the units of the usage ledger."""

    time: float
    """In seconds since 1970."""
    request_id: str | None
    micro_dollars: float
    """More than 0 for what was spent."""
    sku: str


def billed_usage(event: responses.Data) -> BilledUsage:
    """What an event of the usage history says, whose amounts are negative for what was spent."""
    return BilledUsage(
        datetime.fromisoformat(event.timestamp).timestamp(),
        event.inferenceDetails.requestId if event.inferenceDetails else None,
        -event.amount * 1e6,
        event.sku,
    )


_OPTIONS = frozenset(["timeout", "extra_headers", "unknown_values"])


class VeniceBilling(BillingMethods):
    """`client.billing`: balance, usage, analytics."""

    def usage(self, **filters: Any) -> Iterator[responses.Data]:
        """Every billed event, the oldest first; pages are fetched while you iterate.

        `filters` are the arguments of `usage_history`, without `cursor`. Raises as that does.
        """
        return iterate_pages(self.usage_history, _events, _following, filters)

    def usage_csv(self, **filters: Any) -> Iterator[str]:
        """The lines of the same as CSV, its header first; `filters` are those of `usage`."""
        return iterate_pages(self._csv_page, _lines, _following_csv, filters)

    def _csv_page(self, **arguments: Any) -> _CsvPage:
        return self._client._run(_csv(arguments))  # noqa: SLF001  (of its family)


class AsyncVeniceBilling(AsyncBillingMethods):
    """`client.billing`: balance, usage, analytics."""

    def usage(self, **filters: Any) -> AsyncIterator[responses.Data]:
        """Every billed event, the oldest first; pages are fetched while you iterate.

        `filters` are the arguments of `usage_history`, without `cursor`. Raises as that does.
        """
        return aiterate_pages(self.usage_history, _events, _following, filters)

    def usage_csv(self, **filters: Any) -> AsyncIterator[str]:
        """The lines of the same as CSV, its header first; `filters` are those of `usage`."""
        return aiterate_pages(self._csv_page, _lines, _following_csv, filters)

    async def _csv_page(self, **arguments: Any) -> _CsvPage:
        return await self._client._run(_csv(arguments))  # noqa: SLF001  (of its family)


def _events(page: responses.GetUsageHistoryResponse) -> list[responses.Data]:
    return page.data


def _following(
    arguments: Mapping[str, Any], page: responses.GetUsageHistoryResponse
) -> Mapping[str, Any] | None:
    """A cursor holds the filters of the first call, and the server refuses any others."""
    if page.nextCursor is None:
        return None
    options = {name: value for name, value in arguments.items() if name in _OPTIONS}
    return {**options, "cursor": page.nextCursor}


def _csv(arguments: Mapping[str, Any]) -> Flow[_CsvPage]:
    headers = {**(arguments.get("extra_headers") or {}), "accept": "text/csv"}
    call = prepare(table.BILLING_USAGE_HISTORY, {**arguments, "extra_headers": headers})
    reply = yield from fetch(replace(call, verbatim=True))
    if reply.media_type != "text/csv":
        raise AnswerError(
            f"{table.BILLING_USAGE_HISTORY.title}: asked for text/csv, the answer is {reply.media_type}"
        )
    lines = reply.content.decode("utf-8", "replace").splitlines()
    is_first = "cursor" not in arguments
    return _CsvPage(tuple(lines if is_first else lines[1:]), reply.headers.get("x-next-cursor"))


def _lines(page: _CsvPage) -> list[str]:
    return list(page.lines)


def _following_csv(arguments: Mapping[str, Any], page: _CsvPage) -> Mapping[str, Any] | None:
    if not page.cursor:
        return None
    options = {name: value for name, value in arguments.items() if name in _OPTIONS}
    return {**options, "cursor": page.cursor}
