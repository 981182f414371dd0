"""Pictures in which one sees what was edited: the stand-in for a model makes negatives."""

from __future__ import annotations

import io

from PIL import Image, ImageChops, ImageOps

from pyvenice import EditedImage

SIZE = (96, 64)
LEFT = (0, 0, 48, 64)
ORANGE, BLUE = (230, 120, 20), (20, 60, 200)


def png(image: Image.Image) -> bytes:
    """The image as PNG."""
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def photo(colour: tuple[int, int, int] = ORANGE, size: tuple[int, int] = SIZE) -> Image.Image:
    """A flat picture."""
    return Image.new("RGB", size, colour)


def left_half(polarity: str) -> Image.Image:
    """A mask that marks the left half for editing."""
    marked = Image.new("L", SIZE, 0)
    marked.paste(255, LEFT)
    if polarity == "white":
        return marked
    if polarity == "black":
        return ImageOps.invert(marked)
    mask = Image.new("RGBA", SIZE, (0, 0, 0, 255))
    mask.putalpha(ImageOps.invert(marked))
    return mask


def negative(image: Image.Image) -> Image.Image:
    """What an edit makes of an image."""
    return ImageOps.invert(image)


def half_edited(image: Image.Image) -> Image.Image:
    """What an edit with `left_half` makes of an image."""
    return Image.composite(negative(image), image, left_half("white"))


def alike(found: EditedImage, wanted: Image.Image) -> bool:
    """Whether two pictures differ by no more than what JPEG changes."""
    picture = found.open().convert("RGB")
    if picture.size != wanted.size:
        return False
    difference = ImageChops.difference(picture, wanted).convert("L")
    return sum(value > 40 for value in difference.tobytes()) <= difference.width
