"""Access guard: which Host and Origin headers a server accepts, so that no web page can use it.

A page that its author lets resolve to this machine (DNS rebinding) sends the page's own name as Host;
any other page that posts here sends its Origin.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from pyvenice.core.recording.recorded_exchange import WireRequest
from pyvenice.sandbox.server.errors import APIError

_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[\w.-]+)(:\d{1,5})?", re.ASCII)


class AccessGuard:
    """Accepts IP addresses, `localhost`, and the given host names."""

    def __init__(self, hosts: Iterable[str] = ()) -> None:
        self._hosts = frozenset(host.lower().rstrip(".") for host in hosts) | {"localhost"}

    def rejection(self, request: WireRequest) -> APIError | None:
        """Why a request is rejected; `None` if it is accepted."""
        host = request.headers.get("host")
        if host is not None and not self._is_known(host):
            return APIError(
                "host",
                f"the sandbox does not answer to the host {host[:100]!r}; call it by its IP address,"
                " as localhost, or by a name that --allow-host gives it",
                status=403,
            )
        if _is_from_other_page(request, host or ""):
            message = "the sandbox does not answer to pages of other origins"
            return APIError("host", message, status=403)
        return None

    def _is_known(self, host: str) -> bool:
        match = _HOST.fullmatch(host.strip())
        if match is None:
            return False
        name = match[1].lower().rstrip(".")
        return name in self._hosts or name.endswith(".localhost") or _is_address(name.strip("[]"))


def _is_from_other_page(request: WireRequest, host: str) -> bool:
    origin = request.headers.get("origin")
    if origin is not None:
        return origin.lower() != f"{urlsplit(request.url).scheme}://{host}".lower()
    site = request.headers.get("sec-fetch-site", "none")
    # A link on another page may lead here: a browser then shows what it gets, and to nobody else.
    is_link = request.headers.get("sec-fetch-mode") == "navigate" and request.method == "GET"
    return site not in {"none", "same-origin"} and not is_link


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
