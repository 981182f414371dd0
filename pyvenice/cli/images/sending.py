"""Sending: all models at once, with progress on stderr, each result written when it comes."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import click

from pyvenice.cli.images.plan import Plan, is_sandbox
from pyvenice.cli.images.targets import Targets
from pyvenice.cli.terminal.progress import print_note, print_progress
from pyvenice.config import Config
from pyvenice.core.response.result import EditResult
from pyvenice.editing.editor import AsyncEditor
from pyvenice.editing.result import PricedResult
from pyvenice.errors import PyveniceError
from pyvenice.providers.hosts import Host

_TICK = 0.2
"""Seconds between two changes of the line of progress."""


@dataclass(frozen=True)
class Outcome:
    """How it went with one model."""

    plan: Plan
    result: PricedResult | None
    """The images that came: also some of those that were asked for, where there is an error."""
    error: PyveniceError | None
    seconds: float
    in_sandbox: bool = False

    @property
    def files(self) -> list[Path]:
        """The files that were written."""
        images = self.result.images if self.result else ()
        return [_short_path(image.path) for image in images if image.path is not None]


def _short_path(path: Path) -> Path:
    """The path as short as it can be written here."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def editor_settings(
    plans: Sequence[Plan], given: dict[str, Any], config: Config, hosts: Mapping[str, Host]
) -> dict[str, Any]:
    """The settings of the editor; keys are looked up only of the providers that are asked."""
    sandbox = is_sandbox(given, config)
    settings: dict[str, Any] = {
        "sandbox": sandbox,
        "timeout": given["timeout"] or config.get("timeout"),
        "concurrency": config.get("concurrency"),
        "max_cost_per_day": config.get("max_cost_per_day"),
        "tag": config.get("tag") if given["tag"] is None else given["tag"],
        "hosts": tuple(hosts.values()),
    }
    names = {item.model.provider for item in plans}
    _check_address(given["base_url"], names, hosts, sandbox=sandbox)
    if sandbox:
        return settings
    connections = {name: config.connection(name) for name in names - hosts.keys()}
    keys = {name: connection.api_key() for name, connection in connections.items()}
    urls = {
        name: given["base_url"] or connection.base_url for name, connection in connections.items()
    }
    return {
        **settings,
        "api_keys": {name: key for name, key in keys.items() if key},
        "base_urls": {name: url for name, url in urls.items() if url},
    }


def _check_address(
    given: str | None, providers: set[str], hosts: Mapping[str, Host], *, sandbox: bool
) -> None:
    if given is None:
        return
    if sandbox:
        raise click.UsageError("--base-url and the sandbox: give one, or --no-sandbox")
    if len(providers) > 1:
        raise click.UsageError("--base-url: it is the address of one provider, so name one")
    if known := providers & hosts.keys():
        raise click.UsageError(f"--base-url: the host {known.pop()} has its own in the file")


class _Terms(NamedTuple):
    sandbox: bool
    allow_unknown: bool


def send(
    plans: Sequence[Plan], targets: Targets, settings: dict[str, Any], *, allow_unknown: bool
) -> list[Outcome]:
    """Ask every model. Raises what keeps the first request from being sent, such as a missing key."""
    return asyncio.run(_send(plans, targets, settings, allow_unknown=allow_unknown))


async def _send(
    plans: Sequence[Plan], targets: Targets, settings: dict[str, Any], *, allow_unknown: bool
) -> list[Outcome]:
    terms = _Terms(settings["sandbox"], allow_unknown)
    async with AsyncEditor(**settings) as editor:
        editor.check(*(item.model.id for item in plans))
        tasks = [asyncio.create_task(_ask(editor, item, targets, terms)) for item in plans]
        started = time.monotonic()
        pending: set[asyncio.Task[Outcome]] = set(tasks)
        while pending:
            done, pending = await asyncio.wait(
                pending, timeout=_TICK, return_when=asyncio.FIRST_COMPLETED
            )
            if len(plans) > 1:
                for task in done:
                    print_note(_note(task.result()))
            if pending:
                print_progress(_progress(plans, len(pending), time.monotonic() - started))
        print_progress("")
        return [task.result() for task in tasks]


async def _ask(editor: AsyncEditor, item: Plan, targets: Targets, terms: _Terms) -> Outcome:
    order, path = item.order, targets.path(item.model.id)
    options: dict[str, Any] = {**order.options, "allow_unknown_price": terms.allow_unknown}
    if path is not None:
        options["save_to"] = path
    arguments: list[Any] = [list(order.images)] if order.images else []
    arguments += [order.prompt] if order.prompt is not None else []
    started = time.monotonic()
    result: EditResult | None = None
    error: PyveniceError | None = None
    try:
        result = await getattr(editor, order.verb)(*arguments, model=item.model.id, **options)
    except PyveniceError as problem:
        error = problem
        came = problem.result
        result = came if isinstance(came, EditResult) else None
        result = _rescue(result, path)
    whole = result if isinstance(result, PricedResult) else None
    seconds = time.monotonic() - started
    return Outcome(item, whole, error, seconds, in_sandbox=terms.sandbox)


def _rescue(result: EditResult | None, path: Path | None) -> EditResult | None:
    """Images of a call that failed are paid for: they are written as well as those of a success."""
    if result is None or path is None or any(image.path for image in result.images):
        return result
    try:
        result.save(path)
    except (OSError, PyveniceError) as error:
        print(f"the images that came cannot be written: {error}", file=sys.stderr)  # noqa: T201
    return result


def _note(outcome: Outcome) -> str:
    state = "failed" if outcome.error else "done"
    return f"{outcome.plan.model.id}: {state} after {outcome.seconds:.1f} s"


def _progress(plans: Sequence[Plan], pending: int, seconds: float) -> str:
    if len(plans) == 1:
        return f"{plans[0].model.id} … {seconds:.0f} s"
    return f"{len(plans) - pending} of {len(plans)} models done … {seconds:.0f} s"
