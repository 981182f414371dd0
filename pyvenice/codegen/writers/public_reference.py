"""Write `docs/reference/pyvenice.md`: the public names except the clients, from their docstrings."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from pyvenice.codegen.writers.tables import table

_Definition = ast.ClassDef | ast.FunctionDef | ast.AnnAssign | ast.Assign


def public_page(package: Path, homes: Mapping[str, tuple[str, ...]]) -> str:
    """The page of all public names that are not a provider's. `homes`: module → names."""
    parts = [
        "# Names of `pyvenice`",
        "## Clients",
        "The pages of the providers show the methods. Every client is made with these arguments:",
        constructor_table(package),
    ]
    for module, names in homes.items():
        if not module.startswith("providers."):
            tree = _tree(package, module)
            parts.append(f"## {_title(module)}")
            parts += [part for name in names for part in _entry(package, tree, name)]
    return "\n\n".join(parts) + "\n"


def _title(module: str) -> str:
    words = module.rpartition(".")[2].replace("_", " ")
    return words[:1].upper() + words[1:]


def _tree(package: Path, module: str) -> ast.Module:
    path = package / Path(*module.split(".")).with_suffix(".py")
    return ast.parse(path.read_text("utf-8"))


def _entry(package: Path, tree: ast.Module, name: str) -> Iterator[str]:
    definition, after = _definition(package, tree, name)
    yield f"### `{name}`"
    if isinstance(definition, ast.ClassDef):
        yield from _class(definition, tree)
    elif isinstance(definition, ast.AnnAssign | ast.Assign) and definition.value is not None:
        yield f"`{ast.unparse(definition.value)}`"
        if text := _text(after):
            yield text


def _definition(
    package: Path, tree: ast.Module, name: str
) -> tuple[_Definition | None, ast.stmt | None]:
    """The statement that defines a name, in the module that it may be imported from, and the next one."""
    for statement, after in pairwise([*tree.body, ast.Pass()]):
        if isinstance(statement, ast.ImportFrom) and statement.module:
            if any((alias.asname or alias.name) == name for alias in statement.names):
                module = statement.module.removeprefix("pyvenice.")
                return _definition(package, _tree(package, module), name)
        elif (
            (isinstance(statement, ast.ClassDef | ast.FunctionDef) and statement.name == name)
            or (isinstance(statement, ast.AnnAssign) and ast.unparse(statement.target) == name)
            or (isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == name)
        ):
            return statement, after
    return None, None


def _class(definition: ast.ClassDef, tree: ast.Module) -> Iterator[str]:
    bases = [ast.unparse(base) for base in definition.bases]
    if public := [f"`{base}`" for base in bases if not base.startswith("_")]:
        yield f"A kind of {', '.join(public)}."
    if text := ast.get_docstring(definition):
        yield text
    private = [
        node
        for node in tree.body
        if isinstance(node, ast.ClassDef) and node.name.startswith("_") and node.name in bases
    ]
    if rows := [row for node in (*private, definition) for row in _fields(node)]:
        yield table(("attribute", "type", "what it is"), rows)
    for statement in definition.body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from () if statement.name.startswith("_") else _method(statement)


def _fields(definition: ast.ClassDef) -> Iterator[tuple[str, str, str]]:
    for statement, after in pairwise([*definition.body, ast.Pass()]):
        if isinstance(statement, ast.AnnAssign):
            name = ast.unparse(statement.target)
            if not name.startswith("_"):
                yield f"`{name}`", f"`{ast.unparse(statement.annotation)}`", _text(after)


def _method(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    decorators = {ast.unparse(decorator) for decorator in function.decorator_list}
    result = f" -> {ast.unparse(function.returns)}" if function.returns else ""
    if decorators & {"property", "cached_property"}:
        yield f"`.{function.name}`{f': `{ast.unparse(function.returns)}`' if function.returns else ''}"
    else:
        arguments = ast.unparse(function.args).removeprefix("self").removeprefix(", ")
        start = "await " if isinstance(function, ast.AsyncFunctionDef) else ""
        yield f"`{start}.{function.name}({arguments}){result}`"
    if text := ast.get_docstring(function):
        yield text


def _text(statement: ast.stmt | None) -> str:
    """The docstring of an attribute, which stands after it."""
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        return " ".join(str(statement.value.value).split())
    return ""


def constructor_table(package: Path) -> str:
    """The arguments that every client is made with, from the docstring of its base class."""
    tree = _tree(package, "core.client.base")
    function = next(
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and node.name == "__init__"
        and "Args:" in (ast.get_docstring(node) or "")
    )
    annotations = {
        argument.arg: ast.unparse(argument.annotation)
        for argument in (*function.args.args, *function.args.kwonlyargs)
        if argument.annotation is not None
    }
    texts = _argument_texts(ast.get_docstring(function) or "")
    rows = [(f"`{name}`", f"`{annotations[name]}`", text) for name, text in texts.items()]
    return table(("argument", "type", "what it is"), rows)


def _argument_texts(docstring: str) -> dict[str, str]:
    """The entries of the section Args, each in one line."""
    section = docstring.partition("Args:\n")[2].partition("\n\n")[0]
    entries = re.split(r"^    (?=\w)", section, flags=re.MULTILINE)[1:]
    pairs = (" ".join(entry.split()).partition(": ") for entry in entries)
    return {name: text for name, _, text in pairs}
