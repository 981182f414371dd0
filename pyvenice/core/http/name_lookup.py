"""Name lookup with a time limit: `getaddrinfo` itself waits as long as a name server keeps silent."""

from __future__ import annotations

import inspect
import socket
import sys
import threading
import time
from ipaddress import ip_address
from types import ModuleType
from typing import Any


def find_addresses(host: str, port: int, seconds: float | None = None) -> tuple[str, ...]:
    """The addresses of a host, each once.

    Raises `OSError` or `UnicodeError` for a name that is not known, and `TimeoutError` after so
    many seconds; the lookup then goes on in a thread that nobody waits for.
    """
    if seconds is None or _is_address(host):
        return _look_up(host, port)
    outcome: list[tuple[str, ...] | Exception] = []

    def look_up() -> None:
        try:
            outcome.append(_look_up(host, port))
        except Exception as error:  # noqa: BLE001  (it is raised in the other thread)
            outcome.append(error)

    thread = threading.Thread(target=look_up, name="pyvenice-lookup", daemon=True)
    thread.start()
    thread.join(min(seconds, threading.TIMEOUT_MAX))
    if not outcome:
        raise TimeoutError(f"the name {host} was not found in time")
    (found,) = outcome
    if isinstance(found, Exception):
        raise found
    return found


def limit_lookups(transport: Any, library: ModuleType) -> Any:
    """The transport of an HTTP library, its connections made within their time limit.

    By itself the limit of a sync one begins only when the name was found, and anew for each address of it;
    and the end of an event loop waits for the lookups that it has begun, however long they take.
    """
    pool = transport._pool  # noqa: SLF001  (no option of the transport)
    core = sys.modules[library.__name__.replace("httpx", "httpcore")]
    backend = pool._network_backend  # noqa: SLF001
    is_async = inspect.iscoroutinefunction(backend.connect_tcp)
    pool._network_backend = (_AsyncLimitedBackend if is_async else _LimitedBackend)(backend, core)  # noqa: SLF001
    return transport


class _LimitedBackend:
    """A network backend of the HTTP library, around its own one."""

    def __init__(self, backend: Any, core: ModuleType) -> None:
        self._backend = backend
        self._core = core

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, **options: Any
    ) -> Any:
        """A connection to the first address of the host that can be reached."""
        end = None if timeout is None else time.monotonic() + timeout
        *others, last = self._find(host, port, timeout)
        for number, address in enumerate(others):
            limit = _part(end, len(others) + 1 - number)
            try:
                return self._backend.connect_tcp(address, port, timeout=limit, **options)
            except (self._core.ConnectError, self._core.ConnectTimeout):
                continue
        return self._backend.connect_tcp(last, port, timeout=_part(end, 1), **options)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._backend, name)

    def _find(self, host: str, port: int, timeout: float | None) -> tuple[str, ...]:
        try:
            return find_addresses(host, port, timeout)
        except TimeoutError as error:
            raise self._core.ConnectTimeout(str(error)) from error
        except (OSError, UnicodeError) as error:
            raise self._core.ConnectError(str(error)) from error


class _AsyncLimitedBackend(_LimitedBackend):
    """An async network backend of the HTTP library, around its own one."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  (the library's own signature)
        **options: Any,
    ) -> Any:
        """A connection to the first address of the host that can be reached."""
        import asyncio

        end = None if timeout is None else time.monotonic() + timeout
        *others, last = (
            (host,)
            if _is_address(host)
            else await asyncio.to_thread(self._find, host, port, timeout)
        )
        for number, address in enumerate(others):
            limit = _part(end, len(others) + 1 - number)
            try:
                return await self._backend.connect_tcp(address, port, timeout=limit, **options)
            except (self._core.ConnectError, self._core.ConnectTimeout):
                continue
        return await self._backend.connect_tcp(last, port, timeout=_part(end, 1), **options)


def _part(end: float | None, addresses: int) -> float | None:
    """The seconds for one of so many addresses, which share what is left; never 0, which does not block."""
    return None if end is None else max((end - time.monotonic()) / addresses, 0.001)


def _look_up(host: str, port: int) -> tuple[str, ...]:
    infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(info[4][0]) for info in infos))


def _is_address(host: str) -> bool:
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True
