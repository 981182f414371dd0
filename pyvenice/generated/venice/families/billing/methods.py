# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""The methods of the clients of Venice: signatures and documentation."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from pyvenice.core.client.base import AsyncMethods, SyncMethods
from pyvenice.core.client.flows import request_model
from pyvenice.core.client.signatures import OMIT, calls
from pyvenice.core.extras import LazyModule
from pyvenice.core.request.operation_table import UnknownValues
from pyvenice.generated.venice.families.billing import operations as table

if TYPE_CHECKING:
    from pyvenice.generated.venice.families.billing import responses
else:
    responses = LazyModule("pyvenice.generated.venice.families.billing.responses")


class BillingMethods(SyncMethods):
    """`client.billing`: balance, usage_analytics, usage_history."""

    @calls("_balance")
    def balance(
        self,
        *,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.GetBalanceResponse":
        """What is left to spend. Needs an admin key.

        Args:
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

    @calls("_usage_analytics")
    def usage_analytics(
        self,
        *,
        lookback: str = OMIT,
        start_date: str = OMIT,
        end_date: str = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.GetUsageAnalyticsResponse":
        """Usage by date, model and key. Needs an admin key.

        Args:
            lookback: How far back, in days: 7d, at most 90d. Default: 7d.
            start_date: First day, such as 2026-08-01; needs end_date.
            end_date: Last day, such as 2026-08-31; needs start_date.
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

    @calls("_usage_history")
    def usage_history(
        self,
        *,
        currency: Literal["USD", "DIEM", "BUNDLED_CREDITS"] = OMIT,
        cursor: str = OMIT,
        end_timestamp: str = OMIT,
        page_size: int = OMIT,
        start_timestamp: str = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.GetUsageHistoryResponse":
        """One page of billed events, the oldest first; usage() iterates over all. Needs an admin key.

        Args:
            currency: Only what was paid in this currency.
            cursor: Where the next page begins, by the page before; excludes the filters. At most 512 characters.
            end_timestamp: End of the time in question, UTC: 2026-08-31T00:00:00Z; not included. At most 40 characters.
            page_size: Entries of a page. 10 to 1000. Default: 1000.
            start_timestamp: Begin of the time in question, UTC: 2026-08-01T00:00:00Z. At most 40 characters.
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

    def _balance(self, arguments: Mapping[str, Any]) -> "responses.GetBalanceResponse":
        result: responses.GetBalanceResponse = self._client._run(
            request_model(table.BILLING_BALANCE, arguments)
        )
        return result

    def _usage_analytics(
        self, arguments: Mapping[str, Any]
    ) -> "responses.GetUsageAnalyticsResponse":
        result: responses.GetUsageAnalyticsResponse = self._client._run(
            request_model(table.BILLING_USAGE_ANALYTICS, arguments)
        )
        return result

    def _usage_history(self, arguments: Mapping[str, Any]) -> "responses.GetUsageHistoryResponse":
        result: responses.GetUsageHistoryResponse = self._client._run(
            request_model(table.BILLING_USAGE_HISTORY, arguments)
        )
        return result


class AsyncBillingMethods(AsyncMethods):
    """`client.billing`: balance, usage_analytics, usage_history."""

    @calls("_balance")
    async def balance(
        self,
        *,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.GetBalanceResponse":
        """What is left to spend. Needs an admin key. Arguments and errors: those of the sync method."""
        raise NotImplementedError

    @calls("_usage_analytics")
    async def usage_analytics(
        self,
        *,
        lookback: str = OMIT,
        start_date: str = OMIT,
        end_date: str = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.GetUsageAnalyticsResponse":
        """Usage by date, model and key. Needs an admin key. Arguments and errors: those of the sync method."""
        raise NotImplementedError

    @calls("_usage_history")
    async def usage_history(
        self,
        *,
        currency: Literal["USD", "DIEM", "BUNDLED_CREDITS"] = OMIT,
        cursor: str = OMIT,
        end_timestamp: str = OMIT,
        page_size: int = OMIT,
        start_timestamp: str = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.GetUsageHistoryResponse":
        """One page of billed events, the oldest first; usage() iterates over all. Needs an admin key. Arguments and errors: those of the sync method."""
        raise NotImplementedError

    async def _balance(self, arguments: Mapping[str, Any]) -> "responses.GetBalanceResponse":
        result: responses.GetBalanceResponse = await self._client._run(
            request_model(table.BILLING_BALANCE, arguments)
        )
        return result

    async def _usage_analytics(
        self, arguments: Mapping[str, Any]
    ) -> "responses.GetUsageAnalyticsResponse":
        result: responses.GetUsageAnalyticsResponse = await self._client._run(
            request_model(table.BILLING_USAGE_ANALYTICS, arguments)
        )
        return result

    async def _usage_history(
        self, arguments: Mapping[str, Any]
    ) -> "responses.GetUsageHistoryResponse":
        result: responses.GetUsageHistoryResponse = await self._client._run(
            request_model(table.BILLING_USAGE_HISTORY, arguments)
        )
        return result
