"""Configuration of the gateway: a TOML file, checked key by key."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, get_args

from pyvenice.config import Connection, check_table
from pyvenice.editing.hosts import by_name, find_model
from pyvenice.errors import ArgumentError, ConfigError, UnknownModelError
from pyvenice.generated import PROVIDERS
from pyvenice.ledger.postgres import is_postgres
from pyvenice.providers.hosts import Host

OnUnsupported = Literal["error", "warn"]
OnDisconnect = Literal["keep", "cancel"]


@dataclass(frozen=True, slots=True)
class Alias:
    """A name that applications use, and the models that answer to it, the first one first."""

    models: tuple[str, ...]
    on_unsupported: OnUnsupported | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayConfig:
    """Settings of a gateway; each is a key of the section `[gateway]`."""

    host: str = "127.0.0.1"
    port: int = 8790
    sandbox: bool = False
    """All providers are answered for by the sandbox in this process; the key is `sandbox`."""
    data: Path | None = None
    """The folder of keys, calls and results; without it, one in the user's state folder."""
    database: str | None = None
    """`postgresql://…`: keys, calls, results and the ledger of several gateways; else SQLite in `data`."""
    on_unsupported: OnUnsupported = "error"
    on_disconnect: OnDisconnect = "keep"
    """What becomes of a paid call whose client has gone: its result is kept for a repeat, or it is
    cancelled."""
    max_body: int = 100_000_000
    """Bytes of a request."""
    body_timeout: float = 30.0
    """Seconds that a client may pause while it sends its request."""
    timeout: float = 300.0
    """Seconds for one call of a provider."""
    keep_results: float = 3600.0
    """Seconds for which a finished call answers a repeat, and a result has an address."""
    open_to_all: bool = False
    """Answer requests without a key. Without any key in the store, only this machine may ask."""
    image_urls: tuple[str, ...] = ()
    """Hosts from which images are fetched that a request names by URL; none by default."""
    cors: tuple[str, ...] = ()
    """Origins of web pages that may ask."""
    aliases: Mapping[str, Alias] = field(default_factory=dict)
    connections: Mapping[str, Connection] = field(default_factory=dict)
    """How providers are reached, where it is not as usual: sections `[providers.NAME]`."""
    hosts: tuple[Host, ...] = ()
    """Servers that speak a provider's API: sections `[hosts.NAME]`."""


_MOST_PORT = 65_535
_SECTIONS = ("aliases", "connections", "hosts")
"""Settings that have sections of their own."""
_CHOICES = {"on_unsupported": get_args(OnUnsupported), "on_disconnect": get_args(OnDisconnect)}


def read_gateway_config(path: Path) -> GatewayConfig:
    """Read a file with the sections `[gateway]`, `[aliases]`, `[providers.…]` and `[hosts.…]`.

    Raises `ConfigError`, which names the key, for whatever cannot be used.
    """
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not TOML: {error}") from error
    _check_names(document, {"gateway", "aliases", "providers", "hosts"}, str(path))
    given = document.get("gateway", {})
    known = {entry.name for entry in fields(GatewayConfig)} - set(_SECTIONS)
    _check_names(given, known, f"{path} [gateway]")
    values = {name: _value(name, value, f"{path} [gateway]") for name, value in given.items()}
    outside = {name: document.get(name, {}) for name in ("providers", "hosts")}
    check_table(outside, str(path))
    _check_names(outside["providers"], set(PROVIDERS), f"{path} [providers]")
    config = GatewayConfig(
        **values,
        aliases=_aliases(document.get("aliases", {}), path),
        connections={name: Connection(**table) for name, table in outside["providers"].items()},
        hosts=tuple(_host(name, table, path) for name, table in outside["hosts"].items()),
    )
    _check_models(config, path)
    return config


def _host(name: str, table: Any, path: Path) -> Host:
    try:
        return Host.from_table(name, table)
    except ArgumentError as error:
        raise ConfigError(f"{path} [hosts.{name}]: {error}") from None


def _check_models(config: GatewayConfig, path: Path) -> None:
    """Raise `ConfigError` for an alias of a model that there is not."""
    hosts = by_name(config.hosts)
    for name, alias in config.aliases.items():
        for model in alias.models:
            try:
                find_model(model, hosts)
            except UnknownModelError as error:
                raise ConfigError(f"{path} [aliases] {name}: {error}") from None


def _aliases(given: Any, path: Path) -> dict[str, Alias]:
    if not isinstance(given, dict):
        raise ConfigError(f"{path} [aliases] must be a table")
    aliases = {}
    for name, short in given.items():
        place = f"{path} [aliases] {name}"
        listed = [short] if isinstance(short, str) else short
        value = {"models": listed} if isinstance(listed, list) else listed
        if not isinstance(value, dict):
            raise ConfigError(f"{place} must be a model, a list of models, or a table")
        _check_names(value, {"models", "on_unsupported"}, place)
        models: Any = value.get("models")
        if (
            not isinstance(models, list)
            or not models
            or not all(isinstance(m, str) for m in models)
        ):
            raise ConfigError(f"{place}: models must be a list such as ['provider/model']")
        fields: Any = value.get("on_unsupported")
        if fields is not None:
            _choice("on_unsupported", fields, place)
        aliases[name] = Alias(tuple(models), fields)
    return aliases


def _value(name: str, value: Any, place: str) -> Any:
    default = getattr(GatewayConfig(), name)
    if name in _CHOICES:
        return _choice(name, value, place)
    if isinstance(default, tuple):
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise ConfigError(f"{place} {name} must be a list of texts")
        return tuple(value)
    if name == "data":
        if not isinstance(value, str):
            raise ConfigError(f"{place} data must be a folder")
        return Path(os.path.expanduser(value))  # noqa: PTH111
    if name == "database":
        if not is_postgres(value):
            raise ConfigError(f"{place} database must be a URL such as postgresql://host/name")
        return value
    kinds: tuple[type, ...] = (int, float) if isinstance(default, float) else (type(default),)
    if not isinstance(value, kinds) or (isinstance(value, bool) and not isinstance(default, bool)):
        raise ConfigError(f"{place} {name} must be {type(default).__name__}, not {value!r}")
    if isinstance(value, int | float) and not isinstance(value, bool):
        _check_number(name, value, place)
    return value


def _check_number(name: str, value: float, place: str) -> None:
    if name == "port":
        if not 0 <= value <= _MOST_PORT:
            raise ConfigError(f"{place} port must be 0 to {_MOST_PORT}, not {value!r}")
    elif value <= 0:
        raise ConfigError(f"{place} {name} must be above 0, not {value!r}")


def _choice(name: str, value: Any, place: str) -> Any:
    if value not in _CHOICES[name]:
        allowed = " or ".join(map(repr, _CHOICES[name]))
        raise ConfigError(f"{place} {name} must be {allowed}, not {value!r}")
    return value


def _check_names(given: Any, known: Any, place: str) -> None:
    if not isinstance(given, dict):
        raise ConfigError(f"{place} must be a table")
    for name in given:
        if name not in known:
            near = difflib.get_close_matches(name, list(known), n=1)
            meant = (
                f": did you mean {near[0]}?" if near else f": there is {', '.join(sorted(known))}"
            )
            raise ConfigError(f"{place} has an unknown key {name!r}{meant}")
