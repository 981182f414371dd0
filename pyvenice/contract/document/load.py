"""Parse the bytes of a published document into a tree, or raise one sentence that says why not."""

from __future__ import annotations

from typing import Any

from pyvenice.contract.document import yaml12
from pyvenice.contract.document.document_limits import RepeatedKeys
from pyvenice.contract.document.gc_pause import pause_gc
from pyvenice.contract.document.precheck import document_text
from pyvenice.contract.errors import DocumentError

Json = Any
Document = dict[str, Json]


def read_document(raw: bytes, *, name: str, versions: tuple[str, ...] = ("2", "3")) -> Document:
    """Read an OpenAPI document, YAML 1.2 or JSON, gzip-ed or not.

    `versions` are the major versions that will do. Raises `DocumentError`, which begins with `name` and
    gives the place where there is one: empty, HTML, broken or cut off, a key that stands twice, nested
    deeper than 200 levels, aliases for more than a million nodes, not OpenAPI. References are not followed.
    """
    document, repeated = read_leniently(raw, name=name, versions=versions)
    repeated.refuse_any(name)
    return document


def read_leniently(
    raw: bytes, *, name: str, versions: tuple[str, ...] = ("2", "3")
) -> tuple[Document, RepeatedKeys]:
    """The same, but a key that stands twice is only noted; the last one counts."""
    text = document_text(raw, name=name)
    with pause_gc():
        tree, repeated = yaml12.loads_leniently(text, name=name)
    return _openapi(tree, name, versions), repeated


def _openapi(tree: Json, name: str, versions: tuple[str, ...]) -> Document:
    if not isinstance(tree, dict):
        kind = "a list" if isinstance(tree, list) else "a single value"
        raise DocumentError(f"{name}: not {_wanted(versions)}, but {kind}")
    version = str(tree.get("openapi", tree.get("swagger", "")))
    if not version:
        keys = ", ".join(key[:30] for key in list(tree)[:5]) or "none"
        raise DocumentError(
            f"{name}: not {_wanted(versions)} (the key 'openapi' is missing; its keys are {keys})"
        )
    if version.partition(".")[0] not in versions:
        raise DocumentError(f"{name}: not {_wanted(versions)}; it says version {version[:20]}")
    return tree


def _wanted(versions: tuple[str, ...]) -> str:
    return f"an OpenAPI {' or '.join(versions)} document"
