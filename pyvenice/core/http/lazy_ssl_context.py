"""A TLS context that is built at the first handshake: it costs 20 ms, and plain http needs none."""

from __future__ import annotations

import os
import ssl
from collections.abc import Callable, Iterable
from functools import cache, lru_cache, partial
from pathlib import Path
from types import ModuleType
from typing import Any, Self

from pyvenice.errors import ArgumentError


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


def tls_context(library: ModuleType) -> LateContext:
    """The TLS context for a new client: with the certificates that the environment names now.

    Raises `ArgumentError` where they cannot be read.
    """
    for variable in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        if value := os.environ.get(variable):
            try:
                return _named_context(variable, value, _version(variable, value))
            except OSError as error:
                raise _unreadable(variable, value, error) from error
    return _shared_context(library)


@cache
def _shared_context(library: ModuleType) -> LateContext:
    """One context for all clients that trust the certificates of the library."""
    return LateContext(partial(library.create_ssl_context, trust_env=False))


@lru_cache(maxsize=8)
def _named_context(variable: str, value: str, _version: object) -> LateContext:
    """A context that trusts the certificates that the environment names, as the libraries do."""
    is_file = variable == "SSL_CERT_FILE"
    if is_file and b"-----BEGIN " not in Path(value).read_bytes():
        raise OSError(0, "it holds no certificate in PEM form")

    def make() -> ssl.SSLContext:
        try:
            if is_file:
                return ssl.create_default_context(cafile=value)
            return ssl.create_default_context(capath=value)
        except OSError as error:
            raise _unreadable(variable, value, error) from error

    return LateContext(make)


def _version(variable: str, value: str) -> object:
    """Changes when the certificates do. Raises `OSError` where there are none."""
    if variable == "SSL_CERT_FILE":
        facts = Path(value).stat()
        return facts.st_mtime_ns, facts.st_size
    folders = [Path(name) for name in value.split(os.pathsep) if Path(name).is_dir()]
    if not folders:
        raise OSError(0, "not a folder")
    return tuple(folder.stat().st_mtime_ns for folder in folders)


def _unreadable(variable: str, value: str, error: OSError) -> ArgumentError:
    return ArgumentError(
        f"the certificates that {variable} names cannot be read:"
        f" {error.strerror or error} ({value!r})",
        argument=variable,
        value=value,
    )
