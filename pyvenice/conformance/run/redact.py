"""Values as a report may show them: short, without pictures and keys."""

from __future__ import annotations

from typing import Any

from pyvenice.core.images.header import sniff
from pyvenice.core.recording.redaction import redacted_value, shortened

Json = Any

_LONGEST = 160


def shown(value: Json) -> Json:
    """A value short enough for a report; a file as its type and size."""
    if isinstance(value, bytes):
        return f"{sniff(value[:64]) or 'no image'}, {len(value):,} bytes"
    if isinstance(value, str):
        return shortened(value, _LONGEST)
    return redacted_value(value)
