"""The syntax of Python type definitions: what stands where in classes, annotations and defaults."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import Any

from pyvenice.contract.errors import DocumentError

Json = Any

_PRESENCE = {"Required", "NotRequired", "ReadOnly"}
TRANSPARENT = {"Annotated", "Final", "ClassVar", *_PRESENCE}


def members(node: ast.ClassDef) -> dict[str, Json]:
    """The members of an enum by name; `auto()` is the name in lower case, as in a `StrEnum`."""
    members: dict[str, Json] = {}
    for statement in node.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            name = statement.targets[0].id
            if isinstance(statement.value, ast.Constant):
                members[name] = statement.value.value
            elif (
                isinstance(statement.value, ast.Call) and last_name(statement.value.func) == "auto"
            ):
                members[name] = name.lower()
    return members


def statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    for statement in body:
        if isinstance(statement, ast.If | ast.Try):
            yield from statements([*statement.body, *statement.orelse])
        else:
            yield statement


def assigned(statement: ast.stmt, name: str) -> ast.expr | None:
    if isinstance(statement, ast.Assign):
        targets: list[ast.expr] = statement.targets
    elif isinstance(statement, ast.AnnAssign):
        targets = [statement.target]
    else:
        return None
    named = any(isinstance(target, ast.Name) and target.id == name for target in targets)
    return statement.value if named else None


def last_name(node: ast.expr) -> str:
    """`Union` of `Union`, `typing.Union` and `Union[…]`."""
    if isinstance(node, ast.Subscript):
        return last_name(node.value)
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def elements(node: ast.expr) -> list[ast.expr]:
    return list(node.elts) if isinstance(node, ast.Tuple) and node.elts else [node]


def parsed(text: str, name: str, path: str) -> ast.expr:
    try:
        return ast.parse(text, mode="eval").body
    except SyntaxError as error:
        raise DocumentError(
            f"{name}: {path} has an annotation {text[:40]!r} that is no type"
        ) from error


def is_total(keywords: Iterable[ast.keyword]) -> bool:
    return not any(
        keyword.arg == "total"
        and isinstance(keyword.value, ast.Constant)
        and keyword.value.value is False
        for keyword in keywords
    )


def presence(annotation: ast.expr) -> bool | None:
    """Whether `Required[…]` or `NotRequired[…]` says it; None when neither stands there."""
    while isinstance(annotation, ast.Subscript) and last_name(annotation) in TRANSPARENT:
        if last_name(annotation) in ("Required", "NotRequired"):
            return last_name(annotation) == "Required"
        annotation = elements(annotation.slice)[0]
    return None


def is_required(statement: ast.AnnAssign, *, total: bool) -> bool:
    given = presence(statement.annotation)
    if given is not None:
        return given
    value = statement.value
    if value is None:
        return total
    if not isinstance(value, ast.Call):
        return is_ellipsis(value)
    has_default = bool(value.args) and not is_ellipsis(value.args[0])
    return not has_default and not any(
        keyword.arg == "default_factory"
        or (keyword.arg == "default" and not is_ellipsis(keyword.value))
        for keyword in value.keywords
    )


def is_ellipsis(node: ast.expr) -> bool:
    """Whether it is `...`, which marks a field without a default."""
    return isinstance(node, ast.Constant) and node.value is ...


def alias_of(node: ast.expr | None) -> str | None:
    """The name on the wire: `alias=` of a field's description, wherever it stands in an annotation."""
    for part in ast.walk(node) if node is not None else ():
        if isinstance(part, ast.keyword) and part.arg == "alias":
            value = part.value.value if isinstance(part.value, ast.Constant) else None
            return value if isinstance(value, str) else None
    return None


def docstring(statement: ast.stmt | None) -> str:
    """The text that stands below a field."""
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        return str(statement.value.value)
    return ""
