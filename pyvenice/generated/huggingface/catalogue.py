# Generated from specs/huggingface/ by 'python -m codegen'. Do not edit.
"""The models of HuggingFace, from specs/catalogue/."""

from typing import Any

ROWS: tuple[dict[str, Any], ...] = ()
OPEN: dict[str, Any] | None = None
