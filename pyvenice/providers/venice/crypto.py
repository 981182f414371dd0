"""`client.crypto`: JSON-RPC calls of blockchain nodes, one by one or as a batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pyvenice.core.client.flows import request_model
from pyvenice.core.engine.calls import Flow, fetch
from pyvenice.core.request.bodies import JsonBody
from pyvenice.core.request.builder import prepare
from pyvenice.core.response.parsing import json_value
from pyvenice.errors import ArgumentError
from pyvenice.generated.venice.families.crypto import operations as table
from pyvenice.generated.venice.families.crypto.methods import AsyncCryptoMethods, CryptoMethods

_MOST = 100
"""Calls of one batch."""
_OPTIONS = ("idempotency_key", "extra_headers", "timeout", "unknown_values")


class VeniceCrypto(CryptoMethods):
    """`client.crypto`: networks, rpc, batch."""

    def batch(self, *, network: str, calls: Sequence[Mapping[str, Any]], **options: Any) -> Any:
        """Send up to 100 JSON-RPC calls at once.

        Args:
            network: One of `networks()`.
            calls: Objects with `method`, `params` and `id`.
            options: `idempotency_key`, `timeout`, `extra_headers`.

        Returns the answers as plain JSON, each with `result` or `error`. Raises as `rpc` does.
        """
        return self._client._run(_batch(network, calls, options))  # noqa: SLF001  (of its family)

    def _rpc(self, arguments: Mapping[str, Any]) -> Any:
        return self._client._run(_rpc(arguments))  # noqa: SLF001  (as above)


class AsyncVeniceCrypto(AsyncCryptoMethods):
    """`client.crypto`: networks, rpc, batch."""

    async def batch(
        self, *, network: str, calls: Sequence[Mapping[str, Any]], **options: Any
    ) -> Any:
        """Send up to 100 JSON-RPC calls at once. Arguments and errors: those of the sync method."""
        return await self._client._run(_batch(network, calls, options))  # noqa: SLF001  (of its family)

    async def _rpc(self, arguments: Mapping[str, Any]) -> Any:
        return await self._client._run(_rpc(arguments))  # noqa: SLF001  (as above)


def _rpc(arguments: Mapping[str, Any]) -> Flow[Any]:
    return request_model(table.CRYPTO_RPC, {"jsonrpc": "2.0", "id": 1, **arguments})


def _batch(
    network: str, calls: Sequence[Mapping[str, Any]], options: Mapping[str, Any]
) -> Flow[Any]:
    title = "venice crypto.batch"
    if isinstance(calls, str | bytes | Mapping) or not 1 <= len(calls) <= _MOST:
        raise ArgumentError(
            f"{title}: calls must be a list of 1 to {_MOST} calls",
            argument="calls",
            value=type(calls).__name__,
            allowed=f"1 to {_MOST}",
        )
    bodies: list[Mapping[str, Any]] = []
    for number, call in enumerate(calls):
        if not isinstance(call, Mapping) or not call.get("method"):
            raise ArgumentError(
                f"{title}: calls[{number}] needs a method, such as eth_blockNumber",
                argument=f"calls[{number}]",
                value=call,
            )
        body = {"jsonrpc": "2.0", "id": number + 1, **call}
        prepare(table.CRYPTO_RPC, {"network": network, **body})  # raises for wrong types
        bodies.append(body)
    for name in options:
        if name not in _OPTIONS:
            raise ArgumentError(
                f"{title} has no argument {name!r}; it has {', '.join(_OPTIONS)}", argument=name
            )
    batch = prepare(table.CRYPTO_RPC, {"network": network, **options, **bodies[0]})
    reply = yield from fetch(replace(batch, body=JsonBody(bodies), operation="crypto.batch"))
    return json_value(reply, where=title)
