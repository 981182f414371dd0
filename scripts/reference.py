"""Reference pages of the command line and of the configuration, from what the commands declare.

python scripts/reference.py [--check]   # write them, or say which are stale
"""

from __future__ import annotations

import argparse
import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from pyvenice.cli.commands import COMMANDS
from pyvenice.cli.exit_status import EXIT_STATUSES
from pyvenice.config import CONNECTION, SETTINGS

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs"
_BY = "<!-- Generated from {} by 'make generate'. Do not edit. -->\n"
_CONNECTIONS = {
    "base_url": "the address of the API",
    "key_env": "the environment variable that has the key",
    "key_command": "a command that prints the key",
}
_VARIABLES = {
    "PYVENICE_CONFIG": "the configuration file, instead of the one in the user's folder",
    "PYVENICE_PROFILE": "the profile, where `--profile` is not given",
    "PYVENICE_STATE_DIR": "the folder of the usage ledger",
    "NO_COLOR, FORCE_COLOR": "no colours, or colours in a pipe, too",
    "XDG_CACHE_HOME": "where documents that `contract check` fetched are kept",
    "HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY": "proxies, read when a client is made",
    "SSL_CERT_FILE, SSL_CERT_DIR": "certificates of your own authority",
}


def command_page() -> str:
    """Every command with its arguments and options."""
    lines = [
        _BY.format("the commands"),
        "# Command line: all options\n",
        "[Terminal](cli.md) shows how the commands are used. `-h` and `--help` print the same as here.\n",
    ]
    for name, entry in COMMANDS.items():
        lines += _command(f"pyvenice {name}", entry.load(name), level=2)
    statuses = (f"| {status.code} | {status.short} |" for status in EXIT_STATUSES)
    lines += ["## Exit statuses\n", "| status | meaning |", "|---|---|", *statuses]
    return "\n".join(lines) + "\n"


def _command(name: str, command: click.Command, level: int) -> Iterator[str]:
    yield f"{'#' * level} `{name}`\n"
    if command.help:
        # What follows "\\b" are lines of an example, as `--help` shows them.
        text, _, example = command.help.partition("\b")
        yield _escaped(" ".join(text.split())) + "\n"
        if example.strip():
            yield f"```text\n{inspect.cleandoc(example)}\n```\n"
    context = click.Context(command, info_name=name, resilient_parsing=True)
    if not isinstance(command, click.Group) or command.invoke_without_command:
        yield from _usage(name, command, context)
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            inner = command.get_command(context, child)
            if inner is not None:
                yield from _command(f"{name} {child}", inner, level + 1)


def _usage(name: str, command: click.Command, context: click.Context) -> Iterator[str]:
    yield f"```text\n{' '.join([name, *command.collect_usage_pieces(context)])}\n```\n"
    rows = [_row(option, context) for option in command.params if isinstance(option, click.Option)]
    if rows:
        yield "| option | what it does |\n|---|---|\n" + "\n".join(rows) + "\n"


def _row(option: click.Option, context: click.Context) -> str:
    names = ", ".join([*option.opts, *option.secondary_opts])
    value = "" if option.is_flag or option.count else f" {option.make_metavar(context)}"
    return f"| `{names}{_cell(value)}` | {_cell(_escaped(option.help or ''))} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _escaped(text: str) -> str:
    """Text in which Markdown and HTML see no markup, except code."""
    return text.replace("<", "&lt;").replace("*", "\\*")


def configuration_page() -> str:
    """Every setting of the configuration file, and every environment variable."""
    return "\n".join(_configuration()) + "\n"


def _configuration() -> Iterator[str]:
    yield _BY.format("pyvenice/config.py")
    yield "# Configuration: all settings\n"
    yield "[Terminal](cli.md#configuration) has an example file. `pyvenice config path` prints where the file is,"
    yield "`pyvenice config list --show-origin` where each value is from. An option counts before an environment variable,"
    yield "that before the profile, that before the settings of all profiles.\n"
    yield "| setting | type | default | variable | what it does |"
    yield "|---|---|---|---|---|"
    for name, setting in SETTINGS.items():
        kind = " or ".join(f"`{choice}`" for choice in setting.choices) or setting.kind
        default = "" if setting.default in {None, ""} else f"`{str(setting.default).lower()}`"
        variable = f"`{setting.env}`" if setting.env else ""
        yield f"| `{name}` | {kind} | {default} | {variable} | {setting.text} |"
    yield "\n## Connections\n"
    yield "Keys of `[providers.NAME]` and `[profiles.NAME.providers.NAME]`:\n"
    yield "| key | what it is |\n|---|---|"
    yield from (f"| `{key}` | {_CONNECTIONS[key]} |" for key in CONNECTION)
    yield "\n## Environment variables\n"
    yield "Variables with keys and addresses of providers are in the table of [the README](https://github.com/pyvenice/pyvenice#providers).\n"
    yield "| variable | what it does |\n|---|---|"
    named = {setting.env: setting.text for setting in SETTINGS.values() if setting.env}
    for names, text in {**named, **_VARIABLES}.items():
        yield f"| {', '.join(f'`{name}`' for name in names.split(', '))} | {text} |"


def main() -> int:
    """Write the pages; with `--check`, only name those that are stale and return 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    check = parser.parse_args().check
    stale = []
    for name, text in {
        "all-options": command_page(),
        "configuration": configuration_page(),
    }.items():
        path = PAGES / f"{name}.md"
        if not path.exists() or path.read_text("utf-8") != text:
            stale.append(path.name)
            if not check:
                path.write_text(text, "utf-8")
    if check and stale:
        print(f"{', '.join(stale)}: stale: make generate", file=sys.stderr)
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
