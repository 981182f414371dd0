"""`pyvenice studio`: edit images in the browser."""

from __future__ import annotations

from pathlib import Path

import click

from pyvenice.cli import exit_status
from pyvenice.cli.parameter_types import profile_option
from pyvenice.config import read_config
from pyvenice.ledger.database import usual_path
from pyvenice.studio.server import PORT, serve
from pyvenice.studio.settings import Settings, data_folder


@click.command("studio")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help=f"Port to listen on. Default: {PORT}, or a free one.",
)
@click.option("--no-open", "is_silent", is_flag=True, help="Do not open the browser.")
@click.option(
    "--sandbox", is_flag=True, help="Answer in this process: no key, no network, no cost."
)
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder that keeps pictures and settings.",
)
@profile_option
def command(
    port: int | None, is_silent: bool, sandbox: bool, data: Path | None, profile: str | None
) -> int:
    """Edit images in the browser, until Ctrl-C.

    Without any key, the sandbox answers, and example photos are offered.
    """
    settings = Settings(
        data or data_folder(usual_path()), read_config(profile=profile), sandbox=sandbox
    )

    def announce(address: str) -> None:
        click.echo(address)
        if settings.sandbox:
            reason = "" if settings.has_keys else "no key was found, so "
            click.echo(f"{reason}the sandbox answers: nothing is billed", err=True)

    serve(settings, port=port, opens=not is_silent, announce=announce)
    return exit_status.OK
