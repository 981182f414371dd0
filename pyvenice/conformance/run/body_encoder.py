"""Encodes generated bodies as the bytes that a careful client would send."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator, Mapping

from pyvenice.conformance.checks.operations import ContractOperation
from pyvenice.conformance.run.sample_images import (
    Sample,
    Size,
    is_sample_name,
    sample_image,
    sample_size,
)
from pyvenice.contract.schema.reader import alternatives, variants
from pyvenice.core.json_types import Json, Schema
from pyvenice.core.recording.multipart_parser import FORM

_BOUNDARY = "pyvenice-conformance"
# As browsers escape names in `Content-Disposition`.
_ESCAPES = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A"})


class BodyEncoder:
    """Encodes bodies of one operation and media type, with the images that they name."""

    def __init__(self, operation: ContractOperation, media_type: str) -> None:
        self._operation = operation
        self._schema = operation.bodies.get(media_type, {})
        self.media_type = media_type

    def encode(self, body: Json | bytes) -> tuple[bytes, str]:
        """The bytes of a body and its content type. Bytes stay as they are."""
        if isinstance(body, bytes):
            return body, self.media_type
        size = next(filter(None, map(sample_size, _sample_names(body))), None)
        if self.media_type == FORM and isinstance(body, dict):
            return self._form(body, size), f"{FORM}; boundary={_BOUNDARY}"
        with_images = self._with_images(body, self._schema, {}, size)
        text = json.dumps(with_images, ensure_ascii=False, default=str)
        return text.encode("utf-8", "replace"), self.media_type

    def _form(self, body: Mapping[str, Json | bytes], size: Size | None) -> bytes:
        pieces: list[bytes] = []
        for name, value in body.items():
            rule = self._image_rule(name)
            values = value if isinstance(value, list) else [value]
            part_name = rule.get("repeated-as", name) if len(values) > 1 else name
            for item in values:
                pieces += _part(str(part_name), item, rule, size)
        return b"".join([*pieces, f"--{_BOUNDARY}--\r\n".encode()])

    def _image_rule(self, name: str) -> Schema:
        schemas = variants(self._operation.document, self._schema, name)
        return next((schema["x-image"] for schema in schemas if "x-image" in schema), {})

    def _with_images(self, value: Json, schema: Schema, rule: Schema, size: Size | None) -> Json:
        """The value, with the images that it names as texts; `rule` is that of what is around it."""
        parts = list(alternatives(self._operation.document, schema))
        rule = rule or next((part["x-image"] for part in parts if "x-image" in part), {})
        if isinstance(value, str) and is_sample_name(value):
            polarity = rule.get("mask", "white")
            return _image_text(sample_image(value, size=size, polarity=polarity), rule)
        if isinstance(value, list):
            items: Schema = next((part["items"] for part in parts if "items" in part), {})
            return [self._with_images(item, items, rule, size) for item in value]
        if isinstance(value, dict):
            declared = [part.get("properties", {}) for part in parts]
            return {
                str(name): self._with_images(
                    item, _declared_schema(declared, str(name)), rule, size
                )
                for name, item in value.items()
            }
        return value


def _declared_schema(properties: Iterable[Schema], name: str) -> Schema:
    schema: Schema = next((names[name] for names in properties if name in names), {})
    return schema


def _sample_names(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        if is_sample_name(value):
            yield value
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _sample_names(item)


def _image_text(sample: Sample, rule: Schema) -> str:
    encoded = base64.b64encode(sample.data).decode()
    is_bare = "base64" in rule.get("json", ())
    return encoded if is_bare else f"data:{sample.media_type};base64,{encoded}"


def _part(name: str, value: Json | bytes, rule: Schema, size: Size | None) -> Iterator[bytes]:
    escaped = name.translate(_ESCAPES)
    head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{escaped}"'
    if isinstance(value, str) and is_sample_name(value):
        sample = sample_image(value, size=size, polarity=rule.get("mask", "white"))
        head += f'; filename="{sample.filename}"\r\nContent-Type: {sample.media_type}'
        data = sample.data
    elif isinstance(value, bytes):
        data = value
    else:
        text = value if isinstance(value, str) else json.dumps(value, default=str)
        data = text.encode("utf-8", "replace")
    yield head.encode("utf-8", "replace") + b"\r\n\r\n" + data + b"\r\n"
