"""`pyvenice config …`: where the configuration file is, what it says, and changes to it."""

from __future__ import annotations

import json

import click

from pyvenice.cli.groups import CommandGroup
from pyvenice.cli.parameter_types import profile_option
from pyvenice.cli.terminal.tables import print_table
from pyvenice.config import SETTINGS, Value, config_path, read_config, set_value

command = CommandGroup("config", help="Show and change the configuration file.")


@command.command("path")
def _path() -> None:
    """Print where the configuration file is, or would be."""
    click.echo(config_path())


@command.command("list")
@profile_option
@click.option("--show-origin", is_flag=True, help="Also print where each value is set.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def _list(profile: str | None, show_origin: bool, as_json: bool) -> None:
    """Print all settings with their values."""
    config = read_config(profile=profile)
    values = config.values()
    if as_json:
        settings = {item.name: {"value": item.value, "origin": item.origin} for item in values}
        document = {"version": 1, "file": str(config.path), "profile": config.profile}
        click.echo(json.dumps(document | {"settings": settings}, indent=2))
        return
    headers = ["setting", "value", *(["origin"] if show_origin else [])]
    rows = [[*_cells(item), *([item.origin] if show_origin else [])] for item in values]
    print_table(headers, rows)


def _cells(item: Value) -> list[str]:
    return [item.name, "-" if item.value in (None, "") else _text(item)]


def _text(item: Value) -> str:
    return str(item.value).lower() if isinstance(item.value, bool) else f"{item.value}"


def _complete_setting(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    return [name for name in SETTINGS if name.startswith(incomplete)]


@command.command("get")
@click.argument("name", shell_complete=_complete_setting)
@profile_option
def _get(name: str, profile: str | None) -> None:
    """Print the value of a setting, or an empty line if it has none.

    NAME is a setting of `pyvenice config list`, such as model or providers.openai.base_url.
    """
    value = read_config(profile=profile).value(name)
    click.echo("" if value.value is None else _text(value))


@command.command("set")
@click.argument("name", shell_complete=_complete_setting)
@click.argument("value")
@profile_option
def _set(name: str, value: str, profile: str | None) -> None:
    """Write a setting into the file, for all profiles or for one.

    NAME is a setting of `pyvenice config list`, `profile` for the profile that is used by default, or
    `providers.PROVIDER.base_url`, `.key_env` or `.key_command`.
    """
    path = config_path()
    set_value(name, value, path=path, profile=profile)
    where = f"[profiles.{profile}] in {path}" if profile else str(path)
    click.echo(f"{name} is set in {where}", err=True)
