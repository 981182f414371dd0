"""Image inputs of a request, decoded, and checked against the rules that the contract has for them."""

from __future__ import annotations

from typing import Any

from PIL import Image

from pyvenice.contract.schema.reader import Path
from pyvenice.core.images.base64_codec import decode_base64, parse_data_uri
from pyvenice.core.json_types import Schema
from pyvenice.core.recording.multipart_parser import Part
from pyvenice.sandbox.painting.decode import TURN, UndecodableError, open_image, pixels
from pyvenice.sandbox.server.errors import APIError
from pyvenice.sandbox.server.picture_links import Links

_ALIASES = {"image/mpo": "image/jpeg", "image/heif": "image/heic"}


def read_image(value: Any, rule: Schema, path: Path, links: Links) -> Image.Image:
    """The pixels of an upload, base64 text, data: URI, URL or reference.

    `rule` is the `x-image` of the contract. Raises `APIError`, naming the field, for an image that
    is too large, too small, of another type, broken, or on another host.
    """
    data = _bytes(value, rule, path, links)
    limit = rule.get("max-bytes")
    if limit and len(data) > limit:
        message = f"{len(data):,} bytes are more than {limit:,}"
        raise APIError("image-too-large", message, path=path)
    return _read_pixels(data, rule, path)


def read_mask(value: Any, rule: Schema, path: Path, links: Links) -> Image.Image:
    """Where to edit, in mode L: 255 where the provider's own polarity says so."""
    image = read_image(value, rule, path, links)
    if rule.get("mask") == "transparent":
        if image.mode != "RGBA":
            raise APIError("mask", "the mask has no alpha channel", path=path)
        return _inverted(image.getchannel("A"))
    grey = image.convert("RGB").convert("L")
    return _inverted(grey) if rule.get("mask") == "black" else grey


def align_mask(mask: Image.Image, image: Image.Image) -> Image.Image:
    """The mask as the image is shown.

    A mask may have the size of the image as it is shown, or as the file stores it; that of a turned
    photo is then turned with it. Where both sizes are the same, the mask is taken as shown.
    """
    turn = image.info.get(TURN)
    if turn is None or mask.size == image.size or mask.size != image.size[::-1]:
        return mask
    return mask.transpose(turn)


def _inverted(mask: Image.Image) -> Image.Image:
    return mask.point([255 - value for value in range(256)])


def _bytes(value: Any, rule: Schema, path: Path, links: Links) -> bytes:
    if isinstance(value, Part):
        return value.data
    if isinstance(value, dict):
        return _referenced(value, path, links)
    encodings = rule.get("json", ("base64", "url"))
    text = str(value)
    if text[:5].lower() == "data:":
        if not {"url", "data-uri"} & set(encodings):
            raise APIError("image-encoding", "must be bare base64, not a data: URI", path=path)
        return _data_uri_bytes(text, path)
    if text[:8].lower().startswith(("http://", "https://")):
        if "url" not in encodings:
            raise APIError("image-encoding", "must be bare base64, not a URL", path=path)
        return links.fetch(text, path)
    if "base64" not in encodings:
        raise APIError("image-encoding", "is neither a data: URI nor an http URL", path=path)
    return _base64_bytes(text, path)


def _referenced(value: dict[str, Any], path: Path, links: Links) -> bytes:
    if "file_id" in value:
        message = f"No such File object: {str(value['file_id'])[:80]}"
        raise APIError("image-unknown-file", message, path=(*path, "file_id"))
    rule = {"json": ("data-uri", "url")}
    return _bytes(value.get("image_url"), rule, (*path, "image_url"), links)


def _data_uri_bytes(text: str, path: Path) -> bytes:
    uri = parse_data_uri(text)
    if uri is None or "," not in text:
        raise APIError("image-encoding", "the data: URI has no comma", path=path)
    return _base64_bytes(uri.payload, path) if uri.is_base64 else uri.decode()


def _base64_bytes(text: str, path: Path) -> bytes:
    """The bytes of base64 text, padded or not."""
    try:
        return decode_base64(text)
    except ValueError as error:
        raise APIError("image-encoding", f"is not valid base64: {error}", path=path) from error


def _read_pixels(data: bytes, rule: Schema, path: Path) -> Image.Image:
    if not data:
        raise APIError("image-unreadable", "the image is empty", path=path)
    try:
        image = open_image(data)
        _check_type(image, rule, path)
        _check_pixels(image, rule, path)
        return pixels(image)
    except UndecodableError as error:
        raise APIError("image-unreadable", str(error), path=path) from error


def _check_type(image: Image.Image, rule: Schema, path: Path) -> None:
    media_type = Image.MIME.get(image.format or "", "unknown")
    allowed = rule.get("media-types")
    if allowed and _ALIASES.get(media_type, media_type) not in allowed:
        raise APIError("image-type", f"{media_type} is not one of {', '.join(allowed)}", path=path)


def _check_pixels(image: Image.Image, rule: Schema, path: Path) -> None:
    count = image.width * image.height
    size = f"{image.width}x{image.height} are {count:,} pixels"
    if count < rule.get("min-pixels", 0):
        message = f"{size}, at least {rule['min-pixels']:,} are needed"
        raise APIError("image-too-few-pixels", message, path=path)
    if count > rule.get("max-pixels", count):
        message = f"{size}, at most {rule['max-pixels']:,} are taken"
        raise APIError("image-too-many-pixels", message, path=path)
    shorter, longer = sorted((image.width, image.height))
    if shorter < rule.get("min-side", 0):
        message = f"a side has {shorter} pixels, at least {rule['min-side']} are needed"
        raise APIError("image-too-few-pixels", message, path=path)
    if longer > rule.get("max-ratio", longer) * shorter:
        message = f"{longer}:{shorter} is longer than {rule['max-ratio']:g}:1"
        raise APIError("image-too-many-pixels", message, path=path)
