"""What a string holds beyond its characters: a file, an encoding, a media type; and what formats are known."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from pyvenice.contract.schema.media_types import contains

Json = Any
Schema = dict[str, Json]

_FILES = ("binary", "file")
_ENCODINGS = {"byte": "base64", "base64": "base64", "base64url": "base64url"}
# Hints for code generators and forms: no value is refused because of them.
_HINTS = frozenset(
    {"password", "float", "double", "commonmark", "html", "markdown", "text", "string", "number"}
    | {"int64", "integer", "uint64", "multiline", "textarea", "decimal", "long", "boolean"}
)
_KNOWN = frozenset(
    {"date", "date-time", "time", "duration", "email", "idn-email", "hostname", "idn-hostname"}
    | {"ipv4", "ipv6", "uri", "uri-reference", "iri", "iri-reference", "uri-template", "uuid"}
    | {"json-pointer", "relative-json-pointer", "regex", "int32", "int16", "int8"}
)


class Content(NamedTuple):
    """`encoding` is `raw` for the bytes of a file, empty for text."""

    encoding: str
    media_type: str

    @property
    def text(self) -> str:
        """What to call it."""
        name = {"": "text", "raw": "a file"}.get(self.encoding, f"{self.encoding} text")
        return f"{name} ({self.media_type})" if self.media_type else name

    def effect_of(self, other: Content) -> Literal["narrowed", "widened", "either"]:
        """What a change to `other` does to what is taken."""
        if other.takes(self):
            return "widened"
        return "narrowed" if self.takes(other) else "either"

    def takes(self, other: Content) -> bool:
        """Whether what is `other` is this as well: base64 is text, a PNG is an image."""
        encoded = self.encoding == other.encoding or (not self.encoding and other.encoding != "raw")
        return encoded and contains(self.media_type or "*/*", other.media_type or "*/*")


def content_of(schema: Schema) -> Content:
    """What the strings of a schema hold."""
    name = schema.get("format", "")
    media_type = str(schema.get("contentMediaType", "")).strip().lower()
    encoding = str(schema.get("contentEncoding", "")).strip().lower()
    if encoding in ("", "7bit", "8bit", "binary"):
        is_raw = name in _FILES or encoding == "binary" or (media_type and not _is_text(media_type))
        encoding = "raw" if is_raw else _ENCODINGS.get(name, "")
    return Content(encoding, "" if media_type == "application/octet-stream" else media_type)


def _is_text(media_type: str) -> bool:
    """Its documents are characters, which a string of JSON can hold."""
    return media_type.startswith("text/") or media_type.endswith(("json", "xml", "yaml"))


def is_hint(name: str) -> bool:
    """No value is refused because of this format."""
    return name in _HINTS


def is_checked_format(schema: Schema) -> bool:
    """The validator refuses texts that are not of the schema's format."""
    return schema.get("format") in _KNOWN


def is_known_format(name: str) -> bool:
    """The validator checks values for this format, or the format says what bytes they are."""
    return name in _KNOWN or name in _FILES or name in _ENCODINGS
