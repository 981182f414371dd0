"""The table of all commands: each is loaded when it is called, and `--help` loads none."""

from __future__ import annotations

from collections.abc import Sequence

import click

import pyvenice
from pyvenice.cli.exit_status import EXIT_STATUSES
from pyvenice.cli.groups import LazyCommand, LazyGroup
from pyvenice.cli.invocation import run_command

# One line a command. The module is below pyvenice/cli, and has a click command named `command`.
COMMANDS = {
    "edit": LazyCommand("images.edit", "edit an image with a prompt"),
    "generate": LazyCommand("images.verbs", "make an image from a prompt", attribute="generate"),
    "upscale": LazyCommand("images.verbs", "enlarge an image", attribute="upscale"),
    "remove-background": LazyCommand(
        "images.verbs", "remove the background of an image", attribute="remove_background"
    ),
    "models": LazyCommand("models", "list, show, compare and recommend models"),
    "usage": LazyCommand("usage", "show what calls have cost"),
    "sandbox": LazyCommand(
        "services.sandbox", "run a local server that imitates every provider", "sandbox"
    ),
    "batch": LazyCommand("services.batch", "edit thousands of images, and pay for none twice"),
    "serve": LazyCommand(
        "services.serve", "run the gateway: OpenAI's image API for every provider", "gateway"
    ),
    "studio": LazyCommand("services.studio", "edit images in the browser", "studio"),
    "mcp": LazyCommand(
        "services.mcp", "run an MCP server: image editing as tools for agents", "mcp"
    ),
    "contract": LazyCommand("contract", "find what changed in the APIs that you call", "contract"),
    "conformance": LazyCommand(
        "conformance", "test whether a server conforms to its API document", "conformance"
    ),
    "config": LazyCommand("setup.config", "show and change the configuration file"),
    "completion": LazyCommand("setup.completion", "print the completion script of a shell"),
    "doctor": LazyCommand("setup.doctor", "check keys, contracts, prices and versions"),
}
_STATUSES = "; ".join(f"{status.code}: {status.short}" for status in EXIT_STATUSES)

root = LazyGroup(
    COMMANDS,
    help=pyvenice.__doc__,
    epilog=f"Exit status {_STATUSES}.",
    context_settings={"help_option_names": ["-h", "--help"]},
    params=[
        click.Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=lambda context, _, wanted: _print_version(context) if wanted else None,
            help="Show the version and exit.",
        )
    ],
)


def _print_version(context: click.Context) -> None:
    click.echo(f"pyvenice {pyvenice.__version__}")
    context.exit()


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status."""
    return run_command(root, argv, prog="pyvenice")
