"""Media types and the ranges that contain them: `*/*`, `image/*`, parameters."""

from __future__ import annotations

from typing import NamedTuple

# What says how the text is written down, and not what it is.
_IGNORED = frozenset({"charset", "boundary", "q"})


_OF_BYTES = ("image", "audio", "video", "font")
_OF_TEXT = ("+xml", "+json")
_FILES = ("octet-stream", "zip", "gzip", "pdf")


class MediaType(NamedTuple):
    """A media type in lower case, with the parameters that count, sorted."""

    essence: str
    parameters: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """`application/json; version=1`."""
        return "; ".join([self.essence, *(f"{name}={value}" for name, value in self.parameters)])

    @property
    def is_binary(self) -> bool:
        """Whether its bodies are bytes, as far as the name tells: a picture, a sound, any bytes."""
        kind, _, sub = self.essence.partition("/")
        return sub in _FILES or (kind in _OF_BYTES and not sub.endswith(_OF_TEXT))

    def contains(self, other: MediaType) -> bool:
        """Whether each body of `other` is one of this, too."""
        mine, sub = self.essence.partition("/")[::2]
        theirs, other_sub = other.essence.partition("/")[::2]
        fits = mine in ("*", theirs) and sub in ("*", other_sub)
        return fits and set(self.parameters) <= set(other.parameters)


def media_type(name: str) -> MediaType:
    """The media type that a key of `content` names."""
    essence, *rest = name.split(";")
    pairs = (part.partition("=")[::2] for part in rest if "=" in part)
    parameters = ((key.strip().lower(), value.strip().strip('"')) for key, value in pairs)
    kept = sorted((key, value) for key, value in parameters if key not in _IGNORED)
    return MediaType(essence.strip().lower(), tuple(kept))


def contains(wide: str, narrow: str) -> bool:
    """Whether `image/*` contains `image/png`. Lists with commas are any of their members."""
    ranges = [media_type(name) for name in wide.split(",")]
    return all(
        any(known.contains(media_type(name)) for known in ranges) for name in narrow.split(",")
    )
