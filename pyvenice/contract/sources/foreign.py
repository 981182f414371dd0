"""Foreign formats: documents that describe an API in JSON and not as OpenAPI, converted to it.

They are recognised by what stands in them. Google's discovery documents, botocore's service models, JSON
Schemas of a task, and listings of models, with or without a schema for each, are known.
"""

from __future__ import annotations

import json
import re
from typing import Any

from pyvenice.contract.errors import DocumentError, shape_problem

Json = Any

_BEGIN = 4096
_SIGNS = re.compile(
    rb'"(?:discoveryVersion|shapes|\$schema|data|models|items|results|model_(?:name|type)|owned_by)"\s*:'
)
_ROW = re.compile(rb"\[\s*\{")
_OPENAPI = re.compile(rb'"(?:openapi|swagger)"\s*:')


def openapi_bytes(raw: bytes, *, name: str) -> bytes:
    """The document as OpenAPI when it is a known foreign format, else unchanged.

    Raises `DocumentError` when it is one, and not shaped as its format wants.
    """
    start = raw[:_BEGIN].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith((b"{", b"[")):
        return raw
    sign = _ROW.match(start) or _SIGNS.search(raw)
    own = _OPENAPI.search(raw, 0, _BEGIN)
    # A row of a listing may hold a whole OpenAPI document, so what stands first decides.
    if sign is None or (own is not None and own.start() < sign.start()):
        return raw
    try:
        tree = json.loads(raw.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError):
        return raw  # whoever reads it as OpenAPI says what is wrong with it
    try:
        converted = _converted(tree)
    except (AttributeError, LookupError, TypeError, RecursionError, ValueError) as error:
        problem = shape_problem(error)
        raise DocumentError(f"{name}: it cannot be converted to OpenAPI: {problem}") from error
    return raw if converted is None else json.dumps(converted, ensure_ascii=False).encode()


def _converted(tree: Json) -> Json:
    if isinstance(tree, list):
        return _converted_listing(tree)
    if "openapi" in tree or "swagger" in tree:
        return None
    if "discoveryVersion" in tree:
        from pyvenice.contract.sources.discovery import openapi_of_discovery

        return openapi_of_discovery(tree)
    if {"shapes", "operations", "metadata"} <= tree.keys():
        from pyvenice.contract.sources.botocore import openapi_of_botocore

        return openapi_of_botocore(tree)
    if "json-schema.org" in str(tree.get("$schema")) and {"properties", "$ref"} & tree.keys():
        from pyvenice.contract.sources.task_schema import openapi_of_task

        return openapi_of_task(tree)
    return None if "paths" in tree else _converted_listing(tree)


def _converted_listing(tree: Json) -> Json:
    from pyvenice.contract.sources.model_listing import model_ids, openapi_of_models
    from pyvenice.contract.sources.model_schemas import openapi_of_rows, schema_rows

    if rows := schema_rows({"data": tree} if isinstance(tree, list) else tree):
        return openapi_of_rows(rows)
    ids = model_ids(tree)
    return openapi_of_models(ids) if ids else None
