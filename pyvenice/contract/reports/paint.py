"""Colour on a terminal, or none."""

from __future__ import annotations

from typing import Literal, NamedTuple

Colour = Literal["red", "yellow", "blue", "green", "alarm", "bold", "dim"]

_CODES: dict[Colour, str] = {
    "red": "1;31",
    "yellow": "1;33",
    "blue": "1;34",
    "green": "1;32",
    "alarm": "1;7;35",
    "bold": "1",
    "dim": "2",
}


class Paint(NamedTuple):
    """Paints text if it is on."""

    on: bool

    def __call__(self, colour: Colour, text: str) -> str:
        return f"\x1b[{_CODES[colour]}m{text}\x1b[0m" if self.on and text else text
