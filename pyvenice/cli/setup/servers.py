"""Servers of providers: which there are, and whether they answer."""

from __future__ import annotations

import datetime as dt
import importlib
import os
from typing import Any, Literal
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from pyvenice.config import Config
from pyvenice.core.request.operation_table import Provider as Provider  # noqa: PLC0414
from pyvenice.errors import APIStatusError, MissingKeyError, PyveniceError
from pyvenice.generated import PROVIDERS

_SECONDS = 10


def providers() -> list[Provider]:
    """The facts about every provider."""
    modules = [
        importlib.import_module(f"pyvenice.generated.{name}.operations") for name in PROVIDERS
    ]
    return [module.PROVIDER for module in modules]


def days_since(day: str) -> int | None:
    """The days since a date such as `2026-08-22`; `None` for what is none."""
    try:
        return (dt.datetime.now(dt.UTC).date() - dt.date.fromisoformat(day)).days
    except ValueError:
        return None


def ask(provider: Provider, config: Config) -> tuple[Literal["ok", "warning", "error"], str]:
    """Whether a server answers, and takes the key if there is one. Nothing is billed."""
    connection = config.connection(provider.name)
    try:
        client: Any = _client_class(provider.name)(
            connection.api_key(),
            base_url=connection.base_url,
            timeout=_SECONDS,
            max_retries=0,
        )
    except MissingKeyError:
        return _reach(provider, connection.base_url)
    except PyveniceError as error:
        return "error", str(error)
    with client:
        try:
            client.models.list()
        except APIStatusError as error:
            return "error", f"answers with an error: {error}"
        except PyveniceError as error:
            return "error", str(error)
        except AttributeError:
            return _reach(provider, connection.base_url)
    return "ok", "answers, and takes the key" if client._settings.api_key else "answers"


def _client_class(provider: str) -> Any:
    module = importlib.import_module(f"pyvenice.providers.{provider}.client")
    names = [name for name in module.__all__ if not name.startswith("Async")]
    return getattr(module, names[0])


def _reach(provider: Provider, base_url: str | None) -> tuple[Literal["ok", "warning"], str]:
    """Any answer at all: without a key a server refuses, and so it is there."""
    named = next(filter(None, (os.environ.get(name) for name in provider.base_url_envs)), None)
    url = base_url or named or provider.base_url
    try:
        with urlopen(Request(url, method="HEAD"), timeout=_SECONDS):  # noqa: S310  (http or https)
            pass
    except HTTPError:
        pass
    except (OSError, ValueError) as error:
        return "warning", f"{url} cannot be reached: {getattr(error, 'reason', error)}"
    return "ok", f"{url} answers; there is no key to try"
