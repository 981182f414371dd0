"""Real published documents, where they are at hand, and small ones made for a purpose."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pyvenice.contract.document import yaml12

ROOT = Path(__file__).parents[2]
FETCHED = ROOT / ".documents"
"""What `make documents` fetched."""
SHARED = ROOT.parent / "shared"
UPSTREAM = SHARED / "upstream"
FOREIGN = SHARED / "foreign"
_PATTERNS = {
    UPSTREAM: ("*/*.yaml", "*/openapi-*.json", "*/pairs/*.yaml"),
    FOREIGN: ("*/openapi*.yaml", "*/openapi*.json", "*/edit-slice*.json"),
}
REAL = sorted(
    path
    for folder, patterns in {**_PATTERNS, FETCHED: ("*/*/openapi.*",)}.items()
    for pattern in patterns
    for path in folder.glob(pattern)
)
MISSING = f"no published documents in {SHARED} or {FETCHED}: 'make documents' fetches some"


def real_documents() -> list[Any]:
    """A test parameter for each, or one that is skipped with the reason."""
    if not REAL:
        return [pytest.param(SHARED, marks=pytest.mark.skip(reason=MISSING))]
    return [pytest.param(path, id="/".join(path.parts[-3:])) for path in REAL]


def real(name: str) -> bytes:
    """The bytes of a document in `upstream`; the test is skipped when it is not there."""
    path = UPSTREAM / name
    if not path.is_file():
        pytest.skip(f"{path} is not there, and no live address has this version any more")
    return path.read_bytes()


def minimal(**more: Any) -> dict[str, Any]:
    """A document with one operation, `POST /edit`, which reaches `Edit` and `Tree`."""
    tree = {"properties": {"child": {"$ref": "#/components/schemas/Tree"}}}
    edit = {"properties": {"tree": {"$ref": "#/components/schemas/Tree"}}}
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Edit"}}}}
    post = {"requestBody": body, "responses": {"200": {"description": "A picture"}}}
    return {
        "openapi": "3.0.0",
        "info": {"title": "Published", "version": "7"},
        "paths": {"/edit": {"post": post}, "/other": {"get": {"responses": {"200": {}}}}},
        "components": {"schemas": {"Edit": edit, "Tree": tree, "Unused": {"type": "string"}}},
    } | more


def minimal_text(**more: Any) -> bytes:
    """The same as YAML."""
    return yaml12.dumps(minimal(**more)).encode()
