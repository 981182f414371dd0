"""Write the generated files from `specs/`, check that they are up to date, or move a pin."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from pyvenice.codegen.build import ROOT, build, differences, explain, write
from pyvenice.codegen.pinning.pull import pull
from pyvenice.contract.errors import ContractError


def main(argv: Sequence[str] | None = None) -> int:
    """Exit status 0: done or up to date; 1: stale or edited by hand; 2: an input is broken."""
    arguments = _parser().parse_args(argv)
    try:
        if arguments.command == "pull":
            print(pull(arguments.provider, ROOT / "specs", arguments.origin))
            return 0
        return _check() if arguments.check else _build()
    except ContractError as error:
        print(f"codegen: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m codegen", description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="change nothing; fail if anything is stale"
    )
    commands = parser.add_subparsers(dest="command")
    puller = commands.add_parser("pull", help="move the pin of a provider to its live document")
    puller.add_argument("provider")
    puller.add_argument(
        "--from", dest="origin", metavar="URL|FILE", help="instead of the live addresses"
    )
    return parser


def _build() -> int:
    changed = write(build(ROOT), ROOT)
    for name in changed:
        print(f"wrote {name}")
    print(f"{len(changed)} files changed" if changed else "everything is up to date")
    return 0


def _check() -> int:
    files = build(ROOT)
    stale = differences(files, ROOT)
    for name in stale:
        print(explain(name, files, ROOT), end="")
    if stale:
        names = ", ".join(stale)
        print(
            f"codegen: stale or edited by hand: {names}. Run 'python -m codegen'.",
            file=sys.stderr,
        )
        return 1
    print(f"{len(files)} generated files are up to date")
    return 0


if __name__ == "__main__":
    sys.exit(main())
