"""Images in requests and responses: their bytes, their facts, and what is wrong with them."""

from __future__ import annotations

import binascii
import io
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from pyvenice.conformance.checks.operations import ContractOperation
from pyvenice.conformance.checks.violations import Violation, report_value, response_violation
from pyvenice.contract.schema.reader import Path, alternatives
from pyvenice.core.images.base64_codec import parse_data_uri
from pyvenice.core.images.header import read_header, sniff
from pyvenice.core.json_types import Json, Schema

Size = tuple[int, int]

_URL = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """Type, size and alpha channel of an image; `problem` says why it cannot be used."""

    media_type: str | None
    size: Size | None = None
    has_alpha: bool = False
    problem: str | None = None


def inspect_image(data: bytes, *, decode: bool = True) -> ImageFacts:
    """The facts of an image, from its structure alone or with every pixel decoded.

    Decoding needs Pillow, and finds damage that the structure does not show.
    """
    header = read_header(io.BytesIO(data))
    size = None
    if header.width is not None and header.height is not None:
        size = header.width, header.height
    facts = ImageFacts(header.media_type, size, bool(header.has_alpha), header.problem)
    if facts.problem or not decode:
        return facts
    return replace(facts, problem=_decoding_problem(data))


def _decoding_problem(data: bytes) -> str | None:
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data)) as image:
                image.load()
    except UnidentifiedImageError:
        return "Pillow knows no format for it"
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        return str(error)
    return None


@dataclass(frozen=True, slots=True)
class ResponseImage:
    """An image in a response: its place, its bytes, and the media type that the response declares."""

    pointer: str
    data: bytes | None = field(repr=False)
    """`None` where the response holds a URL, or something that is not base64."""
    declared: str | None = None
    is_final: bool = True
    """False for the partial images of a stream."""

    def violations(self, operation: ContractOperation, facts: ImageFacts) -> Iterator[Violation]:
        """An image that cannot be decoded, or is of another type than declared."""
        if facts.problem:
            yield response_violation(
                "answer-image-undecodable",
                operation.name,
                self.pointer,
                expected="an image that can be decoded",
                found=None if self.data is None else report_value(self.data),
                message=f"the image cannot be decoded: {facts.problem}",
            )
        if self.declared and facts.media_type and facts.media_type != self.declared:
            yield response_violation(
                "answer-image-type",
                operation.name,
                self.pointer,
                expected=self.declared,
                found=facts.media_type,
                message=f"the image is declared as {self.declared}, and its bytes are {facts.media_type}",
            )


def strict_base64(text: str) -> bytes:
    """The bytes of base64 in its own alphabet, padded. Raises `ValueError` otherwise.

    Conformance decodes by itself: the client's decoder takes what servers get wrong, and a check that
    shares it would not see that they do.
    """
    return binascii.a2b_base64(text.encode("ascii"), strict_mode=True)


def image_values(
    operation: ContractOperation, schema: Schema, value: Json, path: Path = ()
) -> Iterator[tuple[Path, Json]]:
    """Every value in a JSON body where the contract expects an image, with its path."""
    parts = list(alternatives(operation.document, schema))
    rule = next((part["x-image"] for part in parts if "x-image" in part), None)
    if isinstance(value, list):
        items: Schema = next((part["items"] for part in parts if "items" in part), {})
        for index, item in enumerate(value):
            if rule is not None and isinstance(item, str):
                yield (*path, index), item
            else:
                yield from image_values(operation, items, item, (*path, index))
    elif isinstance(value, Mapping):
        declared = {
            name: node for part in parts for name, node in part.get("properties", {}).items()
        }
        for name in [name for name in value if name in declared]:
            yield from image_values(operation, declared[name], value[name], (*path, name))
    elif rule is not None:
        yield path, value


def image_text_problem(text: str) -> str | None:
    """The reason why a text cannot stand for an image; `None` for URLs, which are not followed."""
    if text[:8].lower().startswith(_URL):
        return None
    data = image_text_bytes(text)
    if data is None:
        return "is neither a URL nor base64"
    return None if sniff(data[:64]) else "holds no image"


def image_text_bytes(text: str) -> bytes | None:
    """The bytes of a data URI or of base64, padded or not; `None` for anything else."""
    try:
        uri = parse_data_uri(text)
        if uri is None:
            return _unpadded_base64(text)
        return _unpadded_base64(uri.payload) if uri.is_base64 else uri.decode()
    except ValueError:
        return None


def _unpadded_base64(text: str) -> bytes:
    compact = "".join(text.split()).rstrip("=")
    return strict_base64(compact + "=" * (-len(compact) % 4))
