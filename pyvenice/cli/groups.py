"""Groups of commands: loaded when they are called, and with errors that name what there is."""

# ruff: noqa: ARG002  (click names the arguments of what it calls)

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

import click

from pyvenice.core import extras

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class LazyCommand(NamedTuple):
    """Where a command is, and what is said about it without loading it."""

    module: str
    """The module below `pyvenice.cli` that has the click command."""
    summary: str
    extra: str = "cli"
    """What installs the packages that it needs."""
    attribute: str = "command"

    def load(self, name: str) -> click.Command:
        """Import the command. Raises `MissingExtraError` if a package that it needs is missing."""
        module = extras.load(
            f"pyvenice.cli.{self.module}", extra=self.extra, feature=f"pyvenice {name}"
        )
        command: click.Command = getattr(module, self.attribute)
        return command


class CommandGroup(click.Group):
    """A group that names its commands, in their order, when none of them was given."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **{"no_args_is_help": False} | settings)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [*click.Command.collect_usage_pieces(self, ctx), "COMMAND …"]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args and not ctx.resilient_parsing:
            self.refuse_nothing(ctx)
        return super().parse_args(ctx, args)

    def refuse_nothing(self, ctx: click.Context) -> NoReturn:
        """End with the names of the commands."""
        ctx.fail(f"a command is required: {'|'.join(self.list_commands(ctx))}")

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            # Click does not say of which command an option lacks its value.
            name = ctx.invoked_subcommand
            if error.ctx is None and name and (command := self.get_command(ctx, name)):
                error.ctx = click.Context(command, ctx, name)
            raise

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        command = self.get_command(ctx, args[0])
        if command is not None or ctx.resilient_parsing:
            return args[0], command, args[1:]
        return self._refuse(ctx, args[0])

    def _refuse(self, ctx: click.Context, name: str) -> NoReturn:
        import difflib

        known = self.list_commands(ctx)
        near = difflib.get_close_matches(name, known, n=1)
        meant = f"did you mean {near[0]}? " if near else ""
        choices = ", ".join(repr(command) for command in known)
        ctx.fail(f"invalid choice: {name!r} ({meant}choose from {choices})")


class LazyGroup(CommandGroup):
    """A group whose commands are not loaded to list them, to show their help, or to complete them."""

    def __init__(self, entries: Mapping[str, LazyCommand], **settings: Any) -> None:
        super().__init__(**settings)
        self.entries = entries

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = self.entries.get(cmd_name)
        return entry and entry.load(cmd_name)

    def refuse_nothing(self, ctx: click.Context) -> NoReturn:
        click.echo(ctx.get_help(), err=True)
        ctx.exit(2)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.summary) for name, entry in self.entries.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[Any]]:
        from click.shell_completion import CompletionItem

        names = [name for name in self.entries if name.startswith(incomplete)]
        items = [CompletionItem(name, help=self.entries[name].summary) for name in names]
        return [*items, *click.Command.shell_complete(self, ctx, incomplete)]
