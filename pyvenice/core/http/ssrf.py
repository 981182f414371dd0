"""Where an answer may send us: an address in the network behind us is not for a stranger to name."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from pyvenice.errors import AnswerError

_PORTS = {"http": 80, "https": 443}
_TRANSLATED = tuple(map(IPv6Network, ("::/96", "::ffff:0:0:0/96", "64:ff9b::/96")))
"""Networks whose last 32 bits are an IPv4 address (RFC 4291, 2765 and 6052)."""
_LOCAL_TRANSLATION = IPv6Network("64:ff9b:1::/48")


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
    if scheme not in _PORTS or not host or not all(map(_is_label, host.rstrip(".").split("."))):
        return None
    return scheme, host.lower(), port or _PORTS[scheme]


def ascii_host(host: str) -> str:
    """The host as the HTTP library asks for it: IDNA 2008, where `getaddrinfo` applies IDNA 2003.

    The two take `fa\u00df.example` for different hosts. What is no name at all is left as it is.
    """
    if host.isascii():
        return host.lower()
    import idna  # httpx depends on it

    try:
        return idna.encode(host.lower()).decode("ascii")
    except idna.IDNAError:
        return host


def _is_label(text: str) -> bool:
    """Whether a part of a name may be that long (RFC 1035)."""
    return 0 < len(text) < 64


def private_address(url: str) -> str | None:
    """The first address of the URL's host that is private, local or reserved, if there is one."""
    found = origin(url)
    if found is None:
        return None
    host = found[1].partition("%")[0]  # a zone names a network card, not another address
    return next((one for one in _addresses(host, found[2]) if not _is_public(one)), None)


def _addresses(host: str, port: int) -> Iterator[str]:
    try:
        infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return
    for *_, where in infos:
        yield str(where[0])


def _is_public(text: str) -> bool:
    address = ip_address(text)
    if isinstance(address, IPv6Address):
        if address.is_site_local or address in _LOCAL_TRANSLATION:
            return False
        address = _within(address) or address
    return address.is_global and not address.is_multicast


def _within(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address to which a gateway, or this machine, translates it."""
    if any(address in network for network in _TRANSLATED):
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour
