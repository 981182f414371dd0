"""Small wheels of a made-up SDK, and the pin of the provider that it belongs to."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

from pyvenice.contract.diff.check import check
from pyvenice.contract.diff.findings import ProviderReport
from pyvenice.contract.document import yaml12

EDIT = """
from __future__ import annotations
from typing import List, Optional, Union
from typing_extensions import Literal, Required, TypedDict
from .._types import FileTypes
from .model_name import ModelName

class EditParams(TypedDict, total=False):
    image: Required[FileTypes]
    prompt: Required[str]
    quality: Optional[Literal["low", "high"]]
    model: Union[str, ModelName, None]
    strength: float
    tags: List[str]
"""
RESULT = """
from typing import List, Optional
from typing_extensions import Literal
from .._models import BaseModel

class Item(BaseModel):
    url: Optional[str] = None

class Result(BaseModel):
    created: int
    data: Optional[List[Item]] = None
    quality: Optional[Literal["low", "high"]] = None
"""
MODULES = {
    "acme/types/edit_params.py": EDIT,
    "acme/types/result.py": RESULT,
    "acme/types/model_name.py": 'ModelName: TypeAlias = Literal["one", "two"]\n',
}
SOURCE = """
title = "Acme"
live = ["https://api.acme.example/openapi.json"]
base_url = "https://api.acme.example"

[auth]
api_key_env = "ACME_API_KEY"
required = true

[operations]
"image.edit" = { endpoint = "POST /edits", stem = "Edit" }

[sdk]
package = "acme"

[sdk.operations]
"image.edit" = { request = "acme/types/edit_params.py:EditParams", response = "acme/types/result.py:Result" }
"""
_QUALITY = {"type": "string", "enum": ["low", "high"], "nullable": True, "default": "low"}
_NAMES = {"type": "string", "enum": ["one", "two"]}
_FIELDS = {
    "prompt": {"type": "string", "maxLength": 100},
    "quality": _QUALITY,
    "model": {"anyOf": [{"type": "string"}, _NAMES], "nullable": True},
    "strength": {"type": "number", "minimum": 0, "maximum": 1},
    "tags": {"type": "array", "items": {"type": "string"}, "maxItems": 3},
}
_FORM = {
    "type": "object",
    "properties": {"image": {"type": "string", "format": "binary"}, **_FIELDS},
    "required": ["image", "prompt"],
}
_JSON = {
    "type": "object",
    "properties": {"image_url": {"type": "string"}, **_FIELDS},
    "required": ["image_url", "prompt"],
}
_ITEM = {"type": "object", "properties": {"url": {"type": "string", "format": "uri"}}}
_RESULT = {
    "type": "object",
    "properties": {
        "created": {"type": "integer"},
        "data": {"type": "array", "items": _ITEM},
        "quality": {"type": "string", "enum": ["low", "high"]},
    },
    "required": ["created"],
}
_EDIT = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {"schema": _FORM},
            "application/json": {"schema": _JSON},
        },
    },
    "responses": {"200": {"content": {"application/json": {"schema": _RESULT}}}},
}
_MODELS = {
    "responses": {"200": {"content": {"application/json": {"schema": _RESULT}}}},
    "parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 9}}],
}
CONTRACT = {
    "openapi": "3.1.0",
    "info": {"title": "acme", "version": "1"},
    "paths": {"/edits": {"post": _EDIT}, "/models": {"get": _MODELS}},
}


def specs(folder: Path, source: str = SOURCE) -> Path:
    """A folder of pins that holds the made-up provider alone."""
    place = folder / "specs" / "acme"
    place.mkdir(parents=True, exist_ok=True)
    contract = yaml12.dumps(CONTRACT).encode()
    (place / "contract.yaml").write_bytes(contract)
    (place / "source.toml").write_text(source, encoding="utf-8")
    record = {
        "version": "1",
        "contract_sha256": hashlib.sha256(contract).hexdigest(),
        "upstream_sha256": "",
        "pulled": "2026-01-01",
    }
    (place.parent / "specs.lock").write_text(
        json.dumps({"acme": record | {"operations": {}}}), encoding="utf-8"
    )
    return place.parent


def wheel(
    folder: Path, modules: dict[str, str] | None = None, *, name: str = "acme", version: str = "1.0"
) -> Path:
    """A wheel of the SDK as it is pinned, with other texts for some of its modules."""
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for module, text in (MODULES | (modules or {})).items():
            archive.writestr(module, text)
        archive.writestr(f"{name}-{version}.dist-info/METADATA", f"Name: {name}\n")
    return path


def edited(old: str, new: str, *, module: str = "acme/types/edit_params.py") -> dict[str, str]:
    """One module with another text in one place."""
    assert MODULES[module].count(old) == 1, old
    return {module: MODULES[module].replace(old, new)}


def check_wheel(
    folder: Path, modules: dict[str, str] | None = None, *, source: str = SOURCE
) -> ProviderReport:
    """The report about the made-up provider and its SDK with these modules."""
    return check("acme", sdk=str(wheel(folder, modules)), folder=specs(folder, source))
