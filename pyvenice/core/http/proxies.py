"""Proxies of the environment: HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY.

The HTTP libraries read them, too, but differ in the forms of NO_PROXY: httpx 0.28 takes neither
`::1/128` nor a line break, and then makes no client at all.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies

from pyvenice.core.http.ssrf import ascii_host, origin

_BETWEEN = re.compile(r"[\s,;\"']+")
"""What separates the entries of NO_PROXY; Docker keeps the quotes of its env files."""
_ENTRY = re.compile(
    r"(?:(?P<scheme>\w+)://)?(?:\[(?P<ipv6>[^]]*)\]|(?P<host>[^:/]*))"
    r"(?P<bits>/\d+)?(?::(?P<port>\d+))?/?"
)

Address = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class Proxies:
    """The proxies of each scheme (`all` for the others) and what NO_PROXY says."""

    urls: Mapping[str, str]
    no_proxy: str = ""

    @classmethod
    def of_environment(cls) -> Proxies:
        """The proxies that the environment names now."""
        found = getproxies()
        urls = {
            scheme: url if "://" in url else f"http://{url}"
            for scheme in ("http", "https", "all")
            if (url := found.get(scheme, "").strip())
        }
        return cls(urls, found.get("no", ""))

    def proxy(self, url: str) -> str | None:
        """The proxy for a URL; `None` for none.

        This machine is reached without one: what is sent to a loopback address, a key perhaps, is
        not for another host.
        """
        place = origin(url) if self.urls else None
        if place is None:
            return None
        scheme, host, port = place
        chosen = self.urls.get(scheme) or self.urls.get("all")
        if chosen is None or _is_this_machine(host) or bypasses(self.no_proxy, scheme, host, port):
            return None
        return chosen


class _Routes:
    def __init__(self, proxies: Proxies, make: Callable[[str | None], Any]) -> None:
        self._proxies = proxies
        self._transports = {url: make(url) for url in (None, *dict.fromkeys(proxies.urls.values()))}

    def _transport(self, request: Any) -> Any:
        return self._transports[self._proxies.proxy(str(request.url))]


class SyncRoutes(_Routes):
    """A transport of an HTTP library that sends each request directly or through its proxy."""

    def handle_request(self, request: Any) -> Any:
        """The response to a request of the library."""
        return self._transport(request).handle_request(request)

    def close(self) -> None:
        """Close all connections."""
        for transport in self._transports.values():
            transport.close()


class AsyncRoutes(_Routes):
    """The same for an async client."""

    async def handle_async_request(self, request: Any) -> Any:
        """The response to a request of the library."""
        return await self._transport(request).handle_async_request(request)

    async def aclose(self) -> None:
        """Close all connections."""
        for transport in self._transports.values():
            await transport.aclose()


def bypasses(no_proxy: str, scheme: str, host: str, port: int) -> bool:
    """Whether NO_PROXY lists a host: by name, domain, pattern, address, network, or `*`.

    Entries stand between commas, semicolons or blanks. What is none of these matches nothing.
    """
    name = ascii_host(host).rstrip(".")
    address = _address(name)
    return any(
        _matches(entry, scheme, name, address, port) for entry in _BETWEEN.split(no_proxy) if entry
    )


def _matches(entry: str, scheme: str, name: str, address: Address | None, port: int) -> bool:
    if entry == "*":
        return True
    if entry.count(":") > 1 and "[" not in entry and "//" not in entry:
        return _holds(entry, address)
    parts = _ENTRY.fullmatch(entry)
    if parts is None or (parts["scheme"] or scheme).lower() not in {scheme, "all"}:
        return False
    if parts["port"] and int(parts["port"]) != port:
        return False
    network = (parts["ipv6"] or parts["host"] or "") + (parts["bits"] or "")
    if _holds(network, address):
        return True
    return not (parts["bits"] or parts["ipv6"]) and _names(parts["host"] or "", name)


def _names(entry: str, name: str) -> bool:
    """Whether an entry is the name, or a domain around it: `a.b` with, `.a.b` without itself."""
    entry = ascii_host(entry.lower()).rstrip(".")
    if "*" in entry:
        return fnmatchcase(name, entry)
    if entry.startswith("."):
        return name.endswith(entry)
    return bool(entry) and (name == entry or name.endswith(f".{entry}"))


def _holds(network: str, address: Address | None) -> bool:
    text, slash, bits = network.partition("/")
    with suppress(ValueError):
        return address is not None and address in ip_network(
            f"{text.partition('%')[0]}{slash}{bits}", strict=False
        )
    return False


def _is_this_machine(host: str) -> bool:
    name = ascii_host(host).rstrip(".")
    address = _address(name)
    if address is None:
        return name == "localhost" or name.endswith(".localhost")
    return address.is_loopback or address.is_unspecified


def _address(name: str) -> Address | None:
    """The address that a host is in any notation, such as `127.1`; `None` for a name."""
    with suppress(ValueError):
        address = ip_address(name.partition("%")[0])
        return getattr(address, "ipv4_mapped", None) or address
    with suppress(OSError, ValueError):
        return IPv4Address(socket.inet_aton(name))
    return None


def shown_proxy(url: str) -> str:
    """A proxy as messages may name it: without user and password."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
