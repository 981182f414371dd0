"""Client construction: a constructor's arguments and the environment become settings."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from inspect import iscoroutinefunction
from typing import Any, Literal, Protocol, TypeAlias, get_args, runtime_checkable
from urllib.parse import urlsplit

from pyvenice.core import extras
from pyvenice.core.engine.deadline import checked_timeout
from pyvenice.core.engine.events import OnEvent
from pyvenice.core.engine.pace import Pace
from pyvenice.core.engine.retry_budget import RetryBudget
from pyvenice.core.engine.retry_policy import RetryPolicy
from pyvenice.core.engine.settings import Settings
from pyvenice.core.engine.traffic_observer import Inspector
from pyvenice.core.http.headers import checked_headers
from pyvenice.core.http.ssrf import origin
from pyvenice.core.provider_rules import ProviderRules
from pyvenice.core.recording.recorded_exchange import Handler
from pyvenice.core.recording.secrets import redacted_url
from pyvenice.core.recording.short_repr import short_repr
from pyvenice.core.request.operation_table import Provider
from pyvenice.core.response.result import ResponseLimits
from pyvenice.errors import ArgumentError, MissingKeyError

SANDBOX_KEY = "sandbox"

Conformance = Literal["off", "report", "raise"]

_UNUSABLE = re.compile(r"[\s\\\x00-\x20\x7f\ud800-\udfff]")
"""What no address may hold: blanks, control characters, backslashes, halves of surrogate pairs."""


@runtime_checkable
class URLObject(Protocol):
    """A parsed URL of any library, such as `httpx.URL`; `str` gives its text."""

    @property
    def scheme(self) -> str: ...
    @property
    def host(self) -> str | None: ...


BaseURL: TypeAlias = str | URLObject


def settings_from(  # noqa: PLR0913  (what a client's constructor takes)
    provider: Provider,
    *,
    api_key: str | None,
    base_url: BaseURL | None,
    timeout: float,
    retry: RetryPolicy,
    http_client: object,
    sandbox: bool,
    headers: Mapping[str, str] | None,
    respect_limits: bool | str,
    on_event: OnEvent | None,
    max_bytes: int,
    max_pixels: int,
    allow_private_addresses: bool | None,
    inspector: Inspector | None,
    rules: ProviderRules,
) -> Settings:
    """The settings of a client. Raises `MissingKeyError` or `ArgumentError`."""
    if sandbox and (base_url is not None or http_client is not None):
        given = "base_url" if base_url is not None else "http_client"
        raise ArgumentError(
            f"sandbox=True answers in this process: it cannot be used with {given}=…",
            argument=given,
            value=base_url if base_url is not None else http_client,
        )
    _check_type("default_headers", headers, Mapping | None, "a mapping")
    return Settings(
        provider=provider.title,
        base_url=_sandbox_url(provider) if sandbox else _base_url(provider, base_url),
        api_key=_sandbox_key(api_key) if sandbox else _api_key(provider, api_key),
        key_header=provider.key_header,
        headers=checked_headers(headers or {}, "default_headers"),
        timeout=checked_timeout(timeout),
        retry=retry,
        budget=RetryBudget(retry.budget),
        pace=_pace(rules, respect_limits),
        is_sandboxed=sandbox,
        on_event=check_listener(on_event),
        inspector=inspector,
        rules=rules,
        limits=_limits(max_bytes, max_pixels),
        # The sandbox opens no socket, whatever its addresses look like.
        allow_private_addresses=True if sandbox else allow_private_addresses,
    )


def _pace(rules: ProviderRules, respect_limits: bool | str) -> Pace | None:
    """When requests may be sent: by the limits of a new account, or of the tier that is named."""
    _check_type("respect_limits", respect_limits, bool | str, "a bool or the name of a tier")
    if not respect_limits:
        return None
    limits = rules.tier(respect_limits if isinstance(respect_limits, str) else None).rate_limits
    return Pace(limits) if limits else None


def _api_key(provider: Provider, given: str | None) -> str | None:
    _check_type("api_key", given, str | None, "text")
    key = (given or _from_environment(provider.api_key_envs)[1]).strip()
    if not key and provider.key_required:
        raise MissingKeyError(provider.title, provider.api_key_env)
    return checked_key(key) if key else None


def _sandbox_key(given: str | None) -> str:
    # The real key in the environment never goes to the sandbox.
    _check_type("api_key", given, str | None, "text")
    return checked_key(given) if given else SANDBOX_KEY


def _check_type(name: str, value: object, kind: Any, words: str) -> None:
    if not isinstance(value, kind):
        given = type(value).__name__
        raise ArgumentError(
            f"{name} must be {words}, not {given}", argument=name, value=given, allowed=words
        )


def checked_key(key: str) -> str:
    """The key. Raises `ArgumentError` for one that no header can carry."""
    _check_type("api_key", key, str, "text")
    if not (key.strip() and key.isascii() and key.isprintable()):
        raise ArgumentError(
            "the API key is empty, or holds a character that no key has, such as a line break",
            argument="api_key",
            allowed="printable ASCII",
        )
    return key


def _base_url(provider: Provider, given: BaseURL | None) -> str:
    name, url = "base_url", provider.base_url
    if given is not None:
        url = _url_text(given)
    elif (variable := _from_environment(provider.base_url_envs))[1]:
        name, url = variable
    parts = urlsplit(url) if _UNUSABLE.search(url) is None and origin(url) else None
    if parts is None or parts.query or parts.fragment or "@" in parts.netloc:
        raise ArgumentError(
            f"{name} must be an http or https address such as {provider.base_url!r},"
            " without user, query, fragment or blanks",
            argument=name,
            value=redacted_url(url),
            allowed="http://… or https://…",
        )
    return (url if parts.path else f"{url}{provider.prefix}").rstrip("/")


def _from_environment(names: tuple[str, ...]) -> tuple[str, str]:
    """The first of these variables that is set, and its value; empty texts if none is."""
    values = ((name, os.environ.get(name, "").strip()) for name in names)
    return next((pair for pair in values if pair[1]), ("", ""))


def _url_text(given: BaseURL) -> str:
    if isinstance(given, str):
        return given.strip()
    if isinstance(given, URLObject):
        return str(given)
    raise ArgumentError(
        f"base_url must be an address as text, not {type(given).__name__}",
        argument="base_url",
        value=type(given).__name__,
        allowed="http://… or https://…",
    )


def _sandbox_url(provider: Provider) -> str:
    addresses: Mapping[str, str] = _sandbox().addresses("http://sandbox")
    if provider.name not in addresses:
        raise ArgumentError(
            f"the sandbox has no dialect of {provider.title} yet, so sandbox=True cannot answer"
            f" (it has: {', '.join(addresses)}); leave it out and call a server",
            argument="sandbox",
            value=True,
            allowed=tuple(addresses),
        )
    return addresses[provider.name]


def change_policy(
    policy: RetryPolicy, max_retries: int | None, retry_unknown: bool | None
) -> RetryPolicy:
    """The policy with the values that were given on their own."""
    _check_type("retry", policy, RetryPolicy, "a RetryPolicy")
    if max_retries is not None:
        policy = replace(policy, max_retries=max_retries)
    return policy if retry_unknown is None else replace(policy, retry_unknown=retry_unknown)


def _limits(max_bytes: int, max_pixels: int) -> ResponseLimits:
    for name, value in (("max_bytes", max_bytes), ("max_pixels", max_pixels)):
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise ArgumentError(
                f"{name} must be a whole number of at least 1, not {short_repr(value)}",
                argument=name,
                value=value,
                allowed="1 or more",
            )
    return ResponseLimits(max_bytes, max_pixels)


def check_listener(on_event: OnEvent | None) -> OnEvent | None:
    """The listener itself. Raises `ArgumentError` for what cannot be called with an event."""
    if on_event is not None and (not callable(on_event) or iscoroutinefunction(on_event)):
        raise ArgumentError(
            "on_event must be a plain function of one argument: nothing waits for it",
            argument="on_event",
            value=on_event,
        )
    return on_event


def inspector_for(provider: Provider, conformance: Conformance) -> Inspector | None:
    """The observer of a client's traffic, shared by all clients with the same arguments."""
    if isinstance(conformance, str) and conformance == "off":
        return None
    if not isinstance(conformance, str) or conformance not in get_args(Conformance):
        raise ArgumentError(
            f"conformance={short_repr(conformance)} is not allowed: it must be 'off', 'report' or 'raise'",
            argument="conformance",
            value=conformance,
            allowed=get_args(Conformance),
        )
    return _live_check(provider.name, conformance)


@cache
def _live_check(provider: str, conformance: Conformance) -> Inspector:
    live = extras.load("pyvenice.conformance.live", extra="strict", feature="conformance=…")
    inspector: Inspector = live.LiveCheck(provider, conformance)
    return inspector


def sandbox_handler(sandbox: bool) -> Handler | None:
    """The handler of the sandbox server in this process; `None` without `sandbox=True`."""
    return _sandbox().handle if sandbox else None


@cache
def _sandbox() -> Any:
    """The sandbox that all clients of this process share."""
    module = extras.load("pyvenice.sandbox.server.app", extra="sandbox", feature="sandbox=True")
    return module.Sandbox()
