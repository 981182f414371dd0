"""`pyvenice mcp`: image editing as tools for agents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pyvenice.cli import exit_status
from pyvenice.mcp.server import make_server
from pyvenice.mcp.settings import McpSettings, usual_folder

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command("mcp")
@click.option("--folder", type=_FOLDER, help="Folder in which results are written.")
@click.option(
    "--root",
    "roots",
    type=_FOLDER,
    multiple=True,
    help="Folder from which images may be read; repeatable.",
)
@click.option(
    "--image-host",
    "image_hosts",
    multiple=True,
    help="Host from which images may be fetched; repeatable.",
)
@click.option(
    "--budget",
    type=click.FloatRange(min=0),
    metavar="USD",
    help="Budget of all calls in US dollars.",
)
@click.option(
    "--sandbox", is_flag=True, help="Answer in this process: no key, no network, no cost."
)
@click.option("--http", is_flag=True, help="Serve streamable HTTP instead of stdio.")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8792, show_default=True, help="Port of --http."
)
def command(folder: Path | None, http: bool, port: int, **given: Any) -> int:
    """Run an MCP server with seven tools: by stdio, or by HTTP for programs on this machine."""
    settings = McpSettings(folder=(folder or usual_folder()).absolute(), **given)
    server = make_server(settings)
    if http:
        server.run("streamable-http", host="127.0.0.1", port=port)
    else:
        server.run("stdio")
    return exit_status.OK
