"""Routes of crypto: JSON-RPC of networks whose values never change, with credits and replays."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from pyvenice.core.recording.recorded_exchange import WireResponse
from pyvenice.sandbox.dialects.base import Route, new_id
from pyvenice.sandbox.dialects.venice.account import Account
from pyvenice.sandbox.server.errors import APIError
from pyvenice.sandbox.server.request import Request
from pyvenice.sandbox.server.responses import Headers, json_response

NETWORKS = {"ethereum-mainnet": 1, "base-mainnet": 8453, "polygon-mainnet": 137}
"""The id of each chain by the name of its network."""
_CREDITS = 20
_ERROR_CREDITS = 5
_CREDIT_PRICE = 6.25e-7
_MOST = 100
_REFUSED = ("eth_subscribe", "eth_newFilter", "personal_", "eth_sign", "eth_accounts")
_KNOWN = ("eth_", "net_", "web3_")


class CryptoRoutes:
    """Handlers of networks and calls; answers are kept by idempotency key."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._kept: dict[str, tuple[str, Any, Headers]] = {}

    def routes(self) -> Sequence[Route]:
        return (
            Route("GET", "/crypto/rpc/networks", self.networks, needs_key=False),
            Route("POST", "/crypto/rpc/{network}", self.rpc),
        )

    def networks(self, _: Request) -> WireResponse:
        return json_response(200, {"networks": list(NETWORKS)})

    def rpc(self, request: Request) -> WireResponse:
        network = request.parameters["network"]
        if network not in NETWORKS:
            known = ", ".join(NETWORKS)
            raise APIError("value", f"no such network; there are {known}", path=("network",))
        calls = _calls(request)
        key = request.wire.headers.get("idempotency-key")
        body = hashlib.sha256(request.wire.body).hexdigest()
        if key in self._kept:
            first, answer, headers = self._kept[key]
            if first != body:
                raise APIError("value", "the idempotency key belongs to another body")
            return json_response(200, answer, [*headers, ("idempotent-replayed", "true")])
        answers = [_answer(network, call) for call in calls]
        credits_ = sum(_ERROR_CREDITS if "error" in answer else _CREDITS for answer in answers)
        cost = self._account.bill(request, "crypto-rpc", credits_, _CREDIT_PRICE)
        headers = [
            ("x-venice-rpc-credits", str(credits_)),
            ("x-venice-rpc-cost-usd", f"{cost:.8f}"),
            ("x-request-id", new_id()[:32]),
        ]
        whole: Any = answers if isinstance(json.loads(request.wire.body), list) else answers[0]
        if key is not None:
            self._kept[key] = body, whole, headers
        return json_response(200, whole, headers)


def _calls(request: Request) -> list[dict[str, Any]]:
    """The calls of a body: one, or a batch. Raises `APIError`, also for a method that is not offered."""
    try:
        tree = json.loads(request.wire.body)
    except ValueError as error:
        raise APIError("malformed", f"the body is not JSON: {error}") from error
    calls = tree if isinstance(tree, list) else [tree]
    if not 1 <= len(calls) <= _MOST or not all(isinstance(call, dict) for call in calls):
        raise APIError("value", f"a batch has 1 to {_MOST} calls")
    if isinstance(tree, dict):
        request.valid_fields()
    for call in calls:
        method = call.get("method")
        if not isinstance(method, str) or not method.startswith(_KNOWN):
            raise APIError("value", f"the method {method!r} is not offered", path=("method",))
        if method.startswith(_REFUSED):
            raise APIError("value", f"{method} is not offered: it needs a key or a filter")
    return calls


def _answer(network: str, call: dict[str, Any]) -> dict[str, Any]:
    chain = NETWORKS[network]
    known = {
        "eth_chainId": hex(chain),
        "net_version": str(chain),
        "eth_blockNumber": hex(20_000_000 + chain),
        "eth_getBalance": hex(10**18),
        "eth_gasPrice": hex(10**9),
        "web3_clientVersion": "pyvenice/sandbox",
    }
    head = {"jsonrpc": "2.0", "id": call.get("id", 1)}
    if call["method"] in known:
        return {**head, "result": known[call["method"]]}
    return {**head, "error": {"code": -32601, "message": "the sandbox does not know this method"}}
