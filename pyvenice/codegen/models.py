"""Write pydantic models with datamodel-code-generator, from canonical component schemas."""

from __future__ import annotations

import json
import re
from typing import Any

from datamodel_code_generator import InputFileType, PythonVersion, generate
from datamodel_code_generator.enums import DataModelType, TargetPydanticVersion
from datamodel_code_generator.parser import LiteralType

Json = Any

_WHOLE = {
    "integer": "pyvenice.core.request.models.WholeNumber",
    "['integer', 'null']": "pyvenice.core.request.models.WholeNumber | None",
}


def model_module(schemas: dict[str, Json], base_class: str, *, sends: bool) -> str:
    """The source of a module with one class a schema; names sorted, properties in the given order.

    `sends`: what is left out must stay apart from `None`, so it is pydantic's `MISSING`.
    """
    document = {
        "openapi": "3.1.0",
        "info": {"title": "models", "version": "0"},
        "paths": {},
        "components": {"schemas": {name: schemas[name] for name in sorted(schemas)}},
    }
    document = _whole_numbers(document) if sends else document
    text = generate(
        json.dumps(document),
        input_file_type=InputFileType.OpenAPI,
        output_model_type=DataModelType.PydanticV2BaseModel,
        target_python_version=PythonVersion.PY_311,
        target_pydantic_version=TargetPydanticVersion.V2_14,
        base_class=base_class,
        base_class_map={
            name: "pyvenice.core.request.models.ChoiceModel"
            for name, schema in schemas.items()
            if "x-choice" in schema
        },
        use_annotated=True,
        enum_field_as_literal=LiteralType.All,
        strict_nullable=True,
        use_missing_sentinel=sends,
        use_type_alias=True,
        use_double_quotes=True,
        disable_timestamp=True,
        strict_refs=True,
        allow_remote_refs=False,
        formatters=[],
    )
    if not isinstance(text, str):
        raise TypeError(f"the model generator returned {type(text).__name__}, not text")
    return re.sub(r"\A(#[^\n]*\n)+", "", text)


def _whole_numbers(node: Json) -> Json:
    """A copy whose integers are those of JSON Schema, which `2.0` is."""
    if isinstance(node, list):
        return [_whole_numbers(one) for one in node]
    if not isinstance(node, dict):
        return node
    made = {key: _whole_numbers(value) for key, value in node.items()}
    python = _WHOLE.get(str(node.get("type")))
    return made | {"x-python-type": python} if python and "enum" not in node else made
