"""`python -m pyvenice.sandbox`: run the sandbox on a port of this machine."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from pyvenice.sandbox.server.server import serve


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until interrupted; 2 when the port cannot be had."""
    parser = argparse.ArgumentParser("python -m pyvenice.sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=8765, help="0 for a free one (%(default)s)")
    parser.add_argument(
        "--key", default="sandbox", help="the key that clients must send (%(default)s)"
    )
    parser.add_argument(
        "--xinference-key", action="store_true", help="ask for the key in Xinference's dialect too"
    )
    parser.add_argument(
        "--fault",
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
    given = parser.parse_args(argv)
    try:
        serve(
            given.host,
            given.port,
            api_key=given.key,
            xinference_needs_key=given.xinference_key,
            faults=given.fault,
            journal=given.journal,
        )
    except (OSError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) else error
        print(f"pyvenice sandbox: {said}", file=sys.stderr)  # noqa: T201
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
