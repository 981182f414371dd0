"""Write pydantic models, one class a canonical schema.

A printer of our own, because the canonical schemas are few and plain, and what a general generator makes
of names and unions depends on the order of a document; `docs/architecture.md` has the comparison.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from pyvenice.codegen.shapes.names import attribute_name

Schema = Mapping[str, Any]

_IMPORTS = """\
from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import MISSING, Field

from pyvenice.core.images.part import ImagePart
from pyvenice.core.request.literals import ONLY_FLAGS, ONLY_NUMBERS
from pyvenice.core.request.models import ChoiceModel, RequestModel, ResponseModel, WholeNumber
"""
_PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
_NUMBERS = {
    "minimum": "ge",
    "maximum": "le",
    "exclusiveMinimum": "gt",
    "exclusiveMaximum": "lt",
    "multipleOf": "multiple_of",
}
_BOUNDS = {
    "integer": _NUMBERS,
    "number": _NUMBERS,
    "string": {"minLength": "min_length", "maxLength": "max_length", "pattern": "pattern"},
    "array": {"minItems": "min_length", "maxItems": "max_length"},
    "object": {"minProperties": "min_length", "maxProperties": "max_length"},
}
"""By type, the keywords that bound its values, and what pydantic calls them."""
_SHADOWED = frozenset(
    [
        "Annotated",
        "Any",
        "Field",
        "ImagePart",
        "Literal",
        "MISSING",
        "ONLY_FLAGS",
        "ONLY_NUMBERS",
        "WholeNumber",
        "bool",
        "dict",
        "float",
        "int",
        "list",
        "str",
        "body",
    ]
)
"""Names that a field must not take: other annotations mean something else by them."""


def model_module(schemas: Mapping[str, Schema], text: str, *, sends: bool) -> str:
    """The source of a module with one class a schema, sorted by name; properties in the given order.

    `sends`: these are requests, where what is left out stays apart from `None`.
    """
    classes = [_class(name, schemas[name], schemas, sends) for name in _used_first(schemas)]
    return "\n".join([f'"""{text}"""\n', _IMPORTS, *classes])


def _used_first(schemas: Mapping[str, Schema]) -> list[str]:
    """The names, each after those that its class refers to: pydantic then knows them at once."""
    ordered: dict[str, None] = {}
    waiting = [(name, False) for name in sorted(schemas, reverse=True)]
    seen: set[str] = set()
    while waiting:
        name, is_done = waiting.pop()
        if is_done:
            ordered[name] = None
        elif name not in seen:
            seen.add(name)
            waiting.append((name, True))
            waiting += [(used, False) for used in sorted(_references(schemas[name]), reverse=True)]
    return list(ordered)


def _references(node: Any) -> set[str]:
    if isinstance(node, list):
        return {name for inside in node for name in _references(inside)}
    if not isinstance(node, dict):
        return set()
    if "$ref" in node and isinstance(node["$ref"], str):
        return {node["$ref"].rsplit("/", 1)[1]}
    return {name for inside in node.values() for name in _references(inside)}


def _class(name: str, schema: Schema, names: Iterable[str], sends: bool) -> str:
    base = "ResponseModel"
    if sends:
        base = "ChoiceModel" if schema.get("x-choice") else "RequestModel"
        base += ', extra="allow"' if schema.get("additionalProperties") else ""
    taken = set(dir(BaseModel)) | _SHADOWED | set(names)
    fields = list(_fields(schema, taken, sends))
    return "\n".join([f"class {name}({base}):", *(fields or ["    pass"]), "\n"])


def _fields(schema: Schema, taken: set[str], sends: bool) -> Iterator[str]:
    for wire, value in schema["properties"].items():
        name = attribute_name(wire, taken)
        taken.add(name)
        kind = annotation(value, sends=sends)
        default = ""
        if wire not in schema.get("required", ()):
            missing = "MISSING" if sends else "None"
            kind = kind if missing in kind.split(" | ") else f"{kind} | {missing}"
            default = f" = {missing}"
        facts = ["repr=False"] if value.get("x-secret") else []
        facts += [f"alias={wire!r}"] if name != wire else []
        kind = f"Annotated[{kind}, Field({', '.join(facts)})]" if facts else kind
        yield f"    {name}: {kind}{default}"


def annotation(schema: Schema, *, sends: bool) -> str:
    """The Python type of a canonical schema: `Annotated[str, Field(min_length=1)] | None`."""
    if "x-python-type" in schema:
        return str(schema["x-python-type"]).rpartition(".")[2]
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[1]
    if "anyOf" in schema:
        return _union(annotation(branch, sends=sends) for branch in schema["anyOf"])
    types = schema.get("type", ())
    types = [types] if isinstance(types, str) else list(types)
    if "enum" in schema:
        values = [value for value in schema["enum"] if value is not None]
        literal = [_literal(values, sends)] if values else []
        return _union([*literal, *(["None"] if "null" in types else [])])
    return _union(_typed(schema, kind, sends) for kind in types) if types else "Any"


def _literal(values: list[Any], sends: bool) -> str:
    """The listed values; of requests with a check that flags and numbers are not taken for each other."""
    text = f"Literal[{', '.join(map(repr, values))}]"
    if sends and all(isinstance(value, bool) for value in values):
        return f"Annotated[{text}, ONLY_FLAGS]"
    if sends and all(type(value) in {int, float} for value in values):
        return f"Annotated[{text}, ONLY_NUMBERS]"
    return text


def _union(options: Iterable[str]) -> str:
    """The options, each once, `None` last; all of them together are `Any` if one is."""
    unique = sorted(dict.fromkeys(options), key=lambda option: option == "None")
    return "Any" if "Any" in unique else " | ".join(unique)


def _typed(schema: Schema, kind: str, sends: bool) -> str:
    plain = _PLAIN.get(kind, "Any")
    if kind == "integer" and sends:
        plain = "WholeNumber"
    elif kind == "array":
        plain = f"list[{annotation(schema.get('items', {}), sends=sends)}]"
    elif kind == "object":
        plain = f"dict[str, {annotation(schema.get('additionalProperties', {}), sends=sends)}]"
    words = _BOUNDS.get(kind, {})
    bounds = [f"{word}={schema[key]!r}" for key, word in words.items() if key in schema]
    return f"Annotated[{plain}, Field({', '.join(bounds)})]" if bounds else plain
