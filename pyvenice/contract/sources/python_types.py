"""JSON Schemas of Python type definitions: TypedDicts, models, `Literal` unions and their aliases."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from pyvenice.contract.errors import DocumentError
from pyvenice.contract.schema.merge import DEPRECATED_VALUES
from pyvenice.contract.sources.python_syntax import (
    TRANSPARENT,
    alias_of,
    assigned,
    docstring,
    elements,
    is_required,
    is_total,
    last_name,
    members,
    parsed,
    presence,
    statements,
)
from pyvenice.contract.sources.wheel import Package

Json = Any
Schema = dict[str, Json]

_SCALARS: dict[str, Schema] = {
    "str": {"type": "string"},
    "int": {"type": "integer"},
    "float": {"type": "number"},
    "bool": {"type": "boolean"},
    "None": {"type": "null"},
    "NoneType": {"type": "null"},
    "datetime": {"type": "string", "format": "date-time"},
    "date": {"type": "string", "format": "date"},
    "FileTypes": {"type": "string", "format": "binary"},
    "FileContent": {"type": "string", "format": "binary"},
    "bytes": {"type": "string", "format": "binary"},
    "Base64FileInput": {"type": "string"},
    "UUID": {"type": "string", "format": "uuid"},
    **{
        name: {"type": "string"}
        for name in ("StrictStr", "AnyUrl", "HttpUrl", "EmailStr", "SecretStr")
    },
    "StrictInt": {"type": "integer"},
    "StrictFloat": {"type": "number"},
    "StrictBool": {"type": "boolean"},
    "Decimal": {"type": "number"},
}
_ANYTHING = {"object", "Any", "Body"}
_ARRAYS = {"List", "list", "Sequence", "Iterable", "SequenceNotStr", "Tuple", "tuple", "Set", "set"}
_ARRAYS |= {"FrozenSet", "frozenset", "Collection", "MutableSequence", "Iterator"}
_MAPPINGS = {"Dict", "dict", "Mapping", "MutableMapping", "OrderedDict", "DefaultDict"}
_NOT_GIVEN = {"NotGiven", "Omit", "NotGivenOr"}
_ENUMS = {"Enum", "StrEnum", "IntEnum"}
_TYPED_DICT, _MODEL = "TypedDict", "BaseModel"
_NO_FIELDS = {_TYPED_DICT, _MODEL, "Generic", "Protocol", "ABC", "object", "str", "int"}
_ALIASES = {"TypeAliasType", "NewType"}
_DEPRECATED = re.compile(r"\W*deprecated\b(?! (?:values?|options?|models?)\b)", re.IGNORECASE)
_DEPRECATED_VALUES = re.compile(r"^\s*Deprecated values:\s*$(.*)", re.MULTILINE | re.DOTALL)
_VALUES_OF_AN_ITEM = re.compile(r'^\s*[-*] ((?:["`][^"`]+["`](?:, )?)+)', re.MULTILINE)
_MAX_HOPS = 50


class _Definition(NamedTuple):
    """What a name stands for, and the module in which its own names are to be looked up."""

    path: str
    node: ast.ClassDef | ast.expr


class _Field(NamedTuple):
    name: str
    schema: Schema
    required: bool
    deprecated: bool = False


class UnreadableTypeError(DocumentError):
    """A class of the package cannot be read as a whole, so that what it lacks is unknown."""


class TypeReader:
    """Schemas of the types of one package. Classes become `components`, so that they may recurse."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.components: dict[str, Schema] = {}
        self.unresolved: dict[str, None] = {}
        """What could not be read, as sentences in the order they were met; it takes any value."""

    def schema(self, address: str) -> Schema:
        """The schema of `package/module.py:Name`. Raises `DocumentError` when it has no such type."""
        path, _, name = address.partition(":")
        if self.package.module(path) is None:
            raise DocumentError(f"{self.package.name}: it has no module {path}")
        definition = self._definition(path, name)
        if definition is None:
            raise DocumentError(f"{self.package.name}: {path} has no class {name}")
        return self._of_definition(definition)

    def _definition(self, path: str, name: str, hops: int = 0) -> _Definition | None:
        """Follows a name through assignments of a module and its relative imports."""
        tree = self.package.module(path)
        if tree is None or hops > _MAX_HOPS:
            return None
        for statement in statements(tree.body):
            if isinstance(statement, ast.ClassDef) and statement.name == name:
                return _Definition(path, statement)
            value = assigned(statement, name)
            if value is not None:
                return _Definition(path, value)
            if isinstance(statement, ast.ImportFrom):
                for alias in statement.names:
                    if (alias.asname or alias.name) == name:
                        return self._imported(path, statement, alias.name, hops)
                    everything = alias.name == "*"
                    definition = everything and self._imported(path, statement, name, hops)
                    if definition:
                        return definition
        return None

    def _imported(
        self, path: str, statement: ast.ImportFrom, name: str, hops: int
    ) -> _Definition | None:
        folder = path.split("/")[: -statement.level] if statement.level else []
        module = "/".join([*folder, *filter(None, (statement.module or "").split("."))])
        for candidate in (f"{module}.py", f"{module}/__init__.py"):
            if self.package.module(candidate) is not None:
                return self._definition(candidate, name, hops + 1)
        return None

    def _of_definition(self, definition: _Definition) -> Schema:
        if not isinstance(definition.node, ast.ClassDef):
            return self._of(definition.node, definition.path)
        key = f"{definition.path.removesuffix('.py').replace('/', '.')}.{definition.node.name}"
        if key not in self.components:
            self.components[key] = {}  # a class that names itself ends here
            self.components[key].update(self._of_class(definition.node, definition.path))
        return {"$ref": f"#/components/schemas/{key}"}

    def _of_class(self, node: ast.ClassDef, path: str) -> Schema:
        if self._is_enum(node, path):
            return _enum_of([*members(node).values()])
        fields = {field.name: field for field in self._fields(node, path)}
        return _object(fields.values())

    def _is_enum(self, node: ast.ClassDef, path: str, hops: int = 0) -> bool:
        """Whether one of the bases is an enum, or a class of the package that is one."""
        for base in node.bases:
            name = last_name(base)
            if name in _ENUMS:
                return True
            definition = self._definition(path, name) if hops < _MAX_HOPS and name else None
            if (
                definition
                and isinstance(definition.node, ast.ClassDef)
                and self._is_enum(definition.node, definition.path, hops + 1)
            ):
                return True
        return False

    def _fields(self, node: ast.ClassDef, path: str, hops: int = 0) -> Iterator[_Field]:
        for base in node.bases:
            yield from self._inherited(base, node, path, hops)
        total = is_total(node.keywords)
        for statement, following in zip(node.body, [*node.body[1:], None], strict=True):
            if (
                isinstance(statement, ast.AnnAssign)
                and isinstance(statement.target, ast.Name)
                and last_name(statement.annotation) != "ClassVar"
            ):
                alias = alias_of(statement.value) or alias_of(statement.annotation)
                text = docstring(following)
                yield _Field(
                    alias or statement.target.id,
                    self._of(statement.annotation, path) | deprecated_values(text),
                    is_required(statement, total=total),
                    deprecated=bool(_DEPRECATED.match(text)),
                )

    def _inherited(
        self, base: ast.expr, node: ast.ClassDef, path: str, hops: int
    ) -> Iterator[_Field]:
        """The fields of a base class. Raises `UnreadableTypeError` for one that cannot be found."""
        if isinstance(base, ast.Call):
            yield from self._functional(base, path)
            return
        definition = self._definition(path, last_name(base)) if hops < _MAX_HOPS else None
        if definition is not None and isinstance(definition.node, ast.ClassDef):
            yield from self._fields(definition.node, definition.path, hops + 1)
        elif definition is not None and isinstance(definition.node, ast.Call):
            yield from self._functional(definition.node, definition.path)
        elif last_name(base) not in _NO_FIELDS:
            raise UnreadableTypeError(
                f"{self.package.name}: {path}: {node.name} inherits from {ast.unparse(base)}, "
                "whose fields are not in the package"
            )

    def _functional(self, call: ast.Call, path: str) -> Iterator[_Field]:
        """`TypedDict("Name", {"from": str})`, the spelling for names that are keywords."""
        if last_name(call.func) != _TYPED_DICT or len(call.args) < len(("name", "fields")):
            return
        table, total = call.args[1], is_total(call.keywords)
        if not isinstance(table, ast.Dict):
            return
        for key, value in zip(table.keys, table.values, strict=True):
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                given = presence(value)
                required = total if given is None else given
                yield _Field(alias_of(value) or key.value, self._of(value, path), required)

    def _of(self, node: ast.expr, path: str) -> Schema:
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str):  # a name that is defined further down
                return self._of(parsed(node.value, self.package.name, path), path)
            return _SCALARS["None"] if node.value is None else {}
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            return self._of_union([node.left, node.right], path)
        if isinstance(node, ast.Subscript):
            return self._of_subscript(node, path)
        if isinstance(node, ast.Call):
            return self._of_call(node, path)
        name = last_name(node)
        return self._of_name(name, path) if name else self._unknown(node, path)

    def _of_union(self, parts: list[ast.expr], path: str) -> Schema:
        """What any part takes; what marks an argument as not given is no value."""
        given = [part for part in parts if last_name(part) not in _NOT_GIVEN]
        return _union([self._of(part, path) for part in given or parts])

    def _of_call(self, node: ast.Call, path: str) -> Schema:
        """`TypedDict("Name", {…})`, `NewType("Name", str)` and `TypeAliasType("Name", str)`."""
        if last_name(node.func) in _ALIASES and len(node.args) > 1:
            return self._of(node.args[1], path)
        fields = {field.name: field for field in self._functional(node, path)}
        return _object(fields.values()) if fields else self._unknown(node, path)

    def _unknown(self, node: ast.expr | str, path: str) -> Schema:
        """Any value, and a record of what could not be read."""
        text = node if isinstance(node, str) else ast.unparse(node)[:60]
        self.unresolved[f"{path} names the type {text}, which the package does not define"] = None
        return {}

    def _of_name(self, name: str, path: str) -> Schema:
        if name in _SCALARS:
            return dict(_SCALARS[name])
        if name in _ANYTHING:
            return {}
        if name in _ARRAYS or name in _MAPPINGS:
            return {"type": "array", "items": {}} if name in _ARRAYS else {"type": "object"}
        definition = self._definition(path, name)
        if definition is None:
            return self._unknown(name, path)
        return self._of_definition(definition)

    def _of_subscript(self, node: ast.Subscript, path: str) -> Schema:
        name, inner = last_name(node.value), elements(node.slice)
        if name == "Literal":
            return self._of_literal(inner, path)
        if name in ("Union", "Optional"):
            absent = [ast.Constant(None)] if name == "Optional" else []
            return self._of_union([*inner, *absent], path)
        if name in TRANSPARENT:
            return self._of(inner[0], path)
        if name in _ARRAYS:
            return {"type": "array", "items": self._of(inner[0], path)}
        if name in _MAPPINGS:
            return {"type": "object", "additionalProperties": self._of(inner[-1], path)}
        return self._of_name(name, path)

    def _member(self, node: ast.Attribute, path: str) -> Json:
        """The value of `Quality.HIGH`; None where the package has no such member."""
        definition = self._definition(path, last_name(node.value))
        if definition is None or not isinstance(definition.node, ast.ClassDef):
            return None
        return members(definition.node).get(node.attr)

    def _of_literal(self, nodes: Iterable[ast.expr], path: str) -> Schema:
        """`Literal["a", -1, Other]`: values, and other lists of values by their names."""
        values: list[Json] = []
        parts: list[Schema] = []
        for node in nodes:
            if isinstance(node, ast.Name | ast.Subscript):
                parts.append(self._of(node, path))
                continue
            if isinstance(node, ast.Attribute):
                member = self._member(node, path)
                if member is None:
                    return self._unknown(node, path)
                values.append(member)
                continue
            try:
                values.append(ast.literal_eval(node))
            except ValueError:
                return self._unknown(node, path)
        lists = [_enum_of(values)] if values else []
        return _union([*lists, *parts])


def deprecated_values(text: str) -> Schema:
    """`{"x-deprecated-values": […]}` for the values that a docstring lists as deprecated, or nothing."""
    section = _DEPRECATED_VALUES.search(text)
    items = _VALUES_OF_AN_ITEM.findall(section[1]) if section else []
    values = [value for item in items for value in re.findall('["`]([^"`]+)["`]', item)]
    return {DEPRECATED_VALUES: values} if values else {}


def _object(fields: Iterable[_Field]) -> Schema:
    fields = list(fields)
    properties = {
        field.name: field.schema | {"deprecated": True} if field.deprecated else field.schema
        for field in fields
    }
    schema: Schema = {"type": "object", "properties": properties}
    if required := [field.name for field in fields if field.required]:
        schema["required"] = required
    return schema


def _enum_of(values: list[Json]) -> Schema:
    names = {str: "string", bool: "boolean", int: "integer"}
    kinds = {names[type(value)] for value in values if type(value) in names}
    schema: Schema = {"enum": values}
    return schema | {"type": kinds.pop()} if len(kinds) == 1 and None not in values else schema


def _union(parts: list[Schema]) -> Schema:
    flat: list[Schema] = []
    for part in parts:
        nested = part["anyOf"] if set(part) == {"anyOf"} else [part]
        flat += [schema for schema in nested if schema not in flat]
    return flat[0] if len(flat) == 1 else {"anyOf": flat}
