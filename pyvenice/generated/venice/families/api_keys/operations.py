# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""The operations of Venice that this package calls."""

from pyvenice.core.request.operation_table import Operation, Parameter, Scalar

API_KEYS_LIST = Operation(
    provider="venice",
    name="api_keys.list",
    method="GET",
    path="/api_keys",
    result_model="ListApiKeysResponse",
    answers=("application/json",),
    pinned="2026-11-21",
    family="api_keys",
)
API_KEYS_DELETE = Operation(
    provider="venice",
    name="api_keys.delete",
    method="DELETE",
    path="/api_keys",
    result_model="DeleteApiKeyResponse",
    answers=("application/json",),
    pinned="2026-11-21",
    family="api_keys",
    parameters=(Parameter("id", query="id", required=True, scalar=Scalar("text")),),
)
API_KEYS_CREATE = Operation(
    provider="venice",
    name="api_keys.create",
    method="POST",
    path="/api_keys",
    json_model="CreateApiKeyRequest",
    result_model="CreateApiKeyResponse",
    answers=("application/json",),
    pinned="2026-11-21",
    family="api_keys",
    is_free=True,
    parameters=(
        Parameter(
            "api_key_type",
            json="apiKeyType",
            required=True,
            scalar=Scalar("text", values=("INFERENCE", "ADMIN")),
        ),
        Parameter("description", json="description", required=True, scalar=Scalar("text", most=64)),
        Parameter("consumption_limit", json="consumptionLimit"),
        Parameter(
            "limit_period",
            json="limitPeriod",
            scalar=Scalar("text", values=("EPOCH", "MONTH", "LIFETIME")),
        ),
        Parameter(
            "model_privacy",
            json="modelPrivacy",
            scalar=Scalar("text", values=("ALL", "PRIVATE_TEXT", "PRIVATE_ONLY")),
        ),
        Parameter("expires_at", json="expiresAt"),
    ),
)
API_KEYS_UPDATE = Operation(
    provider="venice",
    name="api_keys.update",
    method="PATCH",
    path="/api_keys",
    json_model="UpdateApiKeyRequest",
    result_model="UpdateApiKeyResponse",
    answers=("application/json",),
    pinned="2026-11-21",
    family="api_keys",
    parameters=(
        Parameter("id", json="id", required=True, scalar=Scalar("text")),
        Parameter("consumption_limit", json="consumptionLimit"),
        Parameter(
            "limit_period",
            json="limitPeriod",
            scalar=Scalar("text", values=("EPOCH", "MONTH", "LIFETIME")),
        ),
        Parameter(
            "model_privacy",
            json="modelPrivacy",
            scalar=Scalar("text", values=("ALL", "PRIVATE_TEXT", "PRIVATE_ONLY")),
        ),
        Parameter("description", json="description", scalar=Scalar("text", most=64)),
        Parameter("expires_at", json="expiresAt", nullable=True),
    ),
)
API_KEYS_GET = Operation(
    provider="venice",
    name="api_keys.get",
    method="GET",
    path="/api_keys/{id}",
    result_model="GetApiKeyResponse",
    answers=("application/json",),
    pinned="2026-11-21",
    family="api_keys",
    parameters=(Parameter("id", path="id", style=",", required=True, scalar=Scalar("text")),),
)
API_KEYS_RATE_LIMITS = Operation(
    provider="venice",
    name="api_keys.rate_limits",
    method="GET",
    path="/api_keys/rate_limits",
    result_model="GetRateLimitsResponse",
    answers=("application/json",),
    pinned="2026-11-21",
    family="api_keys",
)
API_KEYS_RATE_LIMIT_LOG = Operation(
    provider="venice",
    name="api_keys.rate_limit_log",
    method="GET",
    path="/api_keys/rate_limits/log",
    result_model="GetRateLimitLogResponse",
    answers=("application/json",),
    pinned="2026-11-21",
    family="api_keys",
)
API_KEYS_WEB3_TOKEN = Operation(
    provider="venice",
    name="api_keys.web3_token",
    method="GET",
    path="/api_keys/generate_web3_key",
    result_model="GetWeb3TokenResponse",
    answers=("application/json",),
    pinned="2026-11-21",
    family="api_keys",
)
API_KEYS_CREATE_WEB3 = Operation(
    provider="venice",
    name="api_keys.create_web3",
    method="POST",
    path="/api_keys/generate_web3_key",
    json_model="CreateWeb3KeyRequest",
    result_model="CreateWeb3KeyResponse",
    answers=("application/json",),
    pinned="2026-11-21",
    family="api_keys",
    is_free=True,
    parameters=(
        Parameter(
            "api_key_type",
            json="apiKeyType",
            required=True,
            scalar=Scalar("text", values=("INFERENCE", "ADMIN")),
        ),
        Parameter("address", json="address", required=True, scalar=Scalar("text")),
        Parameter("signature", json="signature", required=True, scalar=Scalar("text")),
        Parameter("token", json="token", required=True, scalar=Scalar("text")),
        Parameter("consumption_limit", json="consumptionLimit"),
        Parameter(
            "limit_period",
            json="limitPeriod",
            scalar=Scalar("text", values=("EPOCH", "MONTH", "LIFETIME")),
        ),
        Parameter(
            "model_privacy",
            json="modelPrivacy",
            scalar=Scalar("text", values=("ALL", "PRIVATE_TEXT", "PRIVATE_ONLY")),
        ),
        Parameter("description", json="description", scalar=Scalar("text")),
        Parameter("expires_at", json="expiresAt"),
    ),
)

OPERATIONS = (
    API_KEYS_LIST,
    API_KEYS_DELETE,
    API_KEYS_CREATE,
    API_KEYS_UPDATE,
    API_KEYS_GET,
    API_KEYS_RATE_LIMITS,
    API_KEYS_RATE_LIMIT_LOG,
    API_KEYS_WEB3_TOKEN,
    API_KEYS_CREATE_WEB3,
)
