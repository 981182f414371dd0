"""Command-line options that commands share: reports, operations, numbers."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from pyvenice.contract.pin import pin


def help_formatter(prog: str) -> argparse.HelpFormatter:
    """Argparse's own with the width given: to find it, argparse imports shutil and its archivers."""
    try:
        width = os.get_terminal_size().columns
    except OSError:
        width = 100
    return argparse.HelpFormatter(prog, width=width - 2)


def known_providers() -> str:
    """The pinned providers, for the help of an argument that takes one."""
    return f"one of {', '.join(pin.providers())}"


def add_report_options(
    parser: argparse.ArgumentParser, formats: Sequence[str], *aliases: str
) -> None:
    """Add `--format` (and its aliases) and `--output`."""
    parser.add_argument("--format", *aliases, choices=formats, default="text")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="instead of the terminal")


def add_operations_option(parser: argparse.ArgumentParser) -> None:
    """Add `--operations`: a list of (method in lower case, path)."""
    parser.add_argument(
        "--operations",
        action="append",
        type=operation,
        default=[],
        metavar="OPERATION",
        help="one or more, such as 'POST /image/edit'; default: all in use",
    )


def repeat_options(
    argv: Sequence[str], lists: Mapping[str, Callable[[str], bool]]
) -> Iterator[str]:
    """`--only a b PROVIDER` as `--only a --only b PROVIDER`, so that a positional may follow.

    `lists` has, for each such option, what tells another of its values from a positional.
    """
    option = ""
    for previous, word in pairwise(("", *argv)):
        if previous in lists:
            option = previous
        elif option and lists[option](word):
            yield option
        else:
            option = ""
        yield word


def is_operation(text: str) -> bool:
    """Whether a word looks like 'POST /image/edit' rather than a file or a provider."""
    return " /" in text


def operation(text: str) -> tuple[str, str]:
    """An operation such as 'POST /image/edit', for argparse."""
    method, _, path = text.strip().partition(" ")
    path = path.strip()
    if not path.startswith("/"):
        raise argparse.ArgumentTypeError(f"{text!r} is not like 'POST /image/edit'")
    return method.lower(), path


def seconds(text: str) -> float:
    """A finite number of seconds above 0, for argparse."""
    try:
        number = float(text)
    except ValueError:
        number = 0
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds above 0")
    return number


def count(text: str) -> int:
    """A whole number above 0, for argparse."""
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0")
    return int(text)
