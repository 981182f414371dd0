"""Encoding: pixels to PNG, JPEG, WebP, GIF or SVG, whose metadata say that the sandbox made the file."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import Literal

from PIL import Image
from PIL.PngImagePlugin import PngInfo

Format = Literal["png", "jpeg", "webp", "gif", "svg"]

SOFTWARE = "pyvenice sandbox"
MEDIA_TYPES: dict[Format, str] = {
    "png": "image/png",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
    "svg": "image/svg+xml",
}

_QUALITY = 92
_FAST_FROM = 4_000_000
_WEBP_SIDE = 16383
_EXIF_SOFTWARE = 0x0131
_EXIF_DESCRIPTION = 0x010E


def encode(
    image: Image.Image, form: Format, *, quality: int | None = None, description: str | None = None
) -> bytes:
    """The image as a file; `quality` in percent for JPEG and WebP. JPEG gets a white background.

    The same pixels always give the same bytes.
    """
    stream = BytesIO()
    if form == "png":
        _save_png(image, stream, description)
    elif form == "jpeg":
        opaque(image).save(
            stream, "JPEG", quality=_percent(quality), exif=_exif(description), optimize=True
        )
    elif form == "gif":
        image.save(stream, "GIF", comment=SOFTWARE)
    elif form == "svg":
        _save_svg(image, stream, description)
    else:
        _save_webp(image, stream, quality, description)
    return stream.getvalue()


def opaque(image: Image.Image) -> Image.Image:
    """The image on white, without transparency."""
    if image.mode != "RGBA":
        return image
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _save_png(image: Image.Image, stream: BytesIO, description: str | None) -> None:
    info = PngInfo()
    info.add_text("Software", SOFTWARE)
    if description:
        info.add_itxt("Description", description)
    large = image.width * image.height > _FAST_FROM
    image.save(stream, "PNG", pnginfo=info, compress_level=1 if large else 6)


def _save_webp(
    image: Image.Image, stream: BytesIO, quality: int | None, description: str | None
) -> None:
    if max(image.size) > _WEBP_SIDE:
        image = image.copy()
        image.thumbnail((_WEBP_SIDE, _WEBP_SIDE))
    large = image.width * image.height > _FAST_FROM
    exif = _exif(description).tobytes()
    try:
        image.save(stream, "WEBP", quality=_percent(quality), method=2 if large else 4, exif=exif)
    except ValueError:
        # libwebp gives up on some large pictures: their partition 0 passes 512 KiB. Lossless has none.
        stream.seek(0)
        stream.truncate()
        image.save(stream, "WEBP", lossless=True, quality=0, method=0, exif=exif)


def _save_svg(image: Image.Image, stream: BytesIO, description: str | None) -> None:
    """The pixels as a PNG inside: nothing here draws curves."""
    pixels = BytesIO()
    _save_png(image, pixels, description)
    data = base64.b64encode(pixels.getvalue()).decode()
    size = f'width="{image.width}" height="{image.height}"'
    stream.write(
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}>'
        f'<image {size} href="data:image/png;base64,{data}"/></svg>'.encode()
    )


def _percent(quality: int | None) -> int:
    return _QUALITY if quality is None else max(1, min(quality, 100))


def _exif(description: str | None) -> Image.Exif:
    exif = Image.Exif()
    exif[_EXIF_SOFTWARE] = SOFTWARE
    if description:
        exif[_EXIF_DESCRIPTION] = description
    return exif
