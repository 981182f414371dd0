"""Names for the classes of a module, which do not depend on the order of the document."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping

from pyvenice.codegen.shapes.names import class_name
from pyvenice.codegen.shapes.shape import Schema

_Key = tuple[str, str]
"""What an object without a name of its own is called where it stands, and what it holds."""

RESERVED = frozenset(
    [
        "Annotated",
        "Any",
        "ChoiceModel",
        "False",
        "Field",
        "ImagePart",
        "Literal",
        "MISSING",
        "None",
        "RequestModel",
        "ResponseModel",
        "True",
        "WholeNumber",
    ]
)


def named_classes(
    bodies: Mapping[str, Schema], components: Mapping[str, Schema]
) -> tuple[dict[str, Schema], dict[str, str]]:
    """Every class of a module by its name, and the names of the components by their reference.

    `bodies` have their names. Components are called as the document calls them. Objects inside are
    called after their property; where that is the name of something else too, after the class around
    them and the property, and so on up.
    """
    names = _component_names(components, {*bodies, *RESERVED})
    roots = dict(bodies) | {names[reference]: node for reference, node in components.items()}
    inner = _inner_names(roots)
    classes = {name: _hoisted(node, names, inner) for name, node in roots.items()}
    for name, node in roots.items():
        for _, key, inside in _objects(node, (name,)):
            classes[inner[key]] = _hoisted(inside, names, inner)
    return classes, names


def _component_names(components: Mapping[str, Schema], taken: set[str]) -> dict[str, str]:
    names: dict[str, str] = {}
    for reference in sorted(components):
        preferred = class_name(str(components[reference]["x-name"]))
        names[reference] = _free(preferred, taken)
        taken = taken | {names[reference]}
    return names


def _inner_names(roots: Mapping[str, Schema]) -> dict[_Key, str]:
    paths: dict[_Key, list[tuple[str, ...]]] = defaultdict(list)
    for name, node in roots.items():
        for path, key, _ in _objects(node, (name,)):
            paths[key].append(path)
    first = {key: min(found, key=lambda path: (len(path), path)) for key, found in paths.items()}
    names: dict[_Key, str] = {}
    taken = {*roots, *RESERVED}
    for length in range(1, max(map(len, first.values()), default=0) + 1):
        claims: dict[str, list[_Key]] = defaultdict(list)
        for key, path in first.items():
            if key not in names:
                claims["".join(path[-length:])].append(key)
        alone = {name: keys[0] for name, keys in claims.items() if len(keys) == 1}
        new = {key: name for name, key in alone.items() if name not in taken}
        names |= new
        taken |= {*new.values()}
    for key in sorted(first.keys() - names.keys()):
        names[key] = _free("".join(first[key][-2:]), taken)
        taken.add(names[key])
    return names


def _free(name: str, taken: set[str]) -> str:
    """The name, or the first of `NameB`, `NameC`, … that nobody has."""
    if name not in taken:
        return name
    letters = (chr(code) for code in range(ord("B"), ord("Z") + 1))
    return next(
        (f"{name}{letter}" for letter in letters if f"{name}{letter}" not in taken),
        None,
    ) or _free(f"{name}Z", taken)


def _objects(node: Schema, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], _Key, Schema]]:
    """The objects below a canonical schema that need a class: with their path of names, innermost last."""
    for inside in _inside(node):
        if "properties" in inside:
            name = class_name(str(inside["x-name"]))
            below = (*path, name)
            yield below, _key(inside), inside
            yield from _objects(inside, below)
        else:
            yield from _objects(inside, path)


def _inside(node: Schema) -> Iterator[Schema]:
    yield from node.get("properties", {}).values()
    yield from node.get("anyOf", ())
    for keyword in ("items", "additionalProperties"):
        if isinstance(node.get(keyword), dict):
            yield node[keyword]


def _key(node: Schema) -> _Key:
    return class_name(str(node["x-name"])), json.dumps(node, sort_keys=True)


def _hoisted(node: Schema, names: Mapping[str, str], inner: Mapping[_Key, str]) -> Schema:
    """The schema with every object in it replaced by a reference to its class."""

    def replaced(inside: Schema) -> Schema:
        if "$ref" in inside:
            return _reference(names[inside["$ref"]])
        if "properties" in inside:
            return _reference(inner[_key(inside)])
        return _hoisted(inside, names, inner)

    made = {key: value for key, value in node.items() if key != "x-name"}
    if "properties" in made:
        made["properties"] = {wire: replaced(value) for wire, value in made["properties"].items()}
    if "anyOf" in made:
        made["anyOf"] = [replaced(branch) for branch in made["anyOf"]]
    for keyword in ("items", "additionalProperties"):
        if isinstance(made.get(keyword), dict):
            made[keyword] = replaced(made[keyword])
    return made


def _reference(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}
