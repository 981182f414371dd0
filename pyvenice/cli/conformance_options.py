"""The arguments of `pyvenice conformance run`."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any

FORMATS = ("text", "json", "html", "junit")
_ABOUT = "Ask a server, and check every answer. Without --base-url a sandbox is started and asked."
_STATUS = "Exit status 0: the contract is kept; 1: it is broken; 2: could not check."


def add_run(subparsers: Any) -> argparse.ArgumentParser:
    """Add `run` to the commands."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "run", help="ask a server", description=_ABOUT, epilog=_STATUS, allow_abbrev=False
    )
    parser.add_argument("provider", metavar="PROVIDER", help="whose contract it is to keep")
    parser.add_argument("--base-url", metavar="URL", help="the server's address, with its path")
    parser.add_argument(
        "--operations",
        nargs="+",
        action="extend",
        type=_operation,
        metavar="OPERATION",
        help="one or more, such as 'POST /image/edit'; default: all in use",
    )
    parser.add_argument("--model", metavar="ID", help="the only model to ask for")
    _amount(parser)
    parser.add_argument("--report", choices=FORMATS, default="text")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="instead of the terminal")
    return parser


def _amount(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--no-cost", action="store_true", help="send only what a correct server must refuse"
    )
    parser.add_argument(
        "--cases", type=_count, default=300, metavar="N", help="requests an operation; default: 300"
    )
    parser.add_argument(
        "--max-requests",
        type=_count,
        metavar="N",
        help="in all; default: 200 with --no-cost, 100 on another host, else no limit",
    )
    parser.add_argument(
        "--rate", type=_rate, metavar="N/s", help="default: 2/s on another host, else no limit"
    )
    chance = parser.add_mutually_exclusive_group()
    chance.add_argument("--seed", type=int, metavar="N", help="draw by this seed")
    chance.add_argument("--random", action="store_true", help="draw by a new seed, and print it")
    parser.add_argument(
        "--yes", action="store_true", help="do not ask before a real key is used on another host"
    )


def _operation(text: str) -> str:
    method, _, path = text.strip().partition(" ")
    if not path.strip().startswith("/"):
        raise argparse.ArgumentTypeError(f"{text!r} is not like 'POST /image/edit'")
    return f"{method.upper()} {path.strip()}"


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0")
    return int(text)


def _rate(text: str) -> int:
    match = re.fullmatch(r"([1-9][0-9]{0,4})(?:/s)?", text)
    if match is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not like 5/s")
    return int(match[1])
