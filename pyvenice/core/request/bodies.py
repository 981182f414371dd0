"""Request bodies: their length is known before the first byte, and they can be sent again.

Nothing here holds a whole image. Each iteration reads the images anew, piece by piece.
"""

from __future__ import annotations

import json
import math
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from pyvenice.core.images.base64_codec import encoder
from pyvenice.core.images.part import CHUNK, ImagePart
from pyvenice.errors import ArgumentError

_PIECE = 192 * 1024
"""How much of an image is encoded at a time: a multiple of 3, so that no padding is needed."""

_BEGINNING = 3 * 256

_DEEPEST = 100
"""How deep lists and objects may be nested. Each level takes several frames of Python's stack."""

_TOO_DEEP = f"is nested more than {_DEEPEST} deep, or contains itself"


@dataclass(frozen=True, slots=True)
class Base64Leaf:
    """A place in a JSON document where an image stands: `prefix`, then the image in base64."""

    part: ImagePart
    prefix: str = ""

    @property
    def encoded_size(self) -> int:
        """How many characters the base64 text has, without the prefix."""
        return 4 * math.ceil(self.part.size / 3)

    def chunks(self, size: int = _PIECE) -> Iterator[bytes]:
        """The base64 text of pieces of `size` bytes. Raises what `ImagePart.chunks` raises."""
        encode = encoder()
        rest = b""
        for piece in self.part.chunks(size):
            data = rest + piece if rest else piece
            whole = len(data) - len(data) % 3
            rest = data[whole:]
            yield encode(data[:whole] if rest else data)
        if rest:
            yield encode(rest)


class EncodedBody:
    """Text as it goes over the wire, with images between."""

    def __init__(
        self, content_type: str, segments: Iterable[bytes | Base64Leaf | ImagePart]
    ) -> None:
        self.content_type = content_type
        self._segments = _joined(segments)
        self.content_length = sum(map(_size, self._segments))
        self.replayable = all(part.replayable for part in self.parts)

    @property
    def parts(self) -> list[ImagePart]:
        """The images in it, in their order."""
        return [
            segment.part if isinstance(segment, Base64Leaf) else segment
            for segment in self._segments
            if not isinstance(segment, bytes)
        ]

    def __iter__(self) -> Iterator[bytes]:
        for segment in self._segments:
            if isinstance(segment, bytes):
                for start in range(0, len(segment), CHUNK):
                    yield segment[start : start + CHUNK]
            else:
                yield from segment.chunks()

    def abridged(self) -> bytes:
        """The body with only the beginning of each image: to be inspected, not to be sent."""
        return b"".join(
            segment if isinstance(segment, bytes) else next(segment.chunks(_BEGINNING), b"")
            for segment in self._segments
        )

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self.content_length:,} bytes>"


class JsonBody(EncodedBody):
    """A JSON document in UTF-8, with a `Base64Leaf` where an image stands.

    Raises `ArgumentError` for what JSON cannot hold: NaN, infinities, other types, keys that are
    not text, and what is nested more than 100 deep.
    """

    def __init__(self, document: object, media_type: str = "application/json") -> None:
        super().__init__(media_type, _json(document, ()))


class FormBody(EncodedBody):
    """`application/x-www-form-urlencoded`: text fields only.

    Raises `ArgumentError` for an image, and for text that UTF-8 cannot hold.
    """

    def __init__(self, fields: Sequence[tuple[str, str | ImagePart]]) -> None:
        texts = [(name, _only_text(name, value)) for name, value in fields]
        super().__init__("application/x-www-form-urlencoded", [urlencode(texts).encode()])


class MultipartBody(EncodedBody):
    """`multipart/form-data`: text fields and files, in the order given; a name may come twice.

    Raises `ArgumentError` for an image without bytes (a URL, a file id).
    """

    def __init__(
        self, fields: Sequence[tuple[str, str | ImagePart]], *, boundary: str | None = None
    ) -> None:
        boundary = boundary or secrets.token_hex(16)
        super().__init__(f"multipart/form-data; boundary={boundary}", _multipart(fields, boundary))


def _only_text(name: str, value: str | ImagePart) -> bytes:
    if isinstance(value, ImagePart):
        raise ArgumentError(
            f"{name}: a file has no place in a form that is not multipart",
            argument=name,
            allowed="text",
        )
    return utf8_text(value, name)


def _multipart(
    fields: Sequence[tuple[str, str | ImagePart]], boundary: str
) -> list[bytes | ImagePart]:
    segments: list[bytes | ImagePart] = []
    for name, value in fields:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{_quoted(name)}"'
        if isinstance(value, ImagePart):
            head += f'; filename="{_quoted(value.filename)}"\r\nContent-Type: {value.media_type}'
            segments += (utf8_text(f"{head}\r\n\r\n", name), _with_bytes(value))
        else:
            segments += (utf8_text(f"{head}\r\n\r\n", name), utf8_text(value, name))
        segments.append(b"\r\n")
    return [*segments, f"--{boundary}--\r\n".encode()]


def _quoted(name: str) -> str:
    """As browsers write a name into a header: WHATWG HTML, multipart/form-data encoding."""
    return name.replace("\n", "%0A").replace("\r", "%0D").replace('"', "%22")


def _json(node: object, path: tuple[str, ...]) -> Iterator[bytes | Base64Leaf]:
    check_depth(path)
    if isinstance(node, Base64Leaf):
        _with_bytes(node.part)
        yield b'"' + _scalar(node.prefix, path)[1:-1]
        yield node
        yield b'"'
    elif isinstance(node, Mapping):
        yield from _object(node, path)
    elif isinstance(node, list | tuple):
        items = (_json(item, (*path, str(index))) for index, item in enumerate(node))
        yield from _between(b"[", items, b"]")
    else:
        yield _scalar(node, path)


def _object(node: Mapping[object, object], path: tuple[str, ...]) -> Iterator[bytes | Base64Leaf]:
    return _between(b"{", (_member(key, item, path) for key, item in node.items()), b"}")


def _member(key: object, item: object, path: tuple[str, ...]) -> Iterator[bytes | Base64Leaf]:
    if not isinstance(key, str):
        raise _argument_error(path, key, f"has the key {key!r:.40}, which is not text")
    yield _scalar(key, path) + b":"
    yield from _json(item, (*path, key))


def _between(
    head: bytes, items: Iterable[Iterable[bytes | Base64Leaf]], tail: bytes
) -> Iterator[bytes | Base64Leaf]:
    yield head
    for count, item in enumerate(items):
        if count:
            yield b","
        yield from item
    yield tail


def _scalar(value: object, path: tuple[str, ...]) -> bytes:
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise unencodable(path, value, error) from error
    try:
        return text.encode()
    except UnicodeEncodeError:
        return utf8_text(str(value), ".".join(path) or "body")


def unencodable(path: tuple[str, ...], value: object, error: Exception) -> ArgumentError:
    """The error for a value that `json.dumps` refused; not raised here."""
    if isinstance(error, RecursionError) or "ircular" in str(error):
        return _argument_error(path, None, _TOO_DEEP)
    kind = repr(value) if isinstance(value, float) else f"of type {type(value).__name__}"
    if isinstance(value, dict | list):
        return _argument_error(path, None, f"cannot be written as JSON: {error}")
    return _argument_error(path, value, f"is {kind}, which JSON cannot hold")


def check_nesting(node: object, path: tuple[str, ...]) -> None:
    """Raises `ArgumentError` for a tree that is nested too deeply, or contains itself."""
    check_depth(path)
    if isinstance(node, Mapping):
        for key, item in node.items():
            check_nesting(item, (*path, str(key)))
    elif isinstance(node, list | tuple):
        for index, item in enumerate(node):
            check_nesting(item, (*path, str(index)))


def check_depth(path: tuple[str, ...]) -> None:
    """Raises `ArgumentError` for a place that is nested too deeply."""
    if len(path) > _DEEPEST:
        raise _argument_error(path[:1], None, _TOO_DEEP)


def _argument_error(path: tuple[str, ...], value: object, what: str) -> ArgumentError:
    where = ".".join(path) or "body"
    return ArgumentError(f"{where}: {what}", argument=where, value=value)


def utf8_text(text: str, argument: str) -> bytes:
    """The text as it is sent. Raises `ArgumentError` for half of a surrogate pair."""
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        what = f"holds half of a surrogate pair at position {error.start}"
        raise ArgumentError(f"{argument}: {what}", argument=argument) from error


def _with_bytes(part: ImagePart) -> ImagePart:
    if part.source is None:
        what = f"is a {part.kind} and cannot be uploaded: pass the image itself"
        raise ArgumentError(f"{part.argument}: {what}", argument=part.argument, value=part.kind)
    return part


def _joined(
    segments: Iterable[bytes | Base64Leaf | ImagePart],
) -> list[bytes | Base64Leaf | ImagePart]:
    """The same, with texts that follow each other made one."""
    joined: list[bytes | Base64Leaf | ImagePart] = []
    text: list[bytes] = []
    for segment in segments:
        if isinstance(segment, bytes):
            text.append(segment)
            continue
        joined += (b"".join(text), segment)
        text.clear()
    return [*joined, b"".join(text)]


def _size(segment: bytes | Base64Leaf | ImagePart) -> int:
    if isinstance(segment, bytes):
        return len(segment)
    return segment.encoded_size if isinstance(segment, Base64Leaf) else segment.size
