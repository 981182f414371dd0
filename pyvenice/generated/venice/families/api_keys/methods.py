# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""The methods of the clients of Venice: signatures and documentation."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from pyvenice.core.client.base import AsyncMethods, SyncMethods
from pyvenice.core.client.flows import request_model
from pyvenice.core.client.signatures import OMIT, calls
from pyvenice.core.extras import LazyModule
from pyvenice.core.request.operation_table import UnknownValues
from pyvenice.generated.venice.families.api_keys import operations as table

if TYPE_CHECKING:
    from pyvenice.generated.venice.families.api_keys import responses
else:
    responses = LazyModule("pyvenice.generated.venice.families.api_keys.responses")


class ApiKeysMethods(SyncMethods):
    """`client.api_keys`: list, delete, create, update, get, rate_limits, rate_limit_log, web3_token, create_web3."""

    @calls("_list")
    def list(
        self,
        *,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.ListApiKeysResponse":
        """The keys of the account, without their secrets. Needs an admin key.

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

    @calls("_delete")
    def delete(
        self,
        *,
        id: str,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.DeleteApiKeyResponse":
        """Delete a key. Needs an admin key.

        Args:
            id: Id of the key.
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

    @calls("_create")
    def create(
        self,
        *,
        api_key_type: Literal["INFERENCE", "ADMIN"],
        description: str,
        consumption_limit: Mapping[str, Any] = OMIT,
        limit_period: Literal["EPOCH", "MONTH", "LIFETIME"] = OMIT,
        model_privacy: Literal["ALL", "PRIVATE_TEXT", "PRIVATE_ONLY"] = OMIT,
        expires_at: str = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.CreateApiKeyResponse":
        """Make a key; its secret is in this answer only. Needs an admin key.

        Args:
            api_key_type: ADMIN may do everything, INFERENCE only call models.
            description: What the key is for. At most 64 characters.
            consumption_limit: How much the key may spend in a period, as usd and diem; null is no limit.
            limit_period: How long a period is; EPOCH is a day in UTC.
            model_privacy: Which models the key may use.
            expires_at: When the key ends, in UTC: 2027-01-31 or 2027-01-31T00:00:00Z; empty text means never.
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

    @calls("_update")
    def update(
        self,
        *,
        id: str,
        consumption_limit: Mapping[str, Any] = OMIT,
        limit_period: Literal["EPOCH", "MONTH", "LIFETIME"] = OMIT,
        model_privacy: Literal["ALL", "PRIVATE_TEXT", "PRIVATE_ONLY"] = OMIT,
        description: str = OMIT,
        expires_at: str | None = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.UpdateApiKeyResponse":
        """Change a key. Needs an admin key.

        Args:
            id: Id of the key.
            consumption_limit: How much the key may spend in a period, as usd and diem; null is no limit.
            limit_period: How long a period is; EPOCH is a day in UTC.
            model_privacy: Which models the key may use.
            description: What the key is for. At most 64 characters.
            expires_at: When the key ends, in UTC: 2027-01-31 or 2027-01-31T00:00:00Z; empty text means never.
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

    @calls("_get")
    def get(
        self,
        *,
        id: str,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.GetApiKeyResponse":
        """One key, without its secret.

        Args:
            id: Id of the key.
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

    @calls("_rate_limits")
    def rate_limits(
        self,
        *,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.GetRateLimitsResponse":
        """Balances and rate limits of the key that asks.

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

    @calls("_rate_limit_log")
    def rate_limit_log(
        self,
        *,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.GetRateLimitLogResponse":
        """The last 50 requests that a rate limit refused.

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

    @calls("_web3_token")
    def web3_token(
        self,
        *,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.GetWeb3TokenResponse":
        """A token that a wallet signs to make a key; it holds for 15 minutes.

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

    @calls("_create_web3")
    def create_web3(
        self,
        *,
        api_key_type: Literal["INFERENCE", "ADMIN"],
        address: str,
        signature: str,
        token: str,
        consumption_limit: Mapping[str, Any] = OMIT,
        limit_period: Literal["EPOCH", "MONTH", "LIFETIME"] = OMIT,
        model_privacy: Literal["ALL", "PRIVATE_TEXT", "PRIVATE_ONLY"] = OMIT,
        description: str = OMIT,
        expires_at: str = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.CreateWeb3KeyResponse":
        """Make a key for a wallet, from its signature of the token.

        Args:
            api_key_type: ADMIN may do everything, INFERENCE only call models.
            address: Address of the wallet.
            signature: The token as the wallet signed it.
            token: What web3_token() gave.
            consumption_limit: How much the key may spend in a period, as usd and diem; null is no limit.
            limit_period: How long a period is; EPOCH is a day in UTC.
            model_privacy: Which models the key may use.
            description: What the key is for. Default: Web3 API Key.
            expires_at: When the key ends, in UTC: 2027-01-31 or 2027-01-31T00:00:00Z; empty text means never.
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

    def _list(self, arguments: Mapping[str, Any]) -> "responses.ListApiKeysResponse":
        result: responses.ListApiKeysResponse = self._client._run(
            request_model(table.API_KEYS_LIST, arguments)
        )
        return result

    def _delete(self, arguments: Mapping[str, Any]) -> "responses.DeleteApiKeyResponse":
        result: responses.DeleteApiKeyResponse = self._client._run(
            request_model(table.API_KEYS_DELETE, arguments)
        )
        return result

    def _create(self, arguments: Mapping[str, Any]) -> "responses.CreateApiKeyResponse":
        result: responses.CreateApiKeyResponse = self._client._run(
            request_model(table.API_KEYS_CREATE, arguments)
        )
        return result

    def _update(self, arguments: Mapping[str, Any]) -> "responses.UpdateApiKeyResponse":
        result: responses.UpdateApiKeyResponse = self._client._run(
            request_model(table.API_KEYS_UPDATE, arguments)
        )
        return result

    def _get(self, arguments: Mapping[str, Any]) -> "responses.GetApiKeyResponse":
        result: responses.GetApiKeyResponse = self._client._run(
            request_model(table.API_KEYS_GET, arguments)
        )
        return result

    def _rate_limits(self, arguments: Mapping[str, Any]) -> "responses.GetRateLimitsResponse":
        result: responses.GetRateLimitsResponse = self._client._run(
            request_model(table.API_KEYS_RATE_LIMITS, arguments)
        )
        return result

    def _rate_limit_log(self, arguments: Mapping[str, Any]) -> "responses.GetRateLimitLogResponse":
        result: responses.GetRateLimitLogResponse = self._client._run(
            request_model(table.API_KEYS_RATE_LIMIT_LOG, arguments)
        )
        return result

    def _web3_token(self, arguments: Mapping[str, Any]) -> "responses.GetWeb3TokenResponse":
        result: responses.GetWeb3TokenResponse = self._client._run(
            request_model(table.API_KEYS_WEB3_TOKEN, arguments)
        )
        return result

    def _create_web3(self, arguments: Mapping[str, Any]) -> "responses.CreateWeb3KeyResponse":
        result: responses.CreateWeb3KeyResponse = self._client._run(
            request_model(table.API_KEYS_CREATE_WEB3, arguments)
        )
        return result


class AsyncApiKeysMethods(AsyncMethods):
    """`client.api_keys`: list, delete, create, update, get, rate_limits, rate_limit_log, web3_token, create_web3."""

    @calls("_list")
    async def list(
        self,
        *,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.ListApiKeysResponse":
        """The keys of the account, without their secrets. Needs an admin key. Arguments and errors: those of the sync method."""
        raise NotImplementedError

    @calls("_delete")
    async def delete(
        self,
        *,
        id: str,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.DeleteApiKeyResponse":
        """Delete a key. Needs an admin key. Arguments and errors: those of the sync method."""
        raise NotImplementedError

    @calls("_create")
    async def create(
        self,
        *,
        api_key_type: Literal["INFERENCE", "ADMIN"],
        description: str,
        consumption_limit: Mapping[str, Any] = OMIT,
        limit_period: Literal["EPOCH", "MONTH", "LIFETIME"] = OMIT,
        model_privacy: Literal["ALL", "PRIVATE_TEXT", "PRIVATE_ONLY"] = OMIT,
        expires_at: str = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.CreateApiKeyResponse":
        """Make a key; its secret is in this answer only. Needs an admin key. Arguments and errors: those of the sync method."""
        raise NotImplementedError

    @calls("_update")
    async def update(
        self,
        *,
        id: str,
        consumption_limit: Mapping[str, Any] = OMIT,
        limit_period: Literal["EPOCH", "MONTH", "LIFETIME"] = OMIT,
        model_privacy: Literal["ALL", "PRIVATE_TEXT", "PRIVATE_ONLY"] = OMIT,
        description: str = OMIT,
        expires_at: str | None = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.UpdateApiKeyResponse":
        """Change a key. Needs an admin key. Arguments and errors: those of the sync method."""
        raise NotImplementedError

    @calls("_get")
    async def get(
        self,
        *,
        id: str,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.GetApiKeyResponse":
        """One key, without its secret. Arguments and errors: those of the sync method."""
        raise NotImplementedError

    @calls("_rate_limits")
    async def rate_limits(
        self,
        *,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.GetRateLimitsResponse":
        """Balances and rate limits of the key that asks. Arguments and errors: those of the sync method."""
        raise NotImplementedError

    @calls("_rate_limit_log")
    async def rate_limit_log(
        self,
        *,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.GetRateLimitLogResponse":
        """The last 50 requests that a rate limit refused. Arguments and errors: those of the sync method."""
        raise NotImplementedError

    @calls("_web3_token")
    async def web3_token(
        self,
        *,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.GetWeb3TokenResponse":
        """A token that a wallet signs to make a key; it holds for 15 minutes. Arguments and errors: those of the sync method."""
        raise NotImplementedError

    @calls("_create_web3")
    async def create_web3(
        self,
        *,
        api_key_type: Literal["INFERENCE", "ADMIN"],
        address: str,
        signature: str,
        token: str,
        consumption_limit: Mapping[str, Any] = OMIT,
        limit_period: Literal["EPOCH", "MONTH", "LIFETIME"] = OMIT,
        model_privacy: Literal["ALL", "PRIVATE_TEXT", "PRIVATE_ONLY"] = OMIT,
        description: str = OMIT,
        expires_at: str = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.CreateWeb3KeyResponse":
        """Make a key for a wallet, from its signature of the token. Arguments and errors: those of the sync method."""
        raise NotImplementedError

    async def _list(self, arguments: Mapping[str, Any]) -> "responses.ListApiKeysResponse":
        result: responses.ListApiKeysResponse = await self._client._run(
            request_model(table.API_KEYS_LIST, arguments)
        )
        return result

    async def _delete(self, arguments: Mapping[str, Any]) -> "responses.DeleteApiKeyResponse":
        result: responses.DeleteApiKeyResponse = await self._client._run(
            request_model(table.API_KEYS_DELETE, arguments)
        )
        return result

    async def _create(self, arguments: Mapping[str, Any]) -> "responses.CreateApiKeyResponse":
        result: responses.CreateApiKeyResponse = await self._client._run(
            request_model(table.API_KEYS_CREATE, arguments)
        )
        return result

    async def _update(self, arguments: Mapping[str, Any]) -> "responses.UpdateApiKeyResponse":
        result: responses.UpdateApiKeyResponse = await self._client._run(
            request_model(table.API_KEYS_UPDATE, arguments)
        )
        return result

    async def _get(self, arguments: Mapping[str, Any]) -> "responses.GetApiKeyResponse":
        result: responses.GetApiKeyResponse = await self._client._run(
            request_model(table.API_KEYS_GET, arguments)
        )
        return result

    async def _rate_limits(self, arguments: Mapping[str, Any]) -> "responses.GetRateLimitsResponse":
        result: responses.GetRateLimitsResponse = await self._client._run(
            request_model(table.API_KEYS_RATE_LIMITS, arguments)
        )
        return result

    async def _rate_limit_log(
        self, arguments: Mapping[str, Any]
    ) -> "responses.GetRateLimitLogResponse":
        result: responses.GetRateLimitLogResponse = await self._client._run(
            request_model(table.API_KEYS_RATE_LIMIT_LOG, arguments)
        )
        return result

    async def _web3_token(self, arguments: Mapping[str, Any]) -> "responses.GetWeb3TokenResponse":
        result: responses.GetWeb3TokenResponse = await self._client._run(
            request_model(table.API_KEYS_WEB3_TOKEN, arguments)
        )
        return result

    async def _create_web3(self, arguments: Mapping[str, Any]) -> "responses.CreateWeb3KeyResponse":
        result: responses.CreateWeb3KeyResponse = await self._client._run(
            request_model(table.API_KEYS_CREATE_WEB3, arguments)
        )
        return result
