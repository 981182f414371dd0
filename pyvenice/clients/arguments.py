"""From a constructor's arguments and the environment to settings."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from pyvenice.core import extras
from pyvenice.core.errors import ArgumentError, MissingKeyError
from pyvenice.core.operations import Provider
from pyvenice.core.retry import RetryPolicy
from pyvenice.core.settings import Settings, origin
from pyvenice.core.wire import Handler

SANDBOX_KEY = "sandbox"


def settings_from(  # noqa: PLR0913  (what a client's constructor takes)
    provider: Provider,
    *,
    api_key: str | None,
    base_url: str | None,
    timeout: float,
    retry: RetryPolicy,
    http_client: object,
    sandbox: bool,
    headers: Mapping[str, str] | None,
) -> Settings:
    """The settings of a client. Raises `MissingKeyError` or `ArgumentError`."""
    if sandbox and (base_url is not None or http_client is not None):
        given = "base_url" if base_url is not None else "http_client"
        raise ArgumentError(
            f"sandbox=True answers in this process: it cannot be used with {given}=…",
            argument=given,
            value=base_url if base_url is not None else http_client,
        )
    return Settings(
        provider=provider.title,
        base_url=_sandbox_url(provider) if sandbox else _base_url(provider, base_url),
        api_key=_sandbox_key(api_key) if sandbox else _api_key(provider, api_key),
        headers=dict(headers or {}),
        timeout=checked_timeout(timeout),
        retry=retry,
    )


def _api_key(provider: Provider, given: str | None) -> str | None:
    key = (given or os.environ.get(provider.api_key_env, "")).strip()
    if not key and provider.key_required:
        raise MissingKeyError(provider.title, provider.api_key_env)
    return _checked_key(key) if key else None


def _sandbox_key(given: str | None) -> str:
    # The real key in the environment is none of the sandbox's business.
    return _checked_key(given) if given else SANDBOX_KEY


def _checked_key(key: str) -> str:
    if not (key.isascii() and key.isprintable()):
        raise ArgumentError(
            "the API key holds a character that no key has, such as a line break",
            argument="api_key",
            allowed="printable ASCII",
        )
    return key


def _base_url(provider: Provider, given: str | None) -> str:
    variable = provider.base_url_env
    found = os.environ.get(variable, "") if variable and given is None else ""
    url = given if given is not None else found or provider.base_url
    name = variable if found and variable else "base_url"
    parts = urlsplit(url) if origin(url) else None
    if parts is None or parts.query or parts.fragment or "@" in parts.netloc:
        raise ArgumentError(
            f"{name} must be an http or https address such as {provider.base_url!r},"
            " without user, query or fragment",
            argument=name,
            value=url,
            allowed="http://… or https://…",
        )
    return (url if parts.path else f"{url}{provider.prefix}").rstrip("/")


def _sandbox_url(provider: Provider) -> str:
    return f"http://sandbox/{provider.name}{provider.prefix}"


def policy_from(max_retries: int, retry_unknown: bool) -> RetryPolicy:
    """The retry policy with this many repetitions."""
    if not isinstance(max_retries, int) or isinstance(max_retries, bool) or max_retries < 0:
        raise ArgumentError(
            f"max_retries must be a whole number of at least 0, not {max_retries!r}",
            argument="max_retries",
            value=max_retries,
            allowed="0 or more",
        )
    return RetryPolicy(max_retries=max_retries, retry_unknown=retry_unknown)


def checked_timeout(seconds: float) -> float:
    """The time limit, if it is one."""
    if not isinstance(seconds, int | float) or not math.isfinite(seconds) or seconds <= 0:
        raise ArgumentError(
            f"timeout must be a number of seconds above 0, not {seconds!r}",
            argument="timeout",
            value=seconds,
            allowed="more than 0",
        )
    return float(seconds)


def sandbox_handler(sandbox: bool) -> Handler | None:
    """The server in this process, if it is wanted."""
    return _sandbox().handle if sandbox else None


@cache
def _sandbox() -> Any:
    """One sandbox for all clients of the process."""
    module = extras.load("pyvenice.sandbox", extra="sandbox", feature="sandbox=True")
    return module.Sandbox()
