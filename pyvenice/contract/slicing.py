"""Cut the operations in use, and all that they reference, out of a whole OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pyvenice.contract.errors import DocumentError
from pyvenice.contract.flaws import levels
from pyvenice.contract.methods import METHODS, operation_name

Json = Any
Document = dict[str, Any]


def slice_document(document: Document, operations: Iterable[tuple[str, str]]) -> Document:
    """Keep the operations given as `(method, path)` and what they reach through `$ref` and security.

    Raises `DocumentError` when an operation is not there, or a reference leads nowhere or outside.
    """
    paths: Document = {}
    for method, path in operations:
        item = _path_item(document, method, path)
        kept = paths.setdefault(path, {k: v for k, v in item.items() if k not in METHODS})
        kept[method] = item[method]
    sliced = {"openapi": document["openapi"], "info": document.get("info", {})}
    for key in ("servers", "security"):
        if key in document:
            sliced[key] = document[key]
    sliced["paths"] = paths
    if components := _components(document, sliced):
        sliced["components"] = components
    return sliced


def _path_item(document: Document, method: str, path: str) -> Document:
    paths = document.get("paths") or {}
    item = paths.get(path)
    if isinstance(item, dict) and isinstance(item.get(method), dict):
        return item
    import difflib

    near = difflib.get_close_matches(path, paths, n=1)
    hint = f"; the nearest path is {near[0]}" if near and near[0] != path else ""
    raise DocumentError(f"the document has no operation {operation_name(method, path)}{hint}")


def refuse_without_responses(sliced: Document) -> None:
    """Raises `DocumentError` for an operation without responses, which no published one is."""
    for path, item in sliced["paths"].items():
        for method in METHODS:
            if method in item and not item[method].get("responses"):
                raise DocumentError(
                    f"{operation_name(method, path)} has no responses: the document is cut off"
                )


def _components(document: Document, sliced: Document) -> Document:
    found: dict[str, set[str]] = {}
    waiting: list[Json] = [sliced["paths"]]
    found["securitySchemes"] = {
        one for one in _security_schemes(sliced) if _has(document, "securitySchemes", one)
    }
    while waiting:
        for reference in _references(waiting.pop()):
            kind, name = _component_name(reference)
            if name not in found.setdefault(kind, set()):
                found[kind].add(name)
                waiting.append(resolve(document, f"#/components/{kind}/{escape(name)}"))
    return {
        kind: {name: document["components"][kind][name] for name in sorted(found[kind])}
        for kind in sorted(found)
        if found[kind]
    }


def _has(document: Document, kind: str, name: str) -> bool:
    try:
        resolve(document, f"#/components/{kind}/{escape(name)}")
    except DocumentError:
        return False
    return True


def _security_schemes(sliced: Document) -> Iterator[str]:
    for requirement in sliced.get("security", ()):
        yield from requirement
    for item in sliced["paths"].values():
        for method in METHODS:
            for requirement in item.get(method, {}).get("security", ()):
                yield from requirement


def _references(tree: Json) -> Iterator[str]:
    for level in levels(tree):
        for node in level:
            if isinstance(node, dict):
                yield from _own_references(node)


def _own_references(node: Document) -> Iterator[str]:
    if isinstance(node.get("$ref"), str):
        yield node["$ref"]
    if isinstance(discriminator := node.get("discriminator"), dict):
        for target in discriminator.get("mapping", {}).values():
            yield target if "/" in target else f"#/components/schemas/{target}"


def _component_name(reference: str) -> tuple[str, str]:
    parts = reference.split("/")
    if parts[:2] != ["#", "components"] or len(parts) < 4:
        raise DocumentError(f"the reference {reference} leads out of the document's components")
    return parts[2], unescape(parts[3])


def resolve(document: Document, reference: str) -> Json:
    """The node that a local reference (`#/components/schemas/Image`) names."""
    if not reference.startswith("#/"):
        raise DocumentError(
            f"the reference {reference} leads out of the document; it is not followed"
        )
    node: Json = document
    for part in map(unescape, reference[2:].split("/")):
        try:
            node = node[int(part)] if isinstance(node, list) else node[part]
        except (KeyError, IndexError, ValueError, TypeError):
            raise DocumentError(f"the reference {reference} leads nowhere") from None
    return node


def escape(part: str) -> str:
    """One part of a JSON pointer."""
    return part.replace("~", "~0").replace("/", "~1")


def unescape(part: str) -> str:
    """The name that one part of a JSON pointer stands for."""
    return part.replace("~1", "/").replace("~0", "~")
