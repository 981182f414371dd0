"""Texts of a JSON body that stand for images: where they are, and what they hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pyvenice.conformance.checks.operations import Operation
from pyvenice.conformance.checks.schemas import Path, alternatives
from pyvenice.core.images.base64_codec import decode_base64, parse_data_uri
from pyvenice.core.images.header import sniff

Json = Any

_URL = ("http://", "https://")


def image_texts(
    operation: Operation, schema: Json, value: Json, path: Path = ()
) -> Iterator[tuple[Path, Json]]:
    """Every value that stands where the contract means an image, and where."""
    found = list(alternatives(operation, schema))
    rule = next((one["x-image"] for one in found if "x-image" in one), None)
    if isinstance(value, list):
        items: Json = next((one["items"] for one in found if "items" in one), {})
        for at, one in enumerate(value):
            if rule is not None and isinstance(one, str):
                yield (*path, at), one
            else:
                yield from image_texts(operation, items, one, (*path, at))
    elif isinstance(value, Mapping):
        named = {name: one for part in found for name, one in part.get("properties", {}).items()}
        for name in [name for name in value if name in named]:
            yield from image_texts(operation, named[name], value[name], (*path, name))
    elif rule is not None:
        yield path, value


def text_problem(text: str) -> str | None:
    """Why a text cannot stand for an image; `None` for addresses, which are not followed."""
    if text[:8].lower().startswith(_URL):
        return None
    data = image_bytes(text)
    if data is None:
        return "is neither a URL nor base64"
    return None if sniff(data[:64]) else "holds no image"


def image_bytes(text: str) -> bytes | None:
    """The bytes of a data URI or of base64, padded or not; `None` for anything else."""
    uri = parse_data_uri(text)
    try:
        return decode_base64(text) if uri is None else uri.decode()
    except ValueError:
        return None
