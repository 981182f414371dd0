"""What all clients share: key, address, time limits, connections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import TracebackType
from typing import ClassVar, Self, TypeVar

from pyvenice.core.client.construction import (
    Conformance,
    inspector_from,
    limits_from,
    policy_from,
    sandbox_handler,
    settings_from,
)
from pyvenice.core.engine.calls import Flow, StreamCall
from pyvenice.core.engine.deadline import checked_timeout
from pyvenice.core.engine.drivers import AsyncDriver, SyncDriver
from pyvenice.core.engine.events import OnEvent
from pyvenice.core.engine.retry_policy import RetryPolicy
from pyvenice.core.engine.settings import Settings
from pyvenice.core.http.transport import AsyncHTTPClient, AsyncTransport, HTTPClient, SyncTransport
from pyvenice.core.provider_rules import ProviderRules
from pyvenice.core.request.operation_table import Provider
from pyvenice.core.response.streams import AsyncImageStream, ImageEvent, ImageStream

T = TypeVar("T")


class _Client:
    """Subclasses name their `provider` and its `rules`, and make their resources in properties."""

    provider: ClassVar[Provider]
    rules: ClassVar[ProviderRules] = ProviderRules()
    _settings: Settings

    def __repr__(self) -> str:
        settings = self._settings
        return (
            f"{type(self).__name__}(base_url={settings.base_url!r},"
            f" timeout={settings.timeout:g}, max_retries={settings.retry.max_retries})"
        )

    def _changed(
        self, timeout: float | None, max_retries: int | None, retry_unknown: bool | None
    ) -> Settings:
        now = self._settings
        return replace(
            now,
            timeout=now.timeout if timeout is None else checked_timeout(timeout),
            retry=policy_from(now.retry, max_retries, retry_unknown),
        )


class SyncClient(_Client):
    """A client of one provider; it may be used from several threads. Close it when done.

    The key comes from `api_key` or the provider's environment variable, the address from
    `base_url`, the environment or the provider. A `base_url` without a path gets the provider's own.
    `sandbox=True` needs no key and no network: a server in this process answers.
    `timeout` is in seconds, for a whole call: attempts, pauses and the reading of the answer. How
    often is `max_retries` (2); billed calls that may have been carried out are repeated only with
    `retry_unknown=True`; `retry` has all the rest of the policy, and what is given beside it counts.
    `on_event` is called with each `RequestStarted`, `ResponseReceived`, `Retrying` and `GaveUp`.
    Answers over `max_bytes`, and images over `max_pixels`, are refused. Private addresses that an
    answer names are fetched from where `base_url` is private too, or as `allow_private_addresses`
    says. `conformance` compares requests and answers with the pinned contract: `"report"` logs what
    breaks it, `"raise"` does not send it, or raises `ConformanceError` for the answer. An injected
    `http_client` is never closed.

    Raises `MissingKeyError` without a key, `ArgumentError` for a value that cannot be used.
    """

    def __init__(  # noqa: PLR0913  (all but the key by name)
        self,
        api_key: str | None = None,
        *,
        base_url: str | None = None,
        timeout: float = 300.0,
        max_retries: int | None = None,
        retry_unknown: bool | None = None,
        retry: RetryPolicy | None = None,
        http_client: HTTPClient | None = None,
        sandbox: bool = False,
        default_headers: Mapping[str, str] | None = None,
        on_event: OnEvent | None = None,
        max_bytes: int = 256 * 1024 * 1024,
        max_pixels: int = 100_000_000,
        allow_private_addresses: bool | None = None,
        conformance: Conformance = "off",
    ) -> None:
        settings = settings_from(
            self.provider,
            api_key=api_key,
            base_url=base_url,
            timeout=timeout,
            retry=policy_from(retry or RetryPolicy(), max_retries, retry_unknown),
            http_client=http_client,
            sandbox=sandbox,
            headers=default_headers,
            on_event=on_event,
            limits=limits_from(max_bytes, max_pixels),
            allow_private_addresses=allow_private_addresses,
            inspector=inspector_from(self.provider, conformance),
            rules=self.rules,
        )
        self._use(
            settings, SyncTransport(http_client, handler=sandbox_handler(sandbox)), owned=True
        )

    def with_options(
        self,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        retry_unknown: bool | None = None,
    ) -> Self:
        """A client with other settings and the same connections; closing it closes nothing."""
        sibling = object.__new__(type(self))
        settings = self._changed(timeout, max_retries, retry_unknown)
        sibling._use(settings, self._transport, owned=False)
        return sibling

    def run(self, flow: Flow[T]) -> T:
        """Perform a flow and return its result."""
        return self._driver.run(flow)

    def stream(self, stream: StreamCall[ImageEvent]) -> ImageStream:
        """Send a call whose answer arrives as events."""
        return self._driver.stream(stream)

    def close(self) -> None:
        """Close the connections, unless they are somebody else's."""
        if self._owned:
            self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def _use(self, settings: Settings, transport: SyncTransport, *, owned: bool) -> None:
        self._settings = settings
        self._transport = transport
        self._driver = SyncDriver(transport, settings)
        self._owned = owned


class AsyncClient(_Client):
    """A client of one provider for one event loop. Close it with `aclose` when done.

    The key comes from `api_key` or the provider's environment variable, the address from
    `base_url`, the environment or the provider. A `base_url` without a path gets the provider's own.
    `sandbox=True` needs no key and no network: a server in this process answers.
    `timeout` is in seconds, for a whole call: attempts, pauses and the reading of the answer. How
    often is `max_retries` (2); billed calls that may have been carried out are repeated only with
    `retry_unknown=True`; `retry` has all the rest of the policy, and what is given beside it counts.
    `on_event` is called with each `RequestStarted`, `ResponseReceived`, `Retrying` and `GaveUp`.
    Answers over `max_bytes`, and images over `max_pixels`, are refused. Private addresses that an
    answer names are fetched from where `base_url` is private too, or as `allow_private_addresses`
    says. `conformance` compares requests and answers with the pinned contract: `"report"` logs what
    breaks it, `"raise"` does not send it, or raises `ConformanceError` for the answer. An injected
    `http_client` is never closed.

    Raises `MissingKeyError` without a key, `ArgumentError` for a value that cannot be used.
    """

    def __init__(  # noqa: PLR0913  (all but the key by name)
        self,
        api_key: str | None = None,
        *,
        base_url: str | None = None,
        timeout: float = 300.0,
        max_retries: int | None = None,
        retry_unknown: bool | None = None,
        retry: RetryPolicy | None = None,
        http_client: AsyncHTTPClient | None = None,
        sandbox: bool = False,
        default_headers: Mapping[str, str] | None = None,
        on_event: OnEvent | None = None,
        max_bytes: int = 256 * 1024 * 1024,
        max_pixels: int = 100_000_000,
        allow_private_addresses: bool | None = None,
        conformance: Conformance = "off",
    ) -> None:
        settings = settings_from(
            self.provider,
            api_key=api_key,
            base_url=base_url,
            timeout=timeout,
            retry=policy_from(retry or RetryPolicy(), max_retries, retry_unknown),
            http_client=http_client,
            sandbox=sandbox,
            headers=default_headers,
            on_event=on_event,
            limits=limits_from(max_bytes, max_pixels),
            allow_private_addresses=allow_private_addresses,
            inspector=inspector_from(self.provider, conformance),
            rules=self.rules,
        )
        self._use(
            settings, AsyncTransport(http_client, handler=sandbox_handler(sandbox)), owned=True
        )

    def with_options(
        self,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        retry_unknown: bool | None = None,
    ) -> Self:
        """A client with other settings and the same connections; closing it closes nothing."""
        sibling = object.__new__(type(self))
        settings = self._changed(timeout, max_retries, retry_unknown)
        sibling._use(settings, self._transport, owned=False)
        return sibling

    async def run(self, flow: Flow[T]) -> T:
        """Perform a flow and return its result."""
        return await self._driver.run(flow)

    async def stream(self, stream: StreamCall[ImageEvent]) -> AsyncImageStream:
        """Send a call whose answer arrives as events."""
        return await self._driver.stream(stream)

    async def aclose(self) -> None:
        """Close the connections, unless they are somebody else's."""
        if self._owned:
            await self._transport.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        await self.aclose()

    def _use(self, settings: Settings, transport: AsyncTransport, *, owned: bool) -> None:
        self._settings = settings
        self._transport = transport
        self._driver = AsyncDriver(transport, settings)
        self._owned = owned
