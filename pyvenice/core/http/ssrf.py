"""SSRF guard: a download is made from an address that was checked, and not in a private network.

A name is looked up once. The request then goes to the addresses that were found, because a second
lookup might give another answer (DNS rebinding), or be of another name than the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from types import ModuleType
from typing import Any, Literal
from urllib.parse import urlsplit

from pyvenice.core.engine.deadline import Deadline
from pyvenice.core.http.name_lookup import find_addresses
from pyvenice.core.recording.secrets import redacted_url
from pyvenice.errors import AnswerError, APIConnectionError, APITimeoutError

_PORTS = {"http": 80, "https": 443}
_TRANSLATED = tuple(map(IPv6Network, ("::/96", "::ffff:0:0:0/96", "64:ff9b::/96")))
"""Networks whose last 32 bits are an IPv4 address (RFC 4291, 2765 and 6052)."""
_INTERNAL = (IPv4Network("192.0.0.0/24"), IPv4Network("168.63.129.16/32"))
"""Protocol assignments, global to Python before 3.11.9, and Azure's own host: metadata of clouds."""
_LOCAL_TRANSLATION = IPv6Network("64:ff9b:1::/48")


@dataclass(frozen=True, slots=True)
class AddressRule:
    """Which addresses an answer of `base_url` may name for a download."""

    base_url: str
    allow_private: bool | None = None
    """`None`: private ones only if `base_url` is one itself."""

    def check(self, url: str, deadline: Deadline | None = None) -> tuple[str, ...] | None:
        """The addresses of the URL's host, all of them allowed; `None` where any is allowed.

        Looks up the name of the host, until the deadline. There are no addresses where the name is
        not known here. Raises `AnswerError` for a host that may not be fetched from, and
        `APITimeoutError`.
        """
        place = None if self.allow_private else origin(url)
        if place is None:
            return None
        found = _addresses(place[1], place[2], deadline)
        private = next((address for address in found if not _is_public(address)), None)
        if private is None:
            return found
        if self.allow_private is None and private_address(self.base_url, deadline):
            return None
        raise AnswerError(
            f"the answer names an address in a private network ({private}), which is not fetched;"
            " allow_private_addresses=True of the client allows it"
        )


Way = Literal["direct", "custom", "other"]
"""How a client reaches a host: by its own lookup, by a transport that its owner wrote, or in a way in
which addresses have no place, such as a proxy."""


def way_of(client: Any, library: ModuleType, url: str) -> Way:
    """How an injected client of the HTTP library reaches a URL."""
    find = getattr(client, "_transport_for_url", None)
    transport = find(library.URL(url)) if find else None
    pool = getattr(transport, "_pool", None)
    # An HTTP/2 connection may be shared before it can be closed, with another host of its address.
    unpinned = getattr(pool, "_uds", None) is not None or getattr(pool, "_http2", False)
    if unpinned or type(pool).__name__.endswith("Proxy"):
        return "other"
    if isinstance(transport, library.MockTransport):
        return "other"
    return "direct" if type(pool).__name__.endswith("ConnectionPool") else "custom"


def targets(url: str, found: tuple[str, ...] | None, way: Way) -> tuple[str | None, ...]:
    """The addresses to send a request to, one after another; `None` is the URL as it stands.

    Raises `APIConnectionError` for a name that was not found, which a second lookup might find.
    """
    if found is None or way == "other" or (way == "custom" and not found):
        return (None,)
    if not found:
        raise APIConnectionError(
            f"cannot connect to {redacted_url(url)}: the name of its host is not known",
            maybe_executed=False,
        )
    return found


def pin(request: Any, address: str) -> None:
    """Let a request of the HTTP library go to an address, under the name of its host."""
    name = request.url.raw_host.decode("ascii")
    if name == address:
        return
    request.url = request.url.copy_with(host=address)
    if request.url.scheme == "https":
        request.extensions = {**request.extensions, "sni_hostname": name}
        # The pool would use the connection again for any other host of the address, unverified.
        request.headers["connection"] = "close"


def origin(url: str) -> tuple[str, str, int] | None:
    """Scheme, host and port of an http or https address; `None` for any other text."""
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme.lower(), parts.hostname, parts.port
    except ValueError:
        return None
    if scheme not in _PORTS or not host or ("%" in host and ":" not in host):
        return None  # only an IPv6 address has a zone: elsewhere `%` begins another name to some
    if not all(map(_is_label, host.rstrip(".").split("."))):
        return None
    return scheme, host.lower(), port or _PORTS[scheme]


def ascii_host(host: str) -> str:
    """The host as the HTTP library asks for it: IDNA 2008, where `getaddrinfo` applies IDNA 2003.

    The two take `fa\u00df.example` for different hosts. What is no name at all is left as it is.
    """
    if host.isascii():
        return host.lower()
    import idna

    try:
        return idna.encode(host.lower()).decode("ascii")
    except idna.IDNAError:
        return host


def _is_label(text: str) -> bool:
    """Whether a part of a name may be that long (RFC 1035)."""
    return 0 < len(text) < 64


def private_address(url: str, deadline: Deadline | None = None) -> str | None:
    """The first address of the URL's host that is private, local or reserved, if there is one."""
    found = origin(url)
    if found is None:
        return None
    addresses = _addresses(found[1], found[2], deadline)
    return next((address for address in addresses if not _is_public(address)), None)


def _addresses(host: str, port: int, deadline: Deadline | None) -> tuple[str, ...]:
    # A zone names a network card, not another address.
    name = ascii_host(host.partition("%")[0])
    try:
        return find_addresses(name, port, None if deadline is None else deadline.left)
    except TimeoutError as error:
        raise APITimeoutError(f"no connection to {host}: {error}", maybe_executed=False) from error
    except (OSError, UnicodeError):
        return ()


def _is_public(text: str) -> bool:
    address = ip_address(text)
    if isinstance(address, IPv6Address):
        if address.is_site_local or address in _LOCAL_TRANSLATION:
            return False
        address = _within(address) or address
    if any(address in network for network in _INTERNAL):
        return False
    return address.is_global and not address.is_multicast


def _within(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address to which a gateway, or this machine, translates it."""
    if any(address in network for network in _TRANSLATED):
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour
