"""The sandbox as a command, for `pyvenice sandbox` and `python -m pyvenice.sandbox`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyvenice.core import extras
from pyvenice.errors import MissingExtraError

if TYPE_CHECKING:
    import click


def click_command() -> click.Command:
    """The command with its options, those of each dialect included.

    Raises `MissingExtraError` if a package that the dialects need is not installed.
    """
    import click

    return click.Command(
        "sandbox",
        help="Run a local server that imitates the API of each provider, without accounts.",
        params=list(_options()),
        callback=_serve,
        context_settings={"help_option_names": ["-h", "--help"], "show_default": True},
    )


def _serve(host: str, port: int, **settings: Any) -> int:
    try:
        server = extras.load(
            "pyvenice.sandbox.server.server", extra="sandbox", feature="the sandbox"
        )
        server.serve(host, port, **settings)
    except (MissingExtraError, OSError, ValueError) as error:
        return refuse(error)
    return 0


def refuse(error: Exception) -> int:
    """Print why the server cannot start, and return the exit status."""
    reason = error.strerror if isinstance(error, OSError) else error
    print(f"pyvenice sandbox: {reason}", file=sys.stderr)  # noqa: T201
    return 2


def _options() -> Iterator[click.Option]:
    import click

    yield click.Option(["--host"], default="127.0.0.1", help="Address to listen on.")
    yield click.Option(
        ["--port"], type=int, default=8765, help="Port to listen on; 0 takes a free one."
    )
    yield click.Option(
        ["--key", "api_key"],
        default="sandbox",
        metavar="KEY",
        help="Key that clients must send.",
    )
    yield click.Option(
        ["--allow-host", "allow_hosts"],
        multiple=True,
        metavar="NAME",
        help="Host name by which clients may call the server, besides localhost; repeatable.",
    )
    yield click.Option(
        ["--fault", "faults"],
        multiple=True,
        metavar="TEXT",
        help="Fault for every client, such as '503' or 'every 10th: reset'; repeatable.",
    )
    yield click.Option(
        ["--journal"],
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Append each exchange to this file, for `pyvenice conformance check`.",
    )
    discovery = extras.load(
        "pyvenice.sandbox.dialects.discovery", extra="sandbox", feature="the sandbox"
    )
    for provider, dialect in discovery.dialect_classes().items():
        for name, option in dialect.options.items():
            flags = dict.fromkeys([option.flag, name.replace("_", "-")])
            yield click.Option(
                [*(f"--{provider}-{flag}" for flag in flags), f"{provider}_{name}"],
                is_flag=True,
                help=option.help,
            )
