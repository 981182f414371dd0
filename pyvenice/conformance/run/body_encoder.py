"""A generated body as the bytes that a careful client would send."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from typing import Any

from pyvenice.conformance.checks.operations import Operation
from pyvenice.conformance.checks.schemas import variants
from pyvenice.conformance.run.sample_images import Sample, Size, drawn, is_name, size_of
from pyvenice.core.recording.multipart_parser import FORM

Json = Any

_BOUNDARY = "pyvenice-conformance"
_ESCAPED = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A"})


class Encoder:
    """Encodes bodies of one operation and media type, with the images that they name."""

    def __init__(self, operation: Operation, media_type: str) -> None:
        self._operation = operation
        self._schema = operation.bodies.get(media_type, {})
        self.media_type = media_type

    def encoded(self, body: Json) -> tuple[bytes, str]:
        """The bytes of a body and its content type. Bytes stay as they are."""
        if isinstance(body, bytes):
            return body, self.media_type
        size = _first_size(body)
        if self.media_type == FORM and isinstance(body, dict):
            return self._form(body, size), f"{FORM}; boundary={_BOUNDARY}"
        text = json.dumps(self._spelt(body, {}, size), ensure_ascii=False, default=str)
        return text.encode("utf-8", "replace"), self.media_type

    def _form(self, body: Mapping[str, Json], size: Size | None) -> bytes:
        pieces: list[bytes] = []
        for name, value in body.items():
            rule = self._rule(name)
            several = isinstance(value, list) and len(value) > 1
            sent = rule.get("repeated-as", name) if several else name
            for one in value if isinstance(value, list) else [value]:
                pieces += _part(str(sent), one, rule, size)
        return b"".join([*pieces, f"--{_BOUNDARY}--\r\n".encode()])

    def _rule(self, name: str) -> Mapping[str, Json]:
        found = variants(self._operation, self._schema, name)
        return next((one["x-image"] for one in found if "x-image" in one), {})

    def _spelt(self, value: Json, rule: Mapping[str, Json], size: Size | None) -> Json:
        if is_name(value):
            return _text(drawn(value, size=size, polarity=rule.get("mask", "white")), rule)
        if isinstance(value, list):
            return [self._spelt(one, rule, size) for one in value]
        if isinstance(value, dict):
            return {
                str(name): self._spelt(one, rule or self._rule(str(name)), size)
                for name, one in value.items()
            }
        return value


def _first_size(body: Json) -> Size | None:
    """The size of the first image in a body, which a mask must have."""
    return next(filter(None, map(size_of, _names(body))), None)


def _names(value: Json) -> Iterator[str]:
    if is_name(value):
        yield value
    elif isinstance(value, list | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _names(one)


def _text(sample: Sample, rule: Mapping[str, Json]) -> str:
    encoded = base64.b64encode(sample.data).decode()
    bare = "base64" in rule.get("json", ())
    return encoded if bare else f"data:{sample.media_type};base64,{encoded}"


def _part(name: str, value: Json, rule: Mapping[str, Json], size: Size | None) -> Iterator[bytes]:
    shown = name.translate(_ESCAPED)
    head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{shown}"'
    if is_name(value):
        sample = drawn(value, size=size, polarity=rule.get("mask", "white"))
        head += f'; filename="{sample.filename}"\r\nContent-Type: {sample.media_type}'
        data = sample.data
    else:
        text = value if isinstance(value, str) else json.dumps(value, default=str)
        data = value if isinstance(value, bytes) else text.encode("utf-8", "replace")
    yield head.encode("utf-8", "replace") + b"\r\n\r\n" + data + b"\r\n"
