"""Cut the operations in use, and all that they reference, out of a whole OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pyvenice.contract.document.operation_key import METHODS, methods_of, operation_name
from pyvenice.contract.document.pointer import escape, resolve
from pyvenice.contract.document.references import (
    COMPONENTS,
    component_of,
    references,
    to_components,
)
from pyvenice.contract.errors import DocumentError

Json = Any
Document = dict[str, Any]


def slice_document(document: Document, operations: Iterable[tuple[str, str]]) -> Document:
    """Keep the operations given as `(method, path)` and what they reach through `$ref` and security.

    Raises `DocumentError` when an operation is not there, or a reference leads nowhere or outside.
    """
    paths: Document = {}
    for method, path in operations:
        item = _path_item(document, method, path)
        kept = paths.setdefault(path, {k: v for k, v in item.items() if k.lower() not in METHODS})
        kept[method] = methods_of(item)[method]
    sliced: Document = {"openapi": document["openapi"], "info": document.get("info", {})}
    for key in ("servers", "security"):
        if key in document:
            sliced[key] = document[key]
    sliced["paths"] = paths
    components, quoted = _components(document, sliced)
    if components:
        sliced["components"] = components
    return to_components(sliced) if quoted else sliced


def _path_item(document: Document, method: str, path: str) -> Document:
    paths = document.get("paths") or {}
    item = paths.get(path)
    if isinstance(item, dict) and isinstance(methods_of(item).get(method), dict):
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


def _components(document: Document, sliced: Document) -> tuple[Document, bool]:
    """What the slice reaches, by kind and name, and whether any of it is quoted from elsewhere."""
    found: dict[str, Document] = {}
    quoted = False
    found["securitySchemes"] = {
        name: _component(document, "securitySchemes", name)
        for name in _security_schemes(sliced)
        if _has(document, "securitySchemes", name)
    }
    waiting: list[Json] = [sliced["paths"]]
    while waiting:
        for reference in references(waiting.pop()):
            kind, name = component_of(reference)
            if name not in found.setdefault(kind, {}):
                if reference.startswith(COMPONENTS):
                    made = _component(document, kind, name)
                else:
                    made, quoted = resolve(document, reference), True
                found[kind][name] = made
                waiting.append(made)
    ordered = {kind: dict(sorted(found[kind].items())) for kind in sorted(found) if found[kind]}
    return ordered, quoted


def _component(document: Document, kind: str, name: str) -> Json:
    return resolve(document, f"{COMPONENTS}{kind}/{escape(name)}")


def _has(document: Document, kind: str, name: str) -> bool:
    try:
        _component(document, kind, name)
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
