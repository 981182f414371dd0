"""Calls of an HTTP API in Python code: which requests stand there, and with which arguments.

The code is parsed and never imported. Calls such as `client.post(url, json=…)`, `requests.request("PUT", url)`
and `self._get(f"/orders/{number}")` are found; what a path is made of is followed through constants,
f-strings, `+`, `%` and `.format`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from pyvenice.contract.document.operation_key import METHODS
from pyvenice.contract.errors import ContractError
from pyvenice.contract.pin.usage.operation_match import Request

_HOLE = "{}"
_BY_NAME = {"request", "stream", "send", "build_request", "urlopen", "Request"}
_ARGUMENTS = {
    "json": "body",
    "data": "body",
    "files": "body",
    "params": "query",
    "headers": "header",
}
_WRAPPERS = {"str", "URL", "urljoin"}
_SKIPPED = {".git", ".tox", ".venv", "venv", "node_modules", "site-packages", "__pycache__"}

# A name may stand for an expression of names, and so on, also in a circle.
_MOST_NAMES = 5

Values = Mapping[str, ast.expr]


class Argument(NamedTuple):
    """An argument that a call sends."""

    place: str
    """`body`, `query` or `header`."""
    name: str
    """Dotted where it is inside another: `customer.name`."""
    line: int
    keyword: str
    """What the call names it: `json`, `data`, `files`, `params` or `headers`."""


class PythonCall(NamedTuple):
    """A call that sends a request."""

    file: Path
    line: int
    name: str
    """What is called, such as `self.client.post`."""
    request: Request
    arguments: tuple[Argument, ...]


def read_calls(path: Path) -> list[PythonCall]:
    """The calls in a file, or in all `.py` files below a folder. Raises `ContractError` if there is none."""
    files = [path] if path.is_file() else sorted(_python_files(path))
    if not files:
        raise ContractError(f"{path}: there is no Python file")
    return [call for file in files for call in _calls_in(file)]


def _python_files(folder: Path) -> Iterator[Path]:
    for file in folder.rglob("*.py"):
        if not _SKIPPED.intersection(file.relative_to(folder).parts):
            yield file


def _calls_in(file: Path) -> Iterator[PythonCall]:
    """None for a file that is not Python: it is not what runs."""
    try:
        yield from list(_calls_below(file, ast.parse(file.read_bytes()), {}))
    except (OSError, SyntaxError, ValueError, RecursionError):
        return


def _calls_below(file: Path, scope: ast.AST, outer: Values) -> Iterator[PythonCall]:
    """The calls of a scope in order, each with the values that names have there."""
    nodes = list(_own_nodes(scope))
    values = {**outer, **dict(_assigned(nodes))}
    for node in nodes:
        if isinstance(node, ast.Call) and (request := _request(node, values)):
            name = ast.unparse(node.func)
            yield PythonCall(file, node.lineno, name, request, tuple(_arguments(node, values)))
        if isinstance(node, _SCOPES):
            yield from _calls_below(file, node, values)


_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def _own_nodes(scope: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(scope):
        yield child
        if not isinstance(child, _SCOPES):
            yield from _own_nodes(child)


def _assigned(nodes: list[ast.AST]) -> Iterator[tuple[str, ast.expr]]:
    """Names and attributes of `self` with the value that they were given last."""
    for node in nodes:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, (ast.Name, ast.Attribute)):
                    yield ast.unparse(target), node.value
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            yield ast.unparse(node.target), node.value


def _request(call: ast.Call, values: Values) -> Request | None:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)
    verb = name.strip("_").rpartition("_")[2].lower()
    given = [*call.args]
    named = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    if name.strip("_") in _BY_NAME:
        has_method = len(given) + ("url" in named) > 1
        method = named.get("method") or (given.pop(0) if has_method else None)
        verb = (_text(method, values) if method is not None else "get").lower()
    url = named.get("url") or (given[0] if given else None)
    if verb not in METHODS or url is None:
        return None
    return _request_to(verb, _text(url, values))


def _request_to(verb: str, url: str) -> Request | None:
    """Nothing for a text that is no path, such as the key in `mapping.get("a key")`."""
    url = url.replace("%s", _HOLE).replace("%d", _HOLE)
    while url.startswith(_HOLE):
        url = url.removeprefix(_HOLE)
    if "/" not in url or any(character.isspace() for character in url):
        return None
    return Request(verb.upper(), url if "://" in url or url.startswith("/") else f"/{url}")


def _text(node: ast.expr, values: Values, names: int = 0) -> str:
    """What an expression is as text, with `{}` for what is not known."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, (ast.Name, ast.Attribute)) and names < _MOST_NAMES:
        known = values.get(ast.unparse(node))
        return _HOLE if known is None else _text(known, values, names + 1)
    return "".join(_text(part, values, names) for part in _parts(node)) or _HOLE


def _parts(node: ast.expr) -> list[ast.expr]:
    """The expressions whose texts, one after another, are the text of this one."""
    parts: list[ast.expr] = []
    match node:
        case ast.JoinedStr():
            parts = node.values
        case ast.BinOp(op=ast.Add()):
            parts = [node.left, node.right]
        case ast.BinOp(op=ast.Mod()):
            parts = [node.left]
        case (
            ast.FormattedValue(value=value)
            | ast.Call(func=ast.Attribute(value=value, attr="format"))
        ):
            parts = [value]
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in _WRAPPERS:
            parts = node.args[-1:]
    return parts


def _arguments(call: ast.Call, values: Values) -> Iterator[Argument]:
    for keyword in call.keywords:
        if place := _ARGUMENTS.get(keyword.arg or ""):
            for path, line in _names(keyword.value, values):
                yield Argument(place, path, line, str(keyword.arg))


def _names(node: ast.expr, values: Values, names: int = 0) -> Iterator[tuple[str, int]]:
    """The keys of a literal, dotted, each with its line."""
    if isinstance(node, (ast.Name, ast.Attribute)):
        known = values.get(ast.unparse(node))
        if known is not None and names < _MOST_NAMES:
            yield from _names(known, values, names + 1)
        return
    for key, line, value in _members(node):
        if key:
            yield key, line
        for path, inner in _names(value, values, names):
            yield (f"{key}.{path}" if key else path), inner


def _members(node: ast.expr) -> Iterator[tuple[str, int, ast.expr]]:
    """The values of a literal, each with its key (empty in a list) and line."""
    if isinstance(node, (ast.List, ast.Tuple)):
        yield from (("", item.lineno, item) for item in node.elts)
    elif isinstance(node, ast.Call) and ast.unparse(node.func) == "dict":
        yield from ((named.arg or "", named.lineno, named.value) for named in node.keywords)
    elif isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                yield "", value.lineno, value
            elif isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield key.value, key.lineno, value
