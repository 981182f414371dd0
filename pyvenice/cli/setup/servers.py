"""Servers of providers: which there are, and whether they answer."""

from __future__ import annotations

import datetime as dt
import importlib
import os
from typing import Any, Literal, TypeAlias
from urllib.request import Request

from pyvenice.config import Config
from pyvenice.contract.fetching.bounded_http import Budget, bounded_opener
from pyvenice.core.client.base import SyncClient
from pyvenice.core.request.operation_table import Provider as Provider  # noqa: PLC0414
from pyvenice.editing.clients import client_class
from pyvenice.errors import APIConnectionError, MissingKeyError, PyveniceError
from pyvenice.generated import PROVIDERS

Answer: TypeAlias = Literal["ok", "warning", "error"]
_SECONDS, _MOST_BYTES = 10, 100_000


def providers() -> list[Provider]:
    """The facts about every provider."""
    modules = [
        importlib.import_module(f"pyvenice.generated.{name}.operations") for name in PROVIDERS
    ]
    return [module.PROVIDER for module in modules]


def configured_client(provider: str, config: Config, *, sandbox: bool = False) -> SyncClient:
    """A client with the key and the address of the configuration, else of the environment.

    Raises `MissingKeyError`, and `ConfigError` for a key that the configuration names and does not get.
    """
    kind = client_class(provider, None, SyncClient)
    if sandbox:
        return kind(sandbox=True)
    connection = config.connection(provider)
    return kind(connection.api_key(), base_url=connection.base_url)


def has_key(provider: Provider, config: Config) -> bool:
    """Whether a key is set, in the environment or as the configuration says. It is not read."""
    connection = config.connection(provider.name)
    if connection.key_command:
        return True
    names = (connection.key_env,) if connection.key_env else provider.api_key_envs
    return _from_environment(names) is not None


def days_since(day: str) -> int | None:
    """The days since a date such as `2026-08-22`; `None` for what is none."""
    try:
        return (dt.datetime.now(dt.UTC).date() - dt.date.fromisoformat(day)).days
    except ValueError:
        return None


def ask(provider: Provider, config: Config) -> tuple[Answer, str]:
    """Whether a server answers, and takes the key if there is one. Nothing is billed."""
    connection = config.connection(provider.name)
    address = connection.base_url or _from_environment(provider.base_url_envs)
    key = None
    try:
        key = connection.api_key() or _from_environment(provider.api_key_envs)
        client: Any = client_class(provider.name, None, SyncClient)(
            key, base_url=address, timeout=_SECONDS, max_retries=0
        )
        if not hasattr(client, "models"):
            return _reach(address or provider.base_url)
        with client:
            client.models.list()
    except MissingKeyError:
        return _reach(address or provider.base_url)
    except APIConnectionError as error:
        # Nobody has to run every server: only one that was named must be there.
        return "error" if address or key else "warning", str(error)
    except PyveniceError as error:
        return "error", str(error)
    return "ok", "answers, and takes the key" if key else "answers"


def _from_environment(names: tuple[str, ...]) -> str | None:
    return next((text for name in names if (text := os.environ.get(name, "").strip())), None)


def _reach(url: str) -> tuple[Answer, str]:
    """Any answer at all: without a key a server refuses, and so it is there."""
    try:
        with bounded_opener(Budget(_SECONDS, _MOST_BYTES)).open(Request(url, method="HEAD")):  # noqa: S310  (the opener takes http and https alone)
            pass
    except (OSError, ValueError) as error:
        return "warning", f"{url} cannot be reached: {getattr(error, 'reason', error)}"
    return "ok", f"{url} answers; there is no key to try"
