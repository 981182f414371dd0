"""`pyvenice conformance …`: whether servers and recorded traffic keep the pinned contracts."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pyvenice.cli.conformance_check import add_check
from pyvenice.cli.conformance_options import add_run
from pyvenice.cli.output import write
from pyvenice.contract.errors import ContractError
from pyvenice.contract.pin import pin
from pyvenice.contract.pin.source import Source
from pyvenice.core.root_error import PyveniceError

OK, BROKEN, UNCHECKED = 0, 1, 2
_PIPED = 100
_MOST_FREE, _MOST_PAID, _RATE = 200, 100, 2
_ABOUT = "Prove that a server, or recorded traffic, keeps the pinned contract."


def main(argv: Sequence[str] | None = None, *, prog: str = "pyvenice conformance") -> int:
    """Exit status 0: the contract is kept; 1: it is broken; 2: could not check."""
    parser = argparse.ArgumentParser(prog, description=_ABOUT)
    commands = parser.add_subparsers(dest="command", required=True, metavar="run|check")
    add_run(commands).set_defaults(run=_run)
    add_check(commands)
    arguments = parser.parse_args(sys.argv[1:] if argv is None else argv)
    try:
        return _status(arguments)
    except PyveniceError as error:
        print(f"{prog}: {error}", file=sys.stderr)  # noqa: T201
    except Exception:  # noqa: BLE001  (the interpreter's own status for a crash is that of a violation)
        import traceback

        traceback.print_exc()
    return UNCHECKED


def _status(arguments: argparse.Namespace) -> int:
    try:
        status: int = arguments.run(arguments)
    except ImportError as error:
        from pyvenice.cli.missing import missing

        raise missing(error, extra="conformance") from error
    return status


def _run(arguments: argparse.Namespace) -> int:
    from pyvenice.conformance.run.report import rendered
    from pyvenice.conformance.run.run import chosen, run
    from pyvenice.conformance.run.run_summary import Ran

    source = pin.source(arguments.provider)
    document = pin.effective(source.provider)
    names = arguments.operations or [
        f"{one.method.upper()} {one.path}" for one in source.operations
    ]
    chosen(document, names)
    _check_writable(arguments.output)
    with _target(arguments, source) as target:
        options = _options(arguments, target.base_url)
        tally = run(document, names, target, options, _progress)
        _progress("")
        version = str(document["info"].get("version", ""))
        ran = Ran(source, target.base_url, tally, version, target.key, options.seed)
    to_terminal = arguments.output is None and sys.stdout.isatty()
    colour = to_terminal and "NO_COLOR" not in os.environ
    text = rendered(ran, arguments.report, colour=colour, width=_width(to_terminal))
    write(text, arguments.output)
    if tally.found:
        return BROKEN
    return UNCHECKED if tally.troubles else OK


@contextmanager
def _target(arguments: argparse.Namespace, source: Source) -> Iterator[Any]:
    """The server that was named, or a sandbox for the time being."""
    from pyvenice.conformance.run.run import Target

    if arguments.base_url is None:
        from pyvenice.sandbox import background

        with background() as server:
            yield Target(getattr(server, source.provider), server.api_key)
        return
    if urlsplit(arguments.base_url).scheme not in {"http", "https"}:
        raise ContractError(f"--base-url is no http address: {arguments.base_url!r}")
    target = Target(arguments.base_url, os.environ.get(source.api_key_env) or None)
    if target.key and not _is_loopback(target.base_url):
        _confirm(arguments, source)
    yield target


def _confirm(arguments: argparse.Namespace, source: Source) -> None:
    host = urlsplit(arguments.base_url).hostname
    what = "only requests that it must refuse" if arguments.no_cost else "requests that COST MONEY"
    question = f"send {what} to {host} with the key in ${source.api_key_env}"
    if arguments.yes:
        return
    if not sys.stdin.isatty():
        raise ContractError(f"this would {question}: add --yes if that is meant")
    print(f"This will {question}. Go on? [y/N] ", end="", file=sys.stderr, flush=True)  # noqa: T201
    if sys.stdin.readline().strip().lower() not in {"y", "yes"}:
        raise ContractError("nothing was sent")


def _options(arguments: argparse.Namespace, base_url: str) -> Any:
    from pyvenice.conformance.run.run import Options

    seed = arguments.seed
    if arguments.random:
        import secrets

        seed = secrets.randbelow(2**32)
        print(f"seed {seed}", file=sys.stderr)  # noqa: T201
    remote = not _is_loopback(base_url)
    most = arguments.max_requests
    if most is None and (arguments.no_cost or remote):
        most = _MOST_FREE if arguments.no_cost else _MOST_PAID
    return Options(
        cases=arguments.cases,
        seed=seed,
        no_cost=arguments.no_cost,
        max_requests=most,
        rate=arguments.rate or (_RATE if remote else None),
        model=arguments.model,
    )


def _is_loopback(url: str) -> bool:
    import ipaddress

    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{text[:78]}", end="", file=sys.stderr, flush=True)  # noqa: T201


def _width(to_terminal: bool) -> int:
    if not to_terminal:
        return _PIPED
    import shutil

    return shutil.get_terminal_size().columns


def _check_writable(output: Path | None) -> None:
    """Before anything is sent, which may cost money."""
    if output is not None and not (output.parent.is_dir() and os.access(output.parent, os.W_OK)):
        raise ContractError(
            f"{output}: cannot be written: {output.parent} is no folder to write to"
        )
