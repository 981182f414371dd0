"""`pyvenice completion`: the lines that let a shell complete commands, options and models."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

SHELLS = ("bash", "zsh", "fish")


@click.command("completion")
@click.argument("shell", type=click.Choice(SHELLS))
def command(shell: str) -> None:
    """Print the lines that let a shell complete pyvenice: commands, options, providers, models.

    \b
    bash, in ~/.bashrc:  eval "$(pyvenice completion bash)"
    zsh, in ~/.zshrc:    eval "$(pyvenice completion zsh)"
    fish, once:
      pyvenice completion fish > ~/.config/fish/completions/pyvenice.fish
    """  # noqa: D301  (click keeps the lines after a backspace)
    root = click.get_current_context().find_root().command
    completion = get_completion_class(shell)
    if completion is None:
        raise click.UsageError(f"there is no completion for {shell}")
    click.echo(completion(root, {}, "pyvenice", "_PYVENICE_COMPLETE").source())
