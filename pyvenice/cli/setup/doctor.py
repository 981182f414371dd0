"""`pyvenice doctor`: whether everything is in place to edit images, and what to do where it is not."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from typing import Literal

import click

import pyvenice
from pyvenice.catalogue.model import PRICE_AGE_DAYS
from pyvenice.cli import exit_status
from pyvenice.cli.parameter_types import profile_option
from pyvenice.cli.setup import servers
from pyvenice.cli.terminal.output import has_colour
from pyvenice.config import Config, read_config
from pyvenice.errors import ArgumentError, ConfigError, PyveniceError

Status = Literal["ok", "warning", "error"]
_CONTRACT_AGE_DAYS = 30
"""Days after which a pinned contract should be compared again: providers change some every week."""
_LIBRARIES = {
    "httpx": "HTTP",
    "httpx2": "HTTP, used instead of httpx",
    "pydantic": "request models",
    "pillow": "masks, and the sandbox",
    "pybase64": "faster base64",
    "uvicorn": "`pyvenice sandbox`",
    "PyYAML": "`pyvenice contract`",
    "schemathesis": "`pyvenice conformance`",
}
_MARKS = {"ok": ("ok", 32), "warning": ("--", 33), "error": ("!!", 31)}


@dataclass(frozen=True)
class Check:
    """One thing that was looked at."""

    area: str
    name: str
    status: Status
    text: str


@click.command("doctor")
@click.option(
    "--online", is_flag=True, help="Also ask each server whether it answers; costs nothing."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@profile_option
def command(online: bool, as_json: bool, profile: str | None) -> int:
    """Check keys, configuration, contracts, prices and versions.

    Keys are never shown. Exit status 0: nothing is wrong; 1: something is.
    """
    checks = [*_versions(), *_configuration(profile), *_contracts(), *_prices(), *_ledger()]
    if online:
        checks += _servers(profile)
    if as_json:
        document = {"version": 1, "checks": [asdict(check) for check in checks]}
        click.echo(json.dumps(document, indent=2, ensure_ascii=False))
    else:
        _print(checks)
    return (
        exit_status.FAILED if any(check.status == "error" for check in checks) else exit_status.OK
    )


def _print(checks: list[Check]) -> None:
    width = max(len(check.name) for check in checks)
    area = ""
    for check in checks:
        if check.area != area:
            click.echo(f"{'' if not area else chr(10)}{check.area}")
            area = check.area
        mark, colour = _MARKS[check.status]
        shown = f"\033[{colour}m{mark}\033[0m" if has_colour() else mark
        click.echo(f"  {shown} {check.name.ljust(width)}  {check.text}")


def _versions() -> Iterator[Check]:
    python = f"{platform.python_implementation()} {platform.python_version()} on {sys.platform}"
    yield Check("Versions", "pyvenice", "ok", f"{pyvenice.__version__}, {python}")
    for name, use in _LIBRARIES.items():
        try:
            yield Check("Versions", name, "ok", f"{metadata.version(name)} ({use})")
        except metadata.PackageNotFoundError:
            yield Check("Versions", name, "warning", f"not installed ({use})")


def _configuration(profile: str | None) -> Iterator[Check]:
    try:
        config = read_config(profile=profile)
    except ConfigError as error:
        yield Check("Configuration", "file", "error", str(error))
        return
    used = f", profile {config.profile}" if config.profile else ""
    state = "" if config.path.exists() else " (there is none; that is fine)"
    yield Check("Configuration", "file", "ok", f"{config.path}{state}{used}")
    for provider in servers.providers():
        status, text = _key(provider, config)
        yield Check("Configuration", f"key for {provider.title}", status, text)
    yield from _hosts(config)


def _hosts(config: Config) -> Iterator[Check]:
    from pyvenice.providers.hosts import Host

    for name, table in config.hosts.items():
        try:
            host = Host.from_table(name, table)
        except ArgumentError as error:
            yield Check("Configuration", f"host {name}", "error", str(error))
            continue
        missing = host.key_env is not None and not os.environ.get(host.key_env, "").strip()
        text = f"{host.base_url}, {f'key in ${host.key_env}' if host.key_env else 'no key'}"
        note = ", which is not set" if missing else ""
        yield Check("Configuration", f"host {name}", "warning" if missing else "ok", text + note)


def _key(provider: servers.Provider, config: Config) -> tuple[Status, str]:
    connection = config.connection(provider.name)
    if connection.key_command:
        return "ok", f"key_command in {config.path}; --online runs it"
    names = (connection.key_env,) if connection.key_env else provider.api_key_envs
    if name := next((name for name in names if os.environ.get(name, "").strip()), None):
        return "ok", f"in ${name}"
    if connection.key_env or provider.key_required:
        return "warning", f"missing: set ${names[0]}; --sandbox works without"
    return "ok", f"not set (${names[0]}); only needed if the server asks for one"


def _contracts() -> Iterator[Check]:
    from pyvenice.contract.pin import pin

    lock = pin.read_lock(pin.specs_folder())
    for name in pin.providers():
        pulled = str(lock.get(name, {}).get("pulled", ""))
        age = servers.days_since(pulled)
        if age is None:
            yield Check("Contracts", name, "warning", "no record of when it was pinned")
            continue
        old = age > _CONTRACT_AGE_DAYS
        advice = f"; `pyvenice contract check {name}` compares it with the live one" if old else ""
        yield Check(
            "Contracts",
            name,
            "warning" if old else "ok",
            f"pinned {pulled}, {age} days ago{advice}",
        )


def _prices() -> Iterator[Check]:
    from pyvenice.catalogue import lookup

    for provider in lookup.providers():
        current = [
            model for model in lookup.models(provider) if model.lifecycle.status != "retired"
        ]
        prices = [model.price for model in current if model.price.is_known]
        ages = [age for price in prices if (age := price.age_days()) is not None]
        stale = sum(price.is_stale() for price in prices)
        unsure = sum(price.confidence == "unverified" for price in prices)
        facts = [f"{len(prices)} of {len(current)} models have a price"]
        facts += [f"the oldest was checked {max(ages)} days ago"] if ages else []
        facts += [f"{stale} are older than {PRICE_AGE_DAYS} days"] if stale else []
        facts += [f"{unsure} unverified"] if unsure else []
        yield Check("Prices", provider, "warning" if stale else "ok", ", ".join(facts))


def _ledger() -> Iterator[Check]:
    from pyvenice.ledger.ledger import Ledger

    try:
        with Ledger() as ledger:
            calls = sum(row.calls for row in ledger.usage("provider"))
            state = f"{calls} calls" if ledger.path.exists() else "no calls yet"
            yield Check("Ledger", "file", "ok", f"{ledger.path}, {state}")
    except PyveniceError as error:
        yield Check("Ledger", "file", "error", str(error))


def _servers(profile: str | None) -> list[Check]:
    from concurrent.futures import ThreadPoolExecutor

    try:
        config = read_config(profile=profile)
    except ConfigError:
        return []
    known = servers.providers()
    with ThreadPoolExecutor(len(known)) as pool:
        ask: Callable[[servers.Provider], tuple[Status, str]] = lambda it: servers.ask(it, config)  # noqa: E731
        answers = list(pool.map(ask, known))
    return [
        Check("Servers", provider.title, status, text)
        for provider, (status, text) in zip(known, answers, strict=True)
    ]
