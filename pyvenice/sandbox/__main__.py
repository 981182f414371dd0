"""`python -m pyvenice.sandbox`: run the sandbox on a port of this machine."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from pyvenice.core import extras
from pyvenice.errors import MissingExtraError


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until interrupted; 2 when the server cannot start as asked."""
    try:
        server = extras.load(
            "pyvenice.sandbox.server.server", extra="sandbox", feature="the sandbox"
        )
        arguments = vars(_parser().parse_args(argv))
        server.serve(arguments.pop("host"), arguments.pop("port"), **arguments)
    except (MissingExtraError, OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        print(f"pyvenice sandbox: {reason}", file=sys.stderr)  # noqa: T201
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m pyvenice.sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=8765, help="0 for a free one (%(default)s)")
    parser.add_argument(
        "--key",
        dest="api_key",
        default="sandbox",
        metavar="KEY",
        help="the key that clients must send (%(default)s)",
    )
    parser.add_argument(
        "--allow-host",
        dest="allow_hosts",
        action="append",
        default=[],
        metavar="NAME",
        help="a host name by which clients call the server, besides localhost; repeatable",
    )
    parser.add_argument(
        "--fault",
        dest="faults",
        action="append",
        default=[],
        metavar="TEXT",
        help="what goes wrong for every client, such as '503' or 'every 10th: reset'; repeatable",
    )
    parser.add_argument(
        "--journal",
        type=Path,
        metavar="FILE",
        help="add each exchange to this file, for `pyvenice conformance check`",
    )
    from pyvenice.sandbox.dialects.discovery import dialect_classes

    for provider, dialect in dialect_classes().items():
        for name, option in dialect.options.items():
            names = dict.fromkeys([option.flag, name.replace("_", "-")])
            parser.add_argument(
                *(f"--{provider}-{flag}" for flag in names),
                dest=f"{provider}_{name}",
                action="store_true",
                help=option.help,
            )
    return parser


if __name__ == "__main__":
    sys.exit(main())
