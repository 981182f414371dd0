"""Where an answer may send us: an address in the network behind us is not for a stranger to name."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

from pyvenice.core.errors import AnswerError

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class AddressRule:
    """Which addresses an answer of `base_url` may name for a download."""

    base_url: str
    allow_private: bool | None = None
    """`None`: private ones only if `base_url` is one itself."""

    def check(self, url: str) -> None:
        """Raises `AnswerError` for an address that may not be fetched from.

        Looks up the name of its host, which may take a while. A host that has no address here is
        left to whoever makes the connection, a proxy perhaps.
        """
        if self.allow_private:
            return
        found = private_address(url)
        if found is None or (self.allow_private is None and private_address(self.base_url)):
            return
        raise AnswerError(
            f"the answer names an address in a private network ({found}), which is not fetched;"
            " allow_private_addresses=True of the client allows it"
        )


def origin(url: str) -> tuple[str, str, int] | None:
    """Scheme, host and port of an http or https address; `None` for any other text."""
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme.lower(), parts.hostname, parts.port
    except ValueError:
        return None
    if scheme not in _PORTS or not host:
        return None
    return scheme, host.lower(), port or _PORTS[scheme]


def private_address(url: str) -> str | None:
    """The first address of the URL's host that is private, local or reserved, if there is one."""
    found = origin(url)
    if found is None:
        return None
    return next((one for one in _addresses(found[1], found[2]) if not _is_public(one)), None)


def _addresses(host: str, port: int) -> Iterator[str]:
    try:
        infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return
    for *_, where in infos:
        yield str(where[0])


def _is_public(text: str) -> bool:
    address = ip_address(text)
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return address.is_global and not address.is_multicast
