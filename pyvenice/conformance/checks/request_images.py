"""Request image checks: sent in a form that the provider takes, and of the declared type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyvenice.conformance.checks.images import strict_base64
from pyvenice.conformance.checks.operations import ContractOperation
from pyvenice.conformance.checks.schemas import pointer
from pyvenice.conformance.checks.violations import Breach, report_value
from pyvenice.contract.schema.reader import Path, alternatives
from pyvenice.core.images.base64_codec import parse_data_uri
from pyvenice.core.images.header import sniff
from pyvenice.core.json_types import Json, Schema
from pyvenice.core.recording.multipart_parser import Part

# As many bytes as `sniff` looks at, and the base64 that holds them.
_HEAD = 64
_ENCODED_HEAD = 88
_SAME_TYPE = {"image/heif": "image/heic"}


def check_part_image(part: Part, rule: Schema) -> Iterator[Breach]:
    """What is wrong with a part of a form where an image is meant."""
    at = f"/{part.name}"
    actual = sniff(part.data[:_HEAD])
    if part.filename is None:
        what = "an image without a file name, which is read as text"
        if actual is None:
            what = "a text, and a file is meant"
        found = report_value(part.data)
        yield Breach("request-file-without-name", at, f"is {what}", "a file", found)
    elif not part.filename or set(part.filename) & set("/\\\0\r\n"):
        reason = "has a file name that is not a bare name"
        found = report_value(part.filename)
        yield Breach("request-file-name-path", at, reason, "photo.png", found)
    if actual is None:
        yield _unknown_image(at, part.data)
    else:
        declared = (part.media_type or "").partition(";")[0].strip()
        yield from _check_declared_type(at, declared, actual)
        yield from _check_rule(at, actual, len(part.data), rule)


def check_json_images(
    operation: ContractOperation, schema: Schema, body: Mapping[str, Json], path: Path = ()
) -> Iterator[Breach]:
    """What is wrong with the images in a JSON body."""
    parts = list(alternatives(operation.document, schema))
    for name, value in body.items():
        declared = next(
            (part["properties"][name] for part in parts if name in part.get("properties", {})), None
        )
        if declared is not None:
            yield from _check_value(operation, declared, value, (*path, name), None)


def _check_value(
    operation: ContractOperation, schema: Schema, value: Json, path: Path, rule: Schema | None
) -> Iterator[Breach]:
    parts = list(alternatives(operation.document, schema))
    rule = next((part["x-image"] for part in parts if "x-image" in part), rule)
    if isinstance(value, Mapping):
        yield from check_json_images(operation, schema, value, path)
    elif isinstance(value, list):
        items: Schema = next((part["items"] for part in parts if "items" in part), {})
        for index, item in enumerate(value):
            yield from _check_value(operation, items, item, (*path, index), rule)
    elif isinstance(value, str) and rule is not None:
        yield from _check_text(pointer(path), value, rule)


def _check_text(at: str, text: str, rule: Schema) -> Iterator[Breach]:
    encoding = _text_encoding(text)
    if encoding not in rule.get("json", (encoding,)):
        allowed = ", ".join(rule["json"])
        reason = f"is an image as {encoding}, which is not taken here"
        yield Breach("request-image-spelling", at, reason, allowed, report_value(text))
        return
    if encoding == "url":
        return
    declared, payload = _data_uri(text)
    head = _decode(payload[:_ENCODED_HEAD])
    actual = sniff(head) if head is not None else None
    if head is None or len(payload) % 4:
        yield Breach("request-base64-broken", at, "is not base64", "base64", report_value(text))
    elif actual is None:
        yield _unknown_image(at, head)
    else:
        if declared is not None:
            yield from _check_declared_type(at, declared, actual)
        yield from _check_rule(at, actual, len(payload) // 4 * 3, rule)


def _text_encoding(text: str) -> str:
    start = text[:8].lower()
    if start.startswith(("http://", "https://")):
        return "url"
    return "data-uri" if start.startswith("data:") else "base64"


def _data_uri(text: str) -> tuple[str | None, str]:
    """The media type that a data URI declares, and the base64 in it."""
    uri = parse_data_uri(text)
    return (None, text) if uri is None else (uri.media_type, uri.payload)


def _decode(text: str) -> bytes | None:
    try:
        return strict_base64(text)
    except ValueError:
        return None


def _unknown_image(at: str, data: bytes) -> Breach:
    reason = "is no image: its first bytes are those of no known format"
    return Breach("request-image-unknown", at, reason, "an image", report_value(data))


def _check_declared_type(at: str, declared: str, actual: str) -> Iterator[Breach]:
    if _SAME_TYPE.get(declared.lower(), declared.lower()) != _SAME_TYPE.get(actual, actual):
        reason = f"is {actual} and says {declared or 'no type'}"
        yield Breach("request-part-type-wrong", at, reason, actual, declared)


def _check_rule(at: str, actual: str, size: int, rule: Schema) -> Iterator[Breach]:
    allowed, most = rule.get("media-types"), rule.get("max-bytes")
    if allowed and actual not in allowed:
        reason = f"is {actual}, and {', '.join(allowed)} are taken"
        yield Breach("request-image-type-refused", at, reason, allowed, actual)
    if most and size > most:
        reason = f"has {size:,} bytes, and at most {most:,} are taken"
        yield Breach("request-image-too-large", at, reason, most, size)
