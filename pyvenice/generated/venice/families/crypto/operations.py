# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""The operations of Venice that this package calls."""

from pyvenice.core.request.operation_table import Operation, Parameter, Scalar

CRYPTO_NETWORKS = Operation(
    provider="venice",
    name="crypto.networks",
    method="GET",
    path="/crypto/rpc/networks",
    result_model="ListNetworksResponse",
    answers=("application/json",),
    pinned="2026-11-21",
    family="crypto",
)
CRYPTO_RPC = Operation(
    provider="venice",
    name="crypto.rpc",
    method="POST",
    path="/crypto/rpc/{network}",
    json_model="CryptoRpcRequest",
    answers=("application/json",),
    pinned="2026-11-21",
    family="crypto",
    parameters=(
        Parameter("method", json="method", required=True, scalar=Scalar("text")),
        Parameter("network", path="network", style=",", required=True, scalar=Scalar("text")),
        Parameter("jsonrpc", json="jsonrpc", scalar=Scalar("text", values=("2.0",))),
        Parameter("params", json="params"),
        Parameter("id", json="id"),
        Parameter("idempotency_key", header="Idempotency-Key", style=","),
    ),
)

OPERATIONS = (
    CRYPTO_NETWORKS,
    CRYPTO_RPC,
)
