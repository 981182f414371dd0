"""`contract check` and `contract diff` with nothing but their subjects, before Click is loaded.

Click is a quarter of what it costs to see that a document has not changed (`benchmarks/contract.py`). A
call with any other option is for `pyvenice.cli.contract`, as are help and wrong arguments.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType, SimpleNamespace

from pyvenice.cli import exit_status

_COMPARISON: Mapping[str, object] = MappingProxyType(
    {
        "format": "text",
        "output": None,
        "write": (),
        "fail_on": "breaking",
        "levels": (),
        "ignore": None,
        "only": (),
        "timeout": 60.0,
        "step_summary": False,
        "operations": (),
        "github_comment": None,
    }
)
_CHECK: Mapping[str, object] = MappingProxyType(
    {
        "live": None,
        "sdk": None,
        "github_issue": None,
        "slack_webhook_env": None,
        "webhook_env": None,
        "webhook_secret_env": None,
    }
)
_DIFF: Mapping[str, object] = MappingProxyType({"provider": None, "git": Path()})
_TWO = 2


def check_main(*, prog: str) -> int:
    """`check` by itself, without the word."""
    argv = ["check", *sys.argv[1:]]
    status = run_plain(argv, prog)
    if status is None:
        from pyvenice.cli.contract import main

        status = main(argv, prog=prog)
    return status


def run_plain(argv: Sequence[str], prog: str) -> int | None:
    """The exit status of a plain `check` or `diff`; None, and nothing was done, for any other call."""
    arguments = plain_arguments(argv)
    if arguments is None:
        return None
    from pyvenice.contract.document.gc_pause import pause_gc_to_the_end

    def call() -> int:
        from pyvenice.cli.checks import contract_check

        run: Callable[[SimpleNamespace], int] = getattr(contract_check, f"run_{argv[0]}")
        status = run(arguments)
        sys.stdout.flush()
        return status

    with pause_gc_to_the_end():
        return exit_status.run_to_end(
            lambda: exit_status.report_check(call, prog, extra="contract")
        )


def plain_arguments(argv: Sequence[str]) -> SimpleNamespace | None:
    """What Click makes of `check PROVIDER… [--live SOURCE]` and `diff OLD NEW`; None for any other call."""
    command, *words = argv or [""]
    if command == "diff" and len(words) == _TWO and all(map(_is_positional, words)):
        return SimpleNamespace(old=words[0], new=words[1], **_DIFF, **_COMPARISON)
    if command != "check":
        return None
    given = dict(_CHECK)
    if words[-2:-1] == ["--live"] and _is_positional(words[-1]):
        given["live"] = words[-1]
        del words[-2:]
    if not all(map(_is_positional, words)):
        return None
    return SimpleNamespace(providers=tuple(words), **given, **_COMPARISON)


def _is_positional(word: str) -> bool:
    return word == "-" or not word.startswith("-")
