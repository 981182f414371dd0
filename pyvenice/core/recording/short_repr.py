"""Short representation of a value for messages, whatever its class raises."""

from __future__ import annotations

_CHARACTERS = 60


def short_repr(value: object) -> str:
    """The value as a message shows it: at most 60 characters; only the type where it has no `repr`."""
    if isinstance(value, bytes | bytearray):
        return f"<{len(value)} bytes>"
    try:
        text = repr(value[:_CHARACTERS] if isinstance(value, str) else value)
    except Exception:  # noqa: BLE001  (the caller's own class, whatever its repr raises)
        return f"<{type(value).__name__}>"
    return text if len(text) <= _CHARACTERS else f"{text[: _CHARACTERS - 3]}…"
