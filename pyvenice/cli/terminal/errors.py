"""Errors on stderr: one sentence, with options where the library names its arguments; a list of rows is one a line."""

from __future__ import annotations

import re
import sys

from pyvenice.errors import ManifestError

_WORDS = (
    (r" or pass api_key=…; sandbox=True tries everything without a key", "; --sandbox needs none"),
    (r"on_unsupported='warn'", "--on-unsupported warn"),
    (r"\ballow_unknown_price=True\b", "--allow-unknown-price"),
    (r"\bmax_cost=", "--max-cost "),
    (r"\brecommend\(mask=True\)", "`pyvenice models recommend --mask`"),
    (r"\brecommend\(\)", "`pyvenice models recommend`"),
    (r"\baspect_ratio=", "--ratio "),
    (r"\boutput_format=,", "--format,"),
    (r"\bunknown_values='warn'", "the Python client's unknown_values='warn'"),
)
"""What an error of the library says to a programmer, and what it is called on the command line."""


def print_error(error: Exception, prog: str) -> None:
    """Print an error as one sentence on stderr, and each row that a manifest cannot have in its line."""
    from pyvenice.contract.reports.values import visible

    text = in_words_of_the_command_line(str(error))
    lines = text.split("\n") if isinstance(error, ManifestError) else [text]
    # A file's name or a server's words may hold what a terminal or a log acts on.
    text = "\n".join(map(visible, lines))
    print(f"{prog}: {text}", file=sys.stderr)  # noqa: T201


def in_words_of_the_command_line(text: str) -> str:
    """The text with options in the place of arguments of the library."""
    for pattern, words in _WORDS:
        text = re.sub(pattern, words, text)
    return text
