"""Images in requests: spelt as the provider takes them, and of the type that they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pyvenice.conformance.checks.operations import Operation
from pyvenice.conformance.checks.schemas import Path, alternatives, pointer
from pyvenice.conformance.run.redact import shown
from pyvenice.contract.diff.findings import Level
from pyvenice.core.images.base64_codec import decoder, parse_data_uri
from pyvenice.core.images.header import sniff
from pyvenice.core.recording.multipart_parser import Part

Json = Any
Rule = Mapping[str, Json]

_HEAD = 64
_ENCODED_HEAD = 88
_SAME = {"image/heif": "image/heic"}


@dataclass(frozen=True, slots=True)
class Breach:
    """A place in a request that breaks the contract; whose request it is, is not known yet."""

    rule: str
    pointer: str
    said: str
    """What follows the name of the place: `is missing`."""
    expected: Json = None
    found: Json = None
    level: Level = "breaking"


def part_image(part: Part, rule: Rule) -> Iterator[Breach]:
    """What is wrong with the part of a form where an image is meant."""
    at = f"/{part.name}"
    actual = sniff(part.data[:_HEAD])
    if part.filename is None:
        what = "an image without a file name, which is read as text"
        if actual is None:
            what = "a text, and a file is meant"
        yield Breach("request-file-without-name", at, f"is {what}", "a file", shown(part.data))
    elif not part.filename or set(part.filename) & set("/\\\0\r\n"):
        said = "has a file name that is not a bare name"
        yield Breach("request-file-name-path", at, said, "photo.png", shown(part.filename))
    if actual is None:
        yield from _unknown(at, part.data)
    else:
        yield from _typed(at, (part.media_type or "").partition(";")[0].strip(), actual)
        yield from _taken(at, actual, len(part.data), rule)


def json_images(
    operation: Operation, schema: Json, body: Mapping[str, Json], path: Path = ()
) -> Iterator[Breach]:
    """What is wrong with the images in a JSON body."""
    found = list(alternatives(operation, schema))
    for name, value in body.items():
        declared = [one["properties"][name] for one in found if name in one.get("properties", {})]
        for one in declared[:1]:
            yield from _json_values(operation, one, value, (*path, name), None)


def _json_values(
    operation: Operation, schema: Json, value: Json, path: Path, rule: Rule | None
) -> Iterator[Breach]:
    found = list(alternatives(operation, schema))
    rule = next((one["x-image"] for one in found if "x-image" in one), rule)
    if isinstance(value, Mapping):
        yield from json_images(operation, schema, value, path)
    elif isinstance(value, list):
        items: Json = next((one["items"] for one in found if "items" in one), {})
        for at, one in enumerate(value):
            yield from _json_values(operation, items, one, (*path, at), rule)
    elif isinstance(value, str) and rule is not None:
        yield from _text_image(pointer(path), value, rule)


def _text_image(at: str, text: str, rule: Rule) -> Iterator[Breach]:
    spelling = _spelling(text)
    if spelling not in rule.get("json", (spelling,)):
        allowed = ", ".join(rule["json"])
        said = f"is an image as {spelling}, which is not taken here"
        yield Breach("request-image-spelling", at, said, allowed, shown(text))
        return
    if spelling == "url":
        return
    declared, payload = _payload(text)
    head = _decoded(payload[:_ENCODED_HEAD])
    actual = sniff(head) if head is not None else None
    if head is None or len(payload) % 4:
        yield Breach("request-base64-broken", at, "is not base64", "base64", shown(text))
    elif actual is None:
        yield from _unknown(at, head)
    else:
        if declared is not None:
            yield from _typed(at, declared, actual)
        yield from _taken(at, actual, len(payload) // 4 * 3, rule)


def _spelling(text: str) -> str:
    scheme = text[:8].lower()
    if scheme.startswith(("http://", "https://")):
        return "url"
    return "data-uri" if scheme.startswith("data:") else "base64"


def _payload(text: str) -> tuple[str | None, str]:
    """The media type that a data URI says, and the base64 in it."""
    uri = parse_data_uri(text)
    return (None, text) if uri is None else (uri.media_type, uri.payload)


def _decoded(text: str) -> bytes | None:
    try:
        return decoder()(text)
    except ValueError:
        return None


def _unknown(at: str, data: bytes) -> Iterator[Breach]:
    said = "is no image: its first bytes are those of no known format"
    yield Breach("request-image-unknown", at, said, "an image", shown(data))


def _typed(at: str, declared: str, actual: str) -> Iterator[Breach]:
    if _SAME.get(declared.lower(), declared.lower()) != _SAME.get(actual, actual):
        said = f"is {actual} and says {declared or 'no type'}"
        yield Breach("request-part-type-wrong", at, said, actual, declared)


def _taken(at: str, actual: str, size: int, rule: Rule) -> Iterator[Breach]:
    allowed, most = rule.get("media-types"), rule.get("max-bytes")
    if allowed and actual not in allowed:
        said = f"is {actual}, and {', '.join(allowed)} are taken"
        yield Breach("request-image-type-refused", at, said, allowed, actual)
    if most and size > most:
        said = f"has {size:,} bytes, and at most {most:,} are taken"
        yield Breach("request-image-too-large", at, said, most, size)
