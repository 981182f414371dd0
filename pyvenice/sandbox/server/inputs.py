"""Image inputs of a request, checked against the rules that the contract has for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PIL import Image

from pyvenice.core.recording.multipart_parser import Part
from pyvenice.sandbox.painting.decode import UndecodableError, measured, pixels
from pyvenice.sandbox.server.links import Links, base64_bytes, data_uri_bytes
from pyvenice.sandbox.server.refusals import Path, RefusalError

Rule = Mapping[str, Any]

_ALIASES = {"image/mpo": "image/jpeg", "image/heif": "image/heic"}


def read_image(value: Any, rule: Rule, path: Path, links: Links) -> Image.Image:
    """The pixels of an upload, base64 text, data: URI, URL or reference.

    Raises `RefusalError`, naming the field, for what is too large, too small, of another kind,
    broken, or on another host.
    """
    data = _bytes(value, rule, path, links)
    most = rule.get("max-bytes")
    if most and len(data) > most:
        raise RefusalError(
            "image-too-large", f"{len(data):,} bytes are more than {most:,}", path=path
        )
    return _checked(data, rule, path)


def read_mask(value: Any, rule: Rule, path: Path, links: Links) -> Image.Image:
    """Where to edit, in mode L: 255 where the provider's own polarity says so."""
    image = read_image(value, rule, path, links)
    if rule.get("mask") == "transparent":
        if image.mode != "RGBA":
            raise RefusalError("mask", "the mask has no alpha channel", path=path)
        return image.getchannel("A").point([255 - value for value in range(256)])
    grey = image.convert("RGB").convert("L")
    return (
        grey.point([255 - value for value in range(256)]) if rule.get("mask") == "black" else grey
    )


def _bytes(value: Any, rule: Rule, path: Path, links: Links) -> bytes:
    if isinstance(value, Part):
        return value.data
    if isinstance(value, dict):
        return _referred(value, path, links)
    kinds = rule.get("json", ("base64", "url"))
    text = str(value)
    if text[:5].lower() == "data:":
        if not {"url", "data-uri"} & set(kinds):
            raise RefusalError("image-encoding", "must be bare base64, not a data: URI", path=path)
        return data_uri_bytes(text, path)
    if text[:8].lower().startswith(("http://", "https://")):
        if "url" not in kinds:
            raise RefusalError("image-encoding", "must be bare base64, not a URL", path=path)
        return links.fetched(text, path)
    if "base64" not in kinds:
        raise RefusalError("image-encoding", "is neither a data: URI nor an http URL", path=path)
    return base64_bytes(text, path)


def _referred(value: dict[str, Any], path: Path, links: Links) -> bytes:
    if "file_id" in value:
        message = f"No such File object: {str(value['file_id'])[:80]}"
        raise RefusalError("image-unknown-file", message, path=(*path, "file_id"))
    return _bytes(
        value.get("image_url"), {"json": ("data-uri", "url")}, (*path, "image_url"), links
    )


def _checked(data: bytes, rule: Rule, path: Path) -> Image.Image:
    if not data:
        raise RefusalError("image-unreadable", "the image is empty", path=path)
    try:
        image = measured(data)
        _check_type(image, rule, path)
        _check_pixels(image, rule, path)
        return pixels(image)
    except UndecodableError as error:
        raise RefusalError("image-unreadable", str(error), path=path) from error


def _check_type(image: Image.Image, rule: Rule, path: Path) -> None:
    found = Image.MIME.get(image.format or "", "unknown")
    allowed = rule.get("media-types")
    if allowed and _ALIASES.get(found, found) not in allowed:
        raise RefusalError("image-type", f"{found} is not one of {', '.join(allowed)}", path=path)


def _check_pixels(image: Image.Image, rule: Rule, path: Path) -> None:
    count = image.width * image.height
    told = f"{image.width}x{image.height} are {count:,} pixels"
    if count < rule.get("min-pixels", 0):
        raise RefusalError(
            "image-too-few-pixels", f"{told}, at least {rule['min-pixels']:,} are needed", path=path
        )
    if count > rule.get("max-pixels", count):
        raise RefusalError(
            "image-too-many-pixels", f"{told}, at most {rule['max-pixels']:,} are taken", path=path
        )
