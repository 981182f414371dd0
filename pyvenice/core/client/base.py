"""The base of all clients: settings, connections, closing."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, TypeVar

from pyvenice.core.client.construction import (
    BaseURL,
    Conformance,
    change_policy,
    checked_key,
    inspector_for,
    sandbox_handler,
    settings_from,
)
from pyvenice.core.client.raw_requests import send_request
from pyvenice.core.engine.calls import Call, Flow, Reply, StreamCall
from pyvenice.core.engine.deadline import checked_timeout
from pyvenice.core.engine.drivers import AsyncDriver, SyncDriver
from pyvenice.core.engine.events import Notifier, OnEvent
from pyvenice.core.engine.retry_policy import RetryPolicy
from pyvenice.core.engine.settings import Settings
from pyvenice.core.http.open_response import AsyncExchange, SyncExchange
from pyvenice.core.http.transport import AsyncHTTPClient, AsyncTransport, HTTPClient, SyncTransport
from pyvenice.core.provider_rules import ProviderRules
from pyvenice.core.recording.recorded_exchange import Handler
from pyvenice.core.request.operation_table import Provider, UnknownValues
from pyvenice.core.request.unlisted import check_unknown_values
from pyvenice.core.response.streams import AsyncImageStream, ImageEvent, ImageStream
from pyvenice.errors import ClientClosedError

T = TypeVar("T")
HTTPClientT = TypeVar("HTTPClientT")
TransportT = TypeVar("TransportT")
StreamT = TypeVar("StreamT")
"""What a method gives with `stream=True`, where the provider's client has a class of its own for it."""

_RESOURCE = re.compile(r"`client\.([\w.]+)`")
"""How the docstring of a resource begins: the attribute of the client that it is."""


class Renamed:
    """Attributes that other clients have: the error says what they are called here."""

    if not TYPE_CHECKING:  # type checkers would take any attribute for granted

        def __getattr__(self, name: str) -> Any:
            client = self.__dict__.get("_client", self)
            rules = type(client).rules
            resource = _RESOURCE.match(type(self).__doc__ or "")
            path = f"{resource[1]}.{name}" if resource else name
            advice = None if name.startswith("_") else rules.old_name(path)
            text = f"{type(self).__name__!r} object has no attribute {name!r}"
            error = AttributeError(f"{text}: {advice}" if advice else text, name=name, obj=self)
            raise error


class _Client(Renamed, Generic[HTTPClientT, TransportT]):
    """Subclasses name their `provider` and its `rules`, and make their resources in properties."""

    provider: ClassVar[Provider]
    _call_defaults: Mapping[str, object]
    """Arguments of every call that does not give them itself."""
    rules: ClassVar[ProviderRules] = ProviderRules()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        # Users import the clients of providers from `pyvenice`; their own subclasses stay theirs.
        if cls.__module__.startswith("pyvenice.providers."):
            cls.__module__ = "pyvenice"

    def __init__(  # noqa: PLR0913  (all but the key by name)
        self,
        api_key: str | None = None,
        *,
        base_url: BaseURL | None = None,
        timeout: float = 300.0,
        max_retries: int | None = None,
        retry_unknown: bool | None = None,
        retry: RetryPolicy | None = None,
        http_client: HTTPClientT | None = None,
        sandbox: bool = False,
        default_headers: Mapping[str, str] | None = None,
        respect_limits: bool | str = False,
        on_event: OnEvent | None = None,
        max_bytes: int = 256 * 1024 * 1024,
        max_pixels: int = 100_000_000,
        allow_private_addresses: bool | None = None,
        conformance: Conformance = "off",
        unknown_values: UnknownValues = "refuse",
    ) -> None:
        """Make a client. No request is sent.

        Args:
            api_key: The API key. Without it, the provider's environment variable is read.
            base_url: The address of the API. Without it, the environment, then the provider's own
                address. A `base_url` without a path gets the provider's path.
            timeout: Seconds for a whole call: all attempts, the pauses between them, and reading.
            max_retries: Limits the attempts after the first one (2).
            retry_unknown: Whether billed calls that may have been carried out are repeated (no).
            retry: The full retry policy. `max_retries` and `retry_unknown` override it.
            http_client: An httpx or httpx2 client to send with. It is never closed.
            sandbox: Let a server in this process answer: no key and no network are needed.
            default_headers: Headers of every request to the provider.
            respect_limits: Send requests no faster than the rate limits allow that the provider
                documents, as far as they are known; further calls wait. `True` takes those of a new
                account; the name of a tier, such as "silver", those of accounts in it.
            on_event: Called with each `RequestStarted`, `ResponseReceived`, `Retrying`, `GaveUp`.
            max_bytes: Larger responses are refused.
            max_pixels: Images with more pixels are refused.
            allow_private_addresses: Whether a response may point to an image in a private network.
                By default it may if `base_url` is in one.
            conformance: Compare requests and responses with the pinned contract: "report" logs
                violations; "raise" does not send such a request, and raises `ConformanceError` for
                such a response.
            unknown_values: What becomes of arguments and values that the pinned contract does not
                list: "refuse" raises, "warn" sends them, with a warning on the result.

        Raises `MissingKeyError` without a key, `ArgumentError` for a value that cannot be used.
        """
        settings = settings_from(
            self.provider,
            api_key=api_key,
            base_url=base_url,
            timeout=timeout,
            retry=change_policy(
                RetryPolicy() if retry is None else retry, max_retries, retry_unknown
            ),
            http_client=http_client,
            sandbox=sandbox,
            headers=default_headers,
            respect_limits=respect_limits,
            on_event=on_event,
            max_bytes=max_bytes,
            max_pixels=max_pixels,
            allow_private_addresses=allow_private_addresses,
            inspector=inspector_for(self.provider, conformance),
            rules=self.rules,
        )
        check_unknown_values(unknown_values)
        self._call_defaults = (
            {} if unknown_values == "refuse" else {"unknown_values": unknown_values}
        )
        self._use(settings, self._connect(http_client, sandbox_handler(sandbox)), owned=True)

    def with_options(
        self,
        *,
        api_key: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        retry_unknown: bool | None = None,
        retry: RetryPolicy | None = None,
    ) -> Self:
        """A client with other settings and the same connections; closing it closes nothing.

        The arguments are those of the constructor; what is not given stays as it is.
        """
        now = self._settings
        settings = replace(
            now,
            api_key=now.api_key if api_key is None else checked_key(api_key),
            timeout=now.timeout if timeout is None else checked_timeout(timeout),
            retry=change_policy(retry or now.retry, max_retries, retry_unknown),
        )
        sibling = object.__new__(type(self))
        sibling._call_defaults = self._call_defaults
        sibling._use(settings, self._transport, owned=False)
        return sibling

    def __repr__(self) -> str:
        settings = self._settings
        return (
            f"{type(self).__name__}(base_url={settings.base_url!r},"
            f" timeout={settings.timeout:g}, max_retries={settings.retry.max_retries})"
        )

    def _notify_stream_end(self, call: Call, headers: Mapping[str, str], whole: bytes) -> None:
        """Tell the listener that a stream is over, and what came as a whole."""
        settings = self._settings
        if settings.on_event is not None:
            notifier = Notifier(settings.on_event, settings.provider, settings.rules)
            notifier.notify_stream_end(call, Reply(200, headers, whole))

    def _use(self, settings: Settings, transport: TransportT, *, owned: bool) -> None:
        self._settings = settings
        self._transport = transport
        self._owned = owned

    @abstractmethod
    def _connect(self, http_client: HTTPClientT | None, handler: Handler | None) -> TransportT: ...


class SyncClient(_Client[HTTPClient, SyncTransport]):
    """A client of one provider; it may be used from several threads. Close it when done."""

    def close(self) -> None:
        """Close the connections, unless they belong to an `http_client` or to another client."""
        if self._owned:
            self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def request(  # noqa: PLR0913  (all but the first two by name)
        self,
        method: str,
        path: str,
        *,
        json: object = None,
        query: Mapping[str, str | list[str]] | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
    ) -> Reply:
        """Send a request to any path of the provider, for what has no method yet.

        Args:
            method: GET, HEAD, POST, PUT, PATCH or DELETE. POST and PATCH count as billed: they are not
                repeated after an unknown outcome.
            path: Below the base URL, such as `/models`.
            json: The body, as JSON.
            query: Parameters of the query; a list repeats its name.
            headers: Headers to send with the client's own.
            timeout: Seconds for the whole call.

        Returns the response: `status`, `headers`, `content`, `json()`. Raises as every call does.
        """
        flow = send_request(method, path, json=json, query=query, headers=headers, timeout=timeout)
        return self._run(flow)

    def _run(self, flow: Flow[T]) -> T:
        """The result of a flow, which is carried out."""
        return self._driver.run(flow)

    def _open(self, call: Call) -> SyncExchange:
        """The response to a call, which has begun and is read as it comes."""
        return self._driver.open(call)

    def _stream(self, stream: StreamCall[ImageEvent]) -> ImageStream:
        """The events of a call, which is sent."""
        return self._driver.stream(stream)

    def _connect(self, http_client: HTTPClient | None, handler: Handler | None) -> SyncTransport:
        return SyncTransport(http_client, handler=handler)

    def _use(self, settings: Settings, transport: SyncTransport, *, owned: bool) -> None:
        super()._use(settings, transport, owned=owned)
        self._driver = SyncDriver(transport, settings)


class AsyncClient(_Client[AsyncHTTPClient, AsyncTransport]):
    """A client of one provider for one event loop. Close it with `aclose` when done."""

    async def aclose(self) -> None:
        """Close the connections, unless they belong to an `http_client` or to another client."""
        if self._owned:
            await self._transport.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def request(  # noqa: PLR0913  (all but the first two by name)
        self,
        method: str,
        path: str,
        *,
        json: object = None,
        query: Mapping[str, str | list[str]] | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,  # noqa: ASYNC109  (as all calls take it)
    ) -> Reply:
        """Send a request to any path of the provider, for what has no method yet.

        Args:
            method: GET, HEAD, POST, PUT, PATCH or DELETE. POST and PATCH count as billed: they are not
                repeated after an unknown outcome.
            path: Below the base URL, such as `/models`.
            json: The body, as JSON.
            query: Parameters of the query; a list repeats its name.
            headers: Headers to send with the client's own.
            timeout: Seconds for the whole call.

        Returns the response: `status`, `headers`, `content`, `json()`. Raises as every call does.
        """
        flow = send_request(method, path, json=json, query=query, headers=headers, timeout=timeout)
        return await self._run(flow)

    async def _run(self, flow: Flow[T]) -> T:
        """The result of a flow, which is carried out."""
        _require_asyncio()
        return await self._driver.run(flow)

    async def _open(self, call: Call) -> AsyncExchange:
        """The response to a call, which has begun and is read as it comes."""
        _require_asyncio()
        return await self._driver.open(call)

    async def _stream(self, stream: StreamCall[ImageEvent]) -> AsyncImageStream:
        """The events of a call, which is sent."""
        _require_asyncio()
        return await self._driver.stream(stream)

    def _connect(
        self, http_client: AsyncHTTPClient | None, handler: Handler | None
    ) -> AsyncTransport:
        return AsyncTransport(http_client, handler=handler)

    def _use(self, settings: Settings, transport: AsyncTransport, *, owned: bool) -> None:
        super()._use(settings, transport, owned=owned)
        self._driver = AsyncDriver(transport, settings)


def _require_asyncio() -> None:
    """Raise `ClientClosedError` where another library, such as Trio, runs the event loop."""
    import asyncio

    try:
        asyncio.get_running_loop()
    except RuntimeError as error:
        raise ClientClosedError(
            "async clients need asyncio, which is not running here; under Trio, call a sync client"
            " with trio.to_thread.run_sync"
        ) from error


class SyncMethods(Renamed, ABC):
    """The methods of a resource, such as `client.image`; a hook runs its flow with `_client`."""

    def __init__(self, client: SyncClient) -> None:
        self._client = client
        self._call_defaults = client._call_defaults  # noqa: SLF001  (of one family)


class AsyncMethods(Renamed, ABC):
    """The methods of a resource of an async client; a hook runs its flow with `_client`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client
        self._call_defaults = client._call_defaults  # noqa: SLF001  (of one family)
