# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""The methods of the clients of Venice: signatures and documentation."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from pyvenice.core.client.base import AsyncMethods, SyncMethods
from pyvenice.core.client.flows import request_model
from pyvenice.core.client.signatures import OMIT, calls
from pyvenice.core.extras import LazyModule
from pyvenice.core.request.operation_table import UnknownValues
from pyvenice.generated.venice.families.crypto import operations as table

if TYPE_CHECKING:
    from pyvenice.generated.venice.families.crypto import responses
else:
    responses = LazyModule("pyvenice.generated.venice.families.crypto.responses")


class CryptoMethods(SyncMethods):
    """`client.crypto`: networks, rpc."""

    @calls("_networks")
    def networks(
        self,
        *,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.ListNetworksResponse":
        """The networks whose nodes can be called.

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

    @calls("_rpc")
    def rpc(
        self,
        *,
        method: str,
        network: str,
        jsonrpc: Literal["2.0"] = OMIT,
        params: Sequence[Any] = OMIT,
        id: int | str = OMIT,
        idempotency_key: str = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> Any:
        """Call a blockchain node by JSON-RPC; returns plain JSON with `result` or `error`. batch() sends up to 100 calls at once.

        Args:
            method: The method of the node, such as eth_blockNumber.
            network: The network, such as ethereum-mainnet; networks() lists them.
            jsonrpc: Version of JSON-RPC.
            params: Its arguments.
            id: Number or text that the response repeats.
            idempotency_key: The same key and body within 24 hours are answered once, and billed once.
            extra_body: Fields to send with the arguments, unchecked: for what is too new for this client.
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

    def _networks(self, arguments: Mapping[str, Any]) -> "responses.ListNetworksResponse":
        result: responses.ListNetworksResponse = self._client._run(
            request_model(table.CRYPTO_NETWORKS, arguments)
        )
        return result

    def _rpc(self, arguments: Mapping[str, Any]) -> Any:
        result: Any = self._client._run(request_model(table.CRYPTO_RPC, arguments))
        return result


class AsyncCryptoMethods(AsyncMethods):
    """`client.crypto`: networks, rpc."""

    @calls("_networks")
    async def networks(
        self,
        *,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.ListNetworksResponse":
        """The networks whose nodes can be called. Arguments and errors: those of the sync method."""
        raise NotImplementedError

    @calls("_rpc")
    async def rpc(
        self,
        *,
        method: str,
        network: str,
        jsonrpc: Literal["2.0"] = OMIT,
        params: Sequence[Any] = OMIT,
        id: int | str = OMIT,
        idempotency_key: str = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> Any:
        """Call a blockchain node by JSON-RPC; returns plain JSON with `result` or `error`. batch() sends up to 100 calls at once. Arguments and errors: those of the sync method."""
        raise NotImplementedError

    async def _networks(self, arguments: Mapping[str, Any]) -> "responses.ListNetworksResponse":
        result: responses.ListNetworksResponse = await self._client._run(
            request_model(table.CRYPTO_NETWORKS, arguments)
        )
        return result

    async def _rpc(self, arguments: Mapping[str, Any]) -> Any:
        result: Any = await self._client._run(request_model(table.CRYPTO_RPC, arguments))
        return result
