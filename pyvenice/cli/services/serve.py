"""`pyvenice serve`: the gateway as a server, and the keys of those who may use it."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from pyvenice.cli import exit_status
from pyvenice.gateway.app import STORE_FILE
from pyvenice.gateway.config import GatewayConfig, read_gateway_config
from pyvenice.gateway.server import data_folder, serve
from pyvenice.gateway.store import Store
from pyvenice.ledger.money import micro_dollars

_CONFIG = click.option(
    "--config",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    metavar="FILE",
    help="Configuration file in TOML: settings, aliases, hosts.",
)


@click.group("serve", invoke_without_command=True)
@_CONFIG
@click.option("--host", help="Address to listen on. Default: 127.0.0.1.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on. Default: 8790.")
@click.option(
    "--sandbox",
    is_flag=True,
    default=None,
    help="Answer in this process for all providers; the key is 'sandbox'.",
)
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder that keeps keys, calls and results.",
)
def command(config: Path | None, **given: Any) -> int:
    """Run the gateway, OpenAI's image API for every provider, until Ctrl-C."""
    settings = read_gateway_config(config) if config else GatewayConfig()
    options = {name: value for name, value in given.items() if value is not None}
    settings = replace(settings, **options)
    context = click.get_current_context()
    context.obj = settings
    if context.invoked_subcommand is None:
        serve(settings)
    return exit_status.OK


@command.command("key-add")
@click.argument("name")
@click.option("--budget", metavar="USD", help="Budget of all calls with the key in US dollars.")
@click.option("--per-minute", type=click.IntRange(min=1), help="Most calls in a minute.")
@click.option(
    "--model", "models", multiple=True, help="Model that the key may use; repeatable. Default: all."
)
@click.option(
    "--days", type=click.FloatRange(min=0, min_open=True), help="Days until the key expires."
)
def add_key(name: str, **limits: Any) -> int:
    """Make a key and print it; it cannot be shown again."""
    store = _store()
    budget, days = limits["budget"], limits["days"]
    click.echo(
        store.make_key(
            name,
            budget=None if budget is None else micro_dollars(budget, argument="budget"),
            per_minute=limits["per_minute"],
            models=limits["models"],
            expires=None if days is None else time.time() + days * 86_400,
        )
    )
    store.close()
    return exit_status.OK


@command.command("key-revoke")
@click.argument("name")
def revoke_key(name: str) -> int:
    """Revoke a key: it is refused from now on."""
    store = _store()
    is_known = store.revoke_key(name)
    store.close()
    click.echo(f"{name} is revoked" if is_known else f"there is no key {name!r}", err=not is_known)
    return exit_status.OK if is_known else exit_status.USAGE


def _store() -> Store:
    settings: GatewayConfig = click.get_current_context().obj
    folder = data_folder(settings)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Store(settings.database or folder / STORE_FILE)
