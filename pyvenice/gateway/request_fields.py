"""Request fields: a body, form or JSON, as texts and spooled files, in the order in which they came.

Applications name their fields in many ways: `image`, `image[]`, `image[0]`, `images`; files without
a name or with a wrong type. What a file is, its bytes say, later.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import json
import re
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import Any
from urllib.parse import parse_qsl

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from pyvenice.core.response.base64_extraction import JsonCutter
from pyvenice.errors import AnswerError
from pyvenice.gateway.refusals import Refusal

_IN_MEMORY = 1024 * 1024
"""Bytes of a request's files that are held in memory: a file of 1 MB costs 2 ms more CPU on disk."""
_MOST_PARTS = 128
_MOST_TEXT = 64 * 1024
"""Characters of a field that is no picture: prompts have at most 32,000."""
_IMAGE_FIELD = re.compile(r"(?:image|images|input_image|ref_images)(?:\[(\d*)\])?")
_MASK_FIELD = re.compile(r"(?:mask|mask_image)(?:\[\d*\])?")


class Upload(SpooledTemporaryFile[bytes]):
    """A file of a form, in memory at first; its name says in messages which one it is."""

    label = "image"
    size: int

    def __init__(self, others: Iterable[Upload]) -> None:
        # 0 would mean no limit.
        super().__init__(max(1, _IN_MEMORY - sum(other.size for other in others)))
        self.size = 0
        self.hash = hashlib.sha256()
        """Of all that was written: so it need not be read again for that."""

    @property
    def name(self) -> str:
        """What messages call the file."""
        return self.label

    def write(self, s: Any) -> int:
        """Add bytes at the end."""
        self.size += len(s)
        self.hash.update(s)
        return super().write(s)


@dataclass(slots=True)
class RequestFields:
    """What a request asks for: texts by name, images in order, perhaps a mask."""

    texts: dict[str, Any] = field(default_factory=dict)
    images: list[Any] = field(default_factory=list)
    mask: Any = None

    def digest(self) -> str:
        """A hash of what is asked for, without the boundaries of a form, which are new each time."""
        digest = hashlib.sha256(repr(sorted(self.texts.items())).encode("utf-8", "replace"))
        for value in (*self.images, self.mask):
            digest.update(b"|")
            if isinstance(value, Upload):
                digest.update(value.hash.digest())
            elif value is not None:
                digest.update(value.encode() if isinstance(value, str) else value)
        return digest.hexdigest()

    def close(self) -> None:
        """Delete the spooled files."""
        for value in (*self.images, self.mask):
            if hasattr(value, "close"):
                value.close()


async def read_fields(content_type: str, body: AsyncIterator[bytes]) -> RequestFields:
    """Read a body. Raises `Refusal` for one that cannot be understood."""
    kind, options = parse_options_header(content_type)
    if kind == b"multipart/form-data":
        return await _read_form(options.get(b"boundary"), body)
    if kind in {b"application/json", b""} or kind.endswith(b"+json"):
        return await _read_json(body)
    if kind == b"application/x-www-form-urlencoded":
        whole = b"".join([chunk async for chunk in body])
        fields = RequestFields()
        for name, value in parse_qsl(whole.decode("utf-8", "replace"), keep_blank_values=True):
            _add_value(fields, name, value, {})
        return fields
    raise Refusal(
        f"the body is {content_type!r}: send multipart/form-data or application/json",
        status=415,
        param=None,
        code="unsupported_media_type",
    )


async def body_chunks(
    body: AsyncIterator[bytes], most: int, pause: float, limit: asyncio.Timeout
) -> AsyncIterator[bytes]:
    """A body of at most `most` bytes; `limit` ends the wait for a chunk after `pause` seconds."""
    size, clock = 0, asyncio.get_running_loop().time
    limit.reschedule(clock() + pause)
    async for chunk in body:
        limit.reschedule(clock() + pause)
        size += len(chunk)
        if size > most:
            raise Refusal(
                f"the body is larger than {most:,} bytes",
                status=413,
                param=None,
                code="payload_too_large",
            )
        yield chunk


async def _read_json(body: AsyncIterator[bytes]) -> RequestFields:
    """Read a JSON object. Images in it are decoded and spooled while they arrive."""
    uploads: list[Upload] = []
    cutter = JsonCutter(partial(_new_sink, uploads))
    try:
        async for chunk in body:
            cutter.feed(chunk)
        text, cuts = cutter.done()
        broken = {mark for mark, cut in cuts.items() if cut.problem is not None}
        fields = _fields_of_json(text, dict(zip(cuts, uploads, strict=True)), broken)
    except AnswerError:
        _close_all(uploads)
        raise Refusal("the body has too many values", param=None, code="invalid_json") from None
    except BaseException:
        _close_all(uploads)
        raise
    return fields


def _fields_of_json(text: bytes, uploads: Mapping[str, Upload], broken: set[str]) -> RequestFields:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        problem = f"the body is not JSON: {error}" if text else "the body is empty"
        raise Refusal(problem, param=None, code="invalid_json") from None
    if not isinstance(document, dict):
        raise Refusal("the body must be a JSON object", param=None, code="invalid_json")
    if broken:
        raise Refusal("an image is neither a data URI nor base64", param="image")
    fields = RequestFields()
    for name, value in document.items():
        _add_value(fields, name, value, uploads)
    return fields


def _new_sink(uploads: list[Upload]) -> _UploadSink:
    uploads.append(Upload(uploads))
    return _UploadSink(uploads[-1])


@dataclass(frozen=True, slots=True)
class _UploadSink:
    """Writes an image of a JSON body to its file."""

    upload: Upload

    def write(self, data: bytes) -> int:
        return self.upload.write(data)

    def done(self) -> bytes:
        self.upload.seek(0)
        return b""


def _close_all(uploads: Iterable[Upload]) -> None:
    for upload in uploads:
        upload.close()


def _add_value(fields: RequestFields, name: str, value: Any, uploads: Mapping[str, Upload]) -> None:
    if value is None or value == "":
        # Clients of other languages send empty fields for what was not set.
        return
    if _IMAGE_FIELD.fullmatch(name):
        values = value if isinstance(value, list) else [value]
        fields.images += [_picture(item, name, uploads) for item in values]
    elif _MASK_FIELD.fullmatch(name):
        fields.mask = _picture(value, name, uploads)
    elif isinstance(value, str) and value in uploads:
        raise Refusal(f"{name} is an image, and no field of that name takes one", param=name)
    else:
        fields.texts[name] = value


def _picture(value: Any, name: str, uploads: Mapping[str, Upload]) -> Any:
    """The bytes of a data URI or of base64, or the URL: an https URL is looked at later."""
    if isinstance(value, Mapping):
        if "file_id" in value:
            raise Refusal(
                f"{name}: file_id names a file at one provider: send the image itself", param=name
            )
        inner = value.get("image_url", value.get("url", value.get("b64_json")))
        value = inner.get("url") if isinstance(inner, Mapping) else inner
    if not isinstance(value, str):
        raise Refusal(f"{name} must be an image: a data URI, base64, or a URL as text", param=name)
    if (upload := uploads.get(value)) is not None:
        upload.label = name
        return upload
    if re.match(r"https?://", value, re.IGNORECASE):
        return value
    text = value.partition(",")[2] if value[:5].lower() == "data:" else value
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Refusal(f"{name} is neither a data URI, base64, nor a URL", param=name) from None


async def _read_form(boundary: bytes | None, body: AsyncIterator[bytes]) -> RequestFields:
    if not boundary:
        raise Refusal("multipart/form-data without a boundary", param=None, code="invalid_form")
    form = _Form()
    try:
        parser = MultipartParser(boundary, form.callbacks())
        async for chunk in body:
            parser.write(chunk)
        parser.finalize()
        return form.fields()
    except FormParserError as error:
        form.close()
        raise Refusal(
            f"the form cannot be read: {error}", param=None, code="invalid_form"
        ) from None
    except BaseException:
        form.close()
        raise


class _Form:
    """Collects the parts of a form; each goes to memory first, and to a file when it grows."""

    def __init__(self) -> None:
        self._parts: list[tuple[str, Upload]] = []
        self._header_name = self._header_value = b""
        self._headers: dict[bytes, bytes] = {}
        self._is_complete = False

    def callbacks(self) -> Any:
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._add_name,
            "on_header_value": self._add_value,
            "on_header_end": self._end_header,
            "on_headers_finished": self._open_part,
            "on_part_data": lambda data, start, end: self._parts[-1][1].write(data[start:end]),
            "on_end": self._end,
        }

    def fields(self) -> RequestFields:
        """What the form asks for. Raises `Refusal` for one that is not complete."""
        if not self._is_complete:
            raise Refusal("the form ends in the middle", param=None, code="invalid_form")
        fields = RequestFields()
        indexed: list[tuple[int, Upload]] = []
        for name, content in self._parts:
            content.seek(0)
            image = _IMAGE_FIELD.fullmatch(name)
            if not content.size:
                content.close()
            elif image:
                number = int(image[1]) if image[1] else len(indexed)
                content.label = f"image {len(indexed) + 1}"
                indexed.append((number, content))
            elif _MASK_FIELD.fullmatch(name):
                content.label = "mask"
                fields.mask = _file_or_text(content, name)
            else:
                with content:
                    fields.texts[name.removesuffix("[]")] = _text(content, name)
        # Python's sort is stable: without numbers the images stay in their order.
        fields.images = [
            _file_or_text(content, "image") for _, content in sorted(indexed, key=_first)
        ]
        return fields

    def close(self) -> None:
        for _, content in self._parts:
            content.close()

    def _begin(self) -> None:
        if len(self._parts) >= _MOST_PARTS:
            raise Refusal(f"the form has more than {_MOST_PARTS} fields", param=None)
        self._headers = {}

    def _add_name(self, data: bytes, start: int, end: int) -> None:
        self._header_name += data[start:end]

    def _add_value(self, data: bytes, start: int, end: int) -> None:
        self._header_value += data[start:end]

    def _end_header(self) -> None:
        self._headers[self._header_name.lower()] = self._header_value
        self._header_name = self._header_value = b""

    def _open_part(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        name = options.get(b"name", b"").decode("utf-8", "replace")
        self._parts.append((name, Upload(upload for _, upload in self._parts)))

    def _end(self) -> None:
        self._is_complete = True


def _first(entry: tuple[int, Upload]) -> int:
    return entry[0]


def _file_or_text(content: Upload, name: str) -> Any:
    """A file as it is; text in its place, such as a data URI, as what it says."""
    head = content.read(16)
    content.seek(0)
    if re.match(rb"(?i)data:|https?://", head):
        with content:
            return _picture(content.read().decode("utf-8", "replace"), name, {})
    return content


def _text(content: Upload, name: str) -> str:
    if content.size > _MOST_TEXT:
        text = f"{name} has {content.size:,} bytes: a field that is no image takes {_MOST_TEXT:,}"
        raise Refusal(text, param=name)
    try:
        return content.read().decode()
    except UnicodeDecodeError:
        raise Refusal(f"{name} is no text in UTF-8, and takes no image", param=name) from None
