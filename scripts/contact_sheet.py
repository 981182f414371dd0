"""Contact sheet: one picture with a row for each provider, before and after, with captions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFilter, ImageFont

TILE = (300, 252)
GAP = 24
MARGIN = 48
CAPTION = 92
HEADER = 128
ROW_TITLE = 46
PAPER = "#f6f3ee"
CARD = "#ffffff"
INK = "#26221e"
QUIET = "#857c72"


@dataclass(frozen=True)
class Tile:
    """A picture and its caption."""

    picture: Image.Image
    title: str
    text: str


@dataclass(frozen=True)
class Row:
    """The tiles of one provider."""

    name: str
    note: str
    accent: str
    tiles: Sequence[Tile]


def contact_sheet(title: str, subtitle: str, rows: Sequence[Row]) -> Image.Image:
    """Draw all rows below a title."""
    columns = max(len(row.tiles) for row in rows)
    width = 2 * MARGIN + columns * (TILE[0] + GAP) - GAP
    height = HEADER + len(rows) * _row_height() + MARGIN
    sheet = Image.new("RGB", (width, height), PAPER)
    pen = ImageDraw.Draw(sheet)
    pen.text((MARGIN, 34), title, INK, _font(38))
    pen.text((MARGIN, 84), subtitle, QUIET, _font(19))
    for number, row in enumerate(rows):
        _draw_row(sheet, row, HEADER + number * _row_height())
    return sheet


def _row_height() -> int:
    return ROW_TITLE + TILE[1] + CAPTION + 8


def _draw_row(sheet: Image.Image, row: Row, top: int) -> None:
    pen = ImageDraw.Draw(sheet)
    pen.rounded_rectangle((MARGIN, top + 12, MARGIN + 6, top + 34), 3, row.accent)
    pen.text((MARGIN + 16, top + 9), row.name, INK, _font(24))
    after = MARGIN + 16 + pen.textlength(row.name, _font(24)) + 12
    pen.text((after, top + 15), row.note, QUIET, _font(16))
    for column, tile in enumerate(row.tiles):
        _draw_tile(sheet, tile, row.accent, MARGIN + column * (TILE[0] + GAP), top + ROW_TITLE)


def _draw_tile(sheet: Image.Image, tile: Tile, accent: str, left: int, top: int) -> None:
    _draw_card(sheet, (left, top, left + TILE[0], top + TILE[1]))
    picture = _frame(tile.picture)
    place = (left + (TILE[0] - picture.width) // 2, top + (TILE[1] - picture.height) // 2)
    sheet.paste(picture, place, _corner_mask(picture.size))
    pen = ImageDraw.Draw(sheet)
    pen.text((left + 2, top + TILE[1] + 10), tile.title, accent, _font(17))
    for number, line in enumerate(_wrap(tile.text, pen)):
        pen.text((left + 2, top + TILE[1] + 34 + number * 22), line, INK, _font(16))


def _draw_card(sheet: Image.Image, box: tuple[int, int, int, int]) -> None:
    around = (box[0] - 12, box[1] - 8, box[2] + 12, box[3] + 16)
    shadow = Image.new("L", (around[2] - around[0], around[3] - around[1]))
    ImageDraw.Draw(shadow).rounded_rectangle((12, 12, 12 + TILE[0], 12 + TILE[1]), 10, 46)
    sheet.paste("#4a3c2c", around[:2], shadow.filter(ImageFilter.GaussianBlur(6)))
    ImageDraw.Draw(sheet).rounded_rectangle(box, 10, CARD)


def _frame(picture: Image.Image) -> Image.Image:
    """The whole picture at the size of a tile, transparent parts over a checkerboard."""
    small = picture.convert("RGBA")
    small.thumbnail((TILE[0] - 16, TILE[1] - 16), Image.Resampling.LANCZOS)
    ground = Image.new("RGB", small.size, CARD)
    pen = ImageDraw.Draw(ground)
    for y in range(0, small.height, 10):
        for x in range(y // 10 % 2 * 10, small.width, 20):
            pen.rectangle((x, y, x + 9, y + 9), "#e2ddd6")
    ground.paste(small, mask=small)
    return ground


def _corner_mask(size: tuple[int, int]) -> Image.Image:
    large = Image.new("L", (size[0] * 4, size[1] * 4))
    ImageDraw.Draw(large).rounded_rectangle((0, 0, large.width - 1, large.height - 1), 24, 255)
    return large.resize(size, Image.Resampling.LANCZOS)


def _wrap(text: str, pen: ImageDraw.ImageDraw) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and pen.textlength(longer, _font(16)) > TILE[0] - 4:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
