"""Lettering: a caption band, large text, a numbered badge."""

from __future__ import annotations

from collections.abc import Iterator

from PIL import Image, ImageDraw, ImageFont

from pyvenice.sandbox.painting.color import RGB

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

_LONGEST = 300
_LINES = 3
_BAND = (16, 18, 24, 190)


def caption(image: Image.Image, text: str) -> Image.Image:
    """The text in a dark band along the lower edge, in at most three lines."""
    size = _font_size(image, 17)
    font = _font(size)
    margin = max(2, size // 2)
    lines = _wrap(text, font, image.width - 2 * margin)
    step = round(size * 1.3)
    top = max(0, image.height - len(lines) * step - margin * 3 // 2)
    result, draw = _overlay(image)
    draw.rectangle((0, top, image.width, image.height), fill=_BAND)
    for number, line in enumerate(lines):
        at = (image.width / 2, top + margin * 3 // 4 + (number + 0.5) * step)
        draw.text(at, line, font=font, fill="white", anchor=_anchor(font, "mm"))
    return _merge(image, result)


def text(image: Image.Image, words: str, colour: RGB = (255, 255, 255)) -> Image.Image:
    """Large text in the lower third, outlined so that it can be read on anything."""
    size = _font_size(image, 9)
    longest = image.width * 0.9
    while size > 8 and _length(_font(size), words) > longest:
        size = size * 7 // 8
    font = _font(size)
    lines = _wrap(words, font, longest)
    result, draw = _overlay(image)
    dark = sum(colour) > 3 * 110
    for number, line in enumerate(lines):
        at = (image.width / 2, image.height * 0.84 - (len(lines) - 1 - number) * size * 1.2)
        draw.text(
            at,
            line,
            font=font,
            fill=colour,
            anchor=_anchor(font, "mm"),
            stroke_width=max(1, size // 14),
            stroke_fill=(0, 0, 0, 210) if dark else (255, 255, 255, 210),
        )
    return _merge(image, result)


def badge(image: Image.Image, number: int) -> Image.Image:
    """A small disc with a number in the upper right corner."""
    size = max(6, round(min(image.size) * 0.09))
    gap = size // 3
    box = (image.width - gap - size, gap, image.width - gap, gap + size)
    font = _font(max(6, round(size * 0.6)))
    result, draw = _overlay(image)
    draw.ellipse(
        box, fill=(16, 18, 24, 215), outline=(255, 255, 255, 235), width=max(1, size // 14)
    )
    middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    draw.text(middle, str(number), font=font, fill="white", anchor=_anchor(font, "mm"))
    return _merge(image, result)


def _overlay(image: Image.Image) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    layer = Image.new("RGBA", image.size, (0, 0, 0, 0))
    return layer, ImageDraw.Draw(layer)


def _merge(image: Image.Image, layer: Image.Image) -> Image.Image:
    if image.mode == "RGBA":
        return Image.alpha_composite(image, layer)
    result = image.copy()
    result.paste(layer, mask=layer.getchannel("A"))
    return result


def _font_size(image: Image.Image, share: int) -> int:
    """A height in pixels: this share of the shorter side, neither tiny nor huge for the width."""
    return max(7, min(min(image.size) // share, image.width // 12))


def _font(size: int) -> Font:
    return ImageFont.load_default(size=size)


def _anchor(font: Font, anchor: str) -> str | None:
    return anchor if isinstance(font, ImageFont.FreeTypeFont) else None


def _length(font: Font, line: str) -> float:
    return font.getlength(line)


def _wrap(words: str, font: Font, width: float) -> list[str]:
    lines = list(_lines(_printable(words), font, max(width, 1)))
    if len(lines) > _LINES:
        lines[_LINES - 1 :] = [_cut(lines[_LINES - 1] + " …", font, width)]
    return lines


def _printable(words: str) -> str:
    kept = "".join(letter if letter.isprintable() else " " for letter in words[:_LONGEST])
    return " ".join(kept.split()) + ("…" if len(words) > _LONGEST else "")


def _lines(words: str, font: Font, width: float) -> Iterator[str]:
    line = ""
    for word in words.split(" "):
        longer = f"{line} {word}" if line else word
        if not line or _length(font, longer) <= width:
            line = longer
        else:
            yield _cut(line, font, width)
            line = word
    yield _cut(line, font, width)


def _cut(line: str, font: Font, width: float) -> str:
    """The line, shortened with an ellipsis if it is wider than `width`."""
    if _length(font, line) <= width:
        return line
    while line and _length(font, line + "…") > width:
        line = line[: len(line) * 9 // 10].rstrip()
    return line + "…"
