"""A TLS context that is built at the first handshake: it costs 20 ms, and plain http needs none."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, Self


class LateContext(ssl.SSLContext):
    """Stands for the context that `make` gives. On its own it trusts nobody."""

    def __new__(cls, *_: object) -> Self:
        """A context for clients."""
        return super().__new__(cls, ssl.PROTOCOL_TLS_CLIENT)

    def __init__(self, make: Callable[[], ssl.SSLContext]) -> None:
        self._made = cache(make)
        self._protocols: list[str] = []

    def set_alpn_protocols(self, alpn_protocols: Iterable[str]) -> None:
        """Keep them for the handshake."""
        self._protocols = list(alpn_protocols)

    def wrap_socket(self, *arguments: Any, **options: Any) -> Any:
        """Begin TLS on a socket."""
        return self._ready().wrap_socket(*arguments, **options)

    def wrap_bio(self, *arguments: Any, **options: Any) -> Any:
        """Begin TLS on buffers."""
        return self._ready().wrap_bio(*arguments, **options)

    def _ready(self) -> ssl.SSLContext:
        made = self._made()
        made.set_alpn_protocols(self._protocols)
        return made
