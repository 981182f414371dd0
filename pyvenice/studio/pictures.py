"""Pictures: files named by the hash of their bytes, with limits on what is taken, and thumbnails."""

from __future__ import annotations

import asyncio
import hashlib
import io
import os
import re
import threading
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Literal, cast, get_args

from PIL import Image, ImageOps

from pyvenice.core.images.header import read_header
from pyvenice.core.images.masks import draw_mask, edit_amount
from pyvenice.core.request.operation_table import Polarity
from pyvenice.errors import ImageInputError, ImageNotFoundError
from pyvenice.studio.store import Picture, Store

MOST_BYTES = 64 * 1024 * 1024
MOST_PIXELS = 100_000_000
SHOWN = ("image/png", "image/jpeg", "image/webp", "image/gif", "image/avif", "image/bmp")
"""What every browser can show; an SVG could run a script."""
_ID = re.compile(r"[0-9a-f]{64}")
_THUMBNAIL = 320
_MARK: Polarity = "white"
"""The masks of the studio are white where the picture is to be edited."""
Size = Literal["whole", "thumbnail"]


class Pictures:
    """The pictures of one data folder."""

    def __init__(self, folder: Path, store: Store) -> None:
        self._folder, self._store = folder / "pictures", store
        self._thumbnails = folder / "thumbnails"
        for path in (self._folder, self._thumbnails):
            path.mkdir(parents=True, exist_ok=True, mode=0o700)
        # One decoded picture of 100 megapixels takes 400 MB: never two at a time.
        self._decoding = threading.Lock()

    async def receive(self, chunks: AsyncIterator[bytes], name: str) -> Picture:
        """Write an upload to a file as it comes. Raises `ImageInputError` for what is not taken."""
        part = self._folder / f".{os.urandom(8).hex()}.part"
        digest, size = hashlib.sha256(), 0
        try:
            with part.open("xb") as stream:
                async for chunk in chunks:
                    size += len(chunk)
                    if size > MOST_BYTES:
                        raise _refusal(f"it has more than {MOST_BYTES // 2**20} MiB")
                    digest.update(chunk)
                    stream.write(chunk)
            return self._add_file(part, digest.hexdigest(), name)
        finally:
            part.unlink(missing_ok=True)

    def add(self, data: bytes, name: str) -> Picture:
        """Keep a result. Raises `ImageInputError` for what cannot be shown."""
        part = self._folder / f".{os.urandom(8).hex()}.part"
        try:
            part.write_bytes(data)
            return self._add_file(part, hashlib.sha256(data).hexdigest(), name)
        finally:
            part.unlink(missing_ok=True)

    async def receive_mask(self, chunks: AsyncIterator[bytes]) -> Picture:
        """Keep a mask that is white where to edit, as a grey PNG: its alpha channel means nothing."""
        drawn = await self.receive(chunks, "mask.png")
        data = await asyncio.to_thread(self._draw_mask, self.path(drawn.id), _MARK)
        return self.add(data, "mask.png")

    def _add_file(self, part: Path, digest: str, name: str) -> Picture:
        facts = _described(part, digest, name)
        with part.open("rb") as stream:
            os.fsync(stream.fileno())
        part.replace(self._folder / digest)
        return self._store.add_picture(facts)

    def picture(self, picture: object) -> Picture:
        """What is known of a picture. Raises `ImageNotFoundError` where there is no such one."""
        known = None
        if isinstance(picture, str) and _ID.fullmatch(picture):
            known = self._store.picture(picture)
        if known is None:
            raise ImageNotFoundError(
                "there is no such picture", argument="image", value=str(picture)[:80]
            )
        return known

    def path(self, picture: object) -> Path:
        """Its file. Raises `ImageNotFoundError`."""
        return self._folder / self.picture(picture).id

    async def thumbnail(self, picture: str) -> Path:
        """A small WebP of it, which is made when it is first asked for."""
        path = self.path(picture)
        target = self._thumbnails / f"{path.name}.webp"
        if not target.exists():
            await asyncio.to_thread(self._draw_thumbnail, path, target)
        return target

    def _draw_thumbnail(self, path: Path, target: Path) -> None:
        part = target.with_name(f".{os.urandom(8).hex()}.part")
        try:
            with self._decoding, Image.open(path) as image:
                image.draft("RGB", (_THUMBNAIL, _THUMBNAIL))
                small = image.convert("RGBA" if image.has_transparency_data else "RGB")
                small.thumbnail((_THUMBNAIL, _THUMBNAIL))
                ImageOps.exif_transpose(small).save(part, "WEBP", quality=80)
            part.replace(target)
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
            raise _refusal(f"it cannot be decoded: {error}") from error
        finally:
            part.unlink(missing_ok=True)

    async def mask(self, picture: str, polarity: str) -> bytes:
        """A mask as a provider of this polarity receives it, as a PNG."""
        if polarity not in get_args(Polarity):
            raise _refusal(f"its polarity must be one of {', '.join(get_args(Polarity))}")
        return await asyncio.to_thread(
            self._draw_mask, self.path(picture), cast("Polarity", polarity)
        )

    def _draw_mask(self, path: Path, polarity: Polarity) -> bytes:
        buffer = io.BytesIO()
        with self._decoding, Image.open(path) as image:
            draw_mask(edit_amount(image, _MARK), polarity).save(buffer, "PNG", compress_level=1)
        return buffer.getvalue()


def _described(part: Path, digest: str, name: str) -> Picture:
    with part.open("rb") as stream:
        header = read_header(stream)
    if header.media_type not in SHOWN:
        kinds = ", ".join(kind.partition("/")[2].upper() for kind in SHOWN)
        raise _refusal(f"it is {header.media_type or 'no image'}: {kinds} are taken")
    if header.problem or header.width is None or header.height is None:
        raise _refusal(f"it is damaged: {header.problem or 'it has no size'}")
    if header.width * header.height > MOST_PIXELS:
        raise _refusal(f"it has more than {MOST_PIXELS // 1_000_000} megapixels")
    return Picture(
        id=digest,
        media_type=header.media_type,
        width=header.width,
        height=header.height,
        has_alpha=bool(header.has_alpha),
        orientation=header.orientation,
        size=part.stat().st_size,
        name=Path(name.replace("\\", "/")).name[:80],
        created=time.time(),
    )


def _refusal(reason: str) -> ImageInputError:
    return ImageInputError(f"the picture cannot be used: {reason}", argument="image")
