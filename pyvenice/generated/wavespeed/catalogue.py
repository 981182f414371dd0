# Generated from specs/wavespeed/ by 'python -m codegen'. Do not edit.
"""The models of WaveSpeed, from specs/catalogue/."""

from typing import Any

ROWS: tuple[dict[str, Any], ...] = ()
OPEN: dict[str, Any] | None = None
