"""What exists on POSIX systems only is used behind a guard, so that Windows gets no AttributeError."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted(
    path
    for folder in ("pyvenice", "codegen", "scripts", "tests")
    for path in (ROOT / folder).rglob("*.py")
    if "generated" not in path.parts
)
MODULES = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}
NAMES = re.compile(
    r"os\.(fork|forkpty|geteuid|getuid|getegid|getgid|getpgid|getppgid|killpg|setsid|mkfifo|mknod|chown|"
    r"getloadavg|sched_getaffinity|uname|register_at_fork|O_NOFOLLOW|O_NONBLOCK|kill)|"
    r"signal\.(SIGKILL|SIGHUP|SIGUSR1|SIGUSR2|SIGALRM|SIGPIPE|setitimer|alarm|pause)|socket\.AF_UNIX|"
    r"\w+\.add_signal_handler"
)
GUARD = re.compile(
    r"hasattr|getattr|platform|os\.name|importorskip|NotImplementedError|ImportError"
)


def guarded(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """Whether a condition, a handler or a decorator around a node asks for the system."""
    while node in parents:
        node = parents[node]
        if any(GUARD.search(text) for text in _asking(node)):
            return True
    return False


def _asking(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.If(test=test) | ast.IfExp(test=test):
            yield ast.unparse(test)
        case ast.Try(handlers=handlers):
            yield from (ast.unparse(handler.type) for handler in handlers if handler.type)
        case ast.With(items=items):
            yield from (ast.unparse(item) for item in items)
        case ast.BoolOp(values=values):
            yield from map(ast.unparse, values)
        case ast.FunctionDef(decorator_list=decorators, body=body):
            yield from map(ast.unparse, decorators)
            # An early return, such as the first statement of a function that does nothing on Windows.
            yield from (ast.unparse(step.test) for step in body if isinstance(step, ast.If))


def unguarded(text: str) -> list[str]:
    """The POSIX-only imports and names of a module that stand behind no guard, each with its line."""
    tree = ast.parse(text)
    if re.search(r"^\w+ = pytest\.importorskip\(", text, re.MULTILINE) or "pytestmark" in text:
        return []
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    return [
        f"{getattr(node, 'lineno', 0)}: {name}"
        for node in ast.walk(tree)
        for name in _posix_names(node)
        if not guarded(node, parents)
    ]


def _posix_names(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (alias.name for alias in names if alias.name in MODULES)
        case ast.ImportFrom(module=str(module)) if module in MODULES:
            yield module
        case ast.Attribute() if NAMES.fullmatch(ast.unparse(node)):
            yield ast.unparse(node)


def test_nothing_that_only_posix_has_is_used_without_a_guard() -> None:
    found = {
        str(path.relative_to(ROOT)): places
        for path in FILES
        if (places := unguarded(path.read_text("utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("import fcntl", 1),
        ("def f():\n from pwd import getpwnam", 1),
        ("try:\n import fcntl\nexcept ImportError:\n fcntl = None", 0),
        ("import os\nos.geteuid()", 1),
        ("import os\nx = os.geteuid() if hasattr(os, 'geteuid') else 0", 0),
        ("import os, sys\nif sys.platform != 'win32':\n os.fork()", 0),
        ("import os, sys\ndef f():\n if sys.platform == 'win32':\n  return 1\n os.fork()", 0),
        ("import signal\nsignal.SIGKILL", 1),
    ],
)
def test_the_search_finds_what_is_unguarded_and_nothing_else(source: str, count: int) -> None:
    assert len(unguarded(source)) == count
