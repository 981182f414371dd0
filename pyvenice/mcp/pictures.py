"""Pictures of tools: what an agent may name as an image, and how a result is shown to it."""

from __future__ import annotations

import base64
import binascii
import io
from pathlib import Path
from urllib.parse import urlsplit

from mcp.server.mcpserver.exceptions import ToolError

from pyvenice.core.images.header import read_header
from pyvenice.core.images.inputs import Mask
from pyvenice.core.request.operation_table import Polarity
from pyvenice.mcp.settings import McpSettings

RESULTS = "pyvenice://results/"
"""Addresses of results: clients may read them as resources, and tools take them as images."""
_MOST_INLINE = 1_000_000
_EDGE = 256
_QUALITY = 60
_MOST_FULL = 700_000


def picture_input(text: str, settings: McpSettings, argument: str = "image") -> str | bytes | Path:
    """The image that a text names. Raises `ToolError`, which says what may be named."""
    if text.startswith(RESULTS):
        return result_path(text.removeprefix(RESULTS), settings)
    if text.lower().startswith("data:"):
        return _inline(text, argument)
    if "://" in text:
        if not _is_listed(text, settings):
            listed = ", ".join(settings.image_hosts) or "none"
            raise ToolError(
                f"{argument}: URLs are taken from these hosts, by https: {listed}; pass a path"
            )
        return text
    return _path(text, settings, argument)


def result_path(name: str, settings: McpSettings) -> Path:
    """The file of a result. Raises `ToolError` where there is none."""
    path = settings.folder / name
    if Path(name).name != name or name.startswith(".") or not path.is_file():
        raise ToolError(f"there is no result {name!r}")
    return path


def mask_input(text: str, means: Polarity | None, settings: McpSettings) -> Mask:
    """The mask, with what it means. Raises `ToolError` where that is not clear."""
    given = picture_input(text, settings, "mask")
    if means is None:
        if isinstance(given, str):
            raise ToolError("mask_means is needed for a mask that is named by a URL")
        with given.open("rb") if isinstance(given, Path) else io.BytesIO(given) as stream:
            if not read_header(stream).has_alpha:
                raise ToolError(
                    "this mask has no alpha channel: say with mask_means whether 'white' or"
                    " 'black' marks the part to edit"
                )
    return Mask(given, edit=means or "transparent")


def _small(path: Path) -> tuple[bytes, str]:
    """A small JPEG of a result, for agents that look at it, and its media type."""
    from PIL import Image

    with Image.open(path) as opened:
        small = opened.convert("RGB")
    small.thumbnail((_EDGE, _EDGE))
    stream = io.BytesIO()
    small.save(stream, "JPEG", quality=_QUALITY)
    return stream.getvalue(), "image/jpeg"


def preview_of(path: Path, media_type: str, kind: str) -> tuple[bytes, str] | None:
    """What an agent sees of a result: `none`, `small` or `full`; small where it is too large."""
    if kind == "none":
        return None
    if kind == "full" and path.stat().st_size <= _MOST_FULL:
        return path.read_bytes(), media_type
    return _small(path)


def _is_listed(url: str, settings: McpSettings) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme == "https" and (parts.hostname or "").lower() in settings.image_hosts


def _inline(text: str, argument: str) -> bytes:
    if len(text) > _MOST_INLINE:
        raise ToolError(
            f"{argument} has {len(text):,} characters of base64, more than {_MOST_INLINE:,}:"
            " pass a path"
        )
    try:
        return base64.b64decode(text.partition(",")[2], validate=True)
    except (binascii.Error, ValueError):
        raise ToolError(f"{argument} is a data URI whose base64 cannot be read") from None


def _path(text: str, settings: McpSettings, argument: str) -> Path:
    """The file of a path: a relative one is looked for in all folders that may be read."""
    roots = [root.resolve() for root in (settings.folder, *settings.roots)]
    given = Path(text).expanduser()
    paths = [(folder / given).resolve() for folder in (Path.cwd(), *roots)]
    allowed = [path for path in paths if any(path.is_relative_to(root) for root in roots)]
    if not allowed:
        listed = ", ".join(map(str, roots))
        raise ToolError(f"{argument}: {text} is outside the folders that may be read: {listed}")
    found = next((path for path in allowed if path.is_file()), None)
    if found is None:
        raise ToolError(f"{argument}: there is no file {' or '.join(map(str, allowed))}")
    return found
