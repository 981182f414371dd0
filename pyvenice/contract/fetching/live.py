"""The live document of a provider, with the key where its address asks for one."""

from __future__ import annotations

import os
from pathlib import Path

from pyvenice.contract.errors import UnreachableError
from pyvenice.contract.fetching.cache import Cache
from pyvenice.contract.fetching.fetch import TIMEOUT_SECONDS, Fetched, fetch
from pyvenice.contract.pin.source import Source


def fetch_live(
    source: Source, *, timeout: float = TIMEOUT_SECONDS, cache: Cache | None = None
) -> Fetched:
    """The document at the first live address that has one.

    Raises `UnreachableError` when none has, or asks for a key that the environment does not have.
    """
    if not source.live:
        raise UnreachableError(f"{source.file}: 'live' has no address: add one, or give --live")
    addresses = [_address(source, live) for live in source.live]
    if not source.live_key:
        return fetch(addresses, timeout=timeout, cache=cache)
    key = os.environ.get(source.api_key_env)
    if not key:
        raise UnreachableError(
            f"{', '.join(source.live)} is read with the key in {source.api_key_env}, which is not set: "
            "set it, or download the document and give its path"
        )
    return fetch(addresses, timeout=timeout, cache=cache, key=key)


def _address(source: Source, live: str) -> str:
    """A URL and a whole path as they are, and a file from the folder of `source.toml`."""
    whole = "://" in live or Path(live).is_absolute()
    return live if whole else os.path.relpath(source.folder / live)
