"""The values that writers work with: operations, bodies, fields, canonical schemas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pyvenice.contract.pin.source import UsedOperation
from pyvenice.core.json_types import Json

Schema = dict[str, Any]
"""A canonical schema: `type`, `enum`, bounds, `items`, `properties`, `anyOf`, `$ref`, and no more."""

Place = Literal["path", "query", "header", "cookie", "model"]
"""Where a parameter goes; `model` chooses the operation and is not sent."""

JSON = "application/json"
MULTIPART = "multipart/form-data"
URLENCODED = "application/x-www-form-urlencoded"
EVENTS = "text/event-stream"


@dataclass(frozen=True, slots=True)
class Field:
    """A property of a body, or a parameter: its schema for a model, and what else is known of it."""

    wire: str
    schema: Schema
    required: bool
    text: str = ""
    default: Json = None
    deprecated: bool = False
    known_values: tuple[str, ...] = ()
    """Values that an open list names: there may be others."""
    known_keys: tuple[str, ...] = ()
    """The value is JSON text of an object with these keys, among others."""
    image: Mapping[str, Any] | None = None
    is_file: bool = False
    """Bytes that are not looked at, unlike those of an image."""
    python: str = ""
    lifecycles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Values that ended or will: when, and what to use instead."""
    style: str = ""
    """How a list or an object is written in a parameter: empty where it is repeated or plain."""

    @property
    def nullable(self) -> bool:
        return takes_null(self.schema)


@dataclass(frozen=True, slots=True)
class Body:
    """A request body of one media type."""

    media_type: str
    name: str
    """Its class."""
    fields: tuple[Field, ...]
    is_whole: bool = False
    """The one field `body` is the whole body, because that is not an object with named fields."""
    conflicts: tuple[Schema, ...] = ()
    """The entries of `x-conflicts` that say what is allowed instead."""

    def field(self, python: str) -> Field | None:
        return next((known for known in self.fields if known.python == python), None)


@dataclass(frozen=True, slots=True)
class Shape:
    """One operation with everything that is generated from it."""

    used: UsedOperation
    text: str
    bodies: tuple[Body, ...]
    parameters: tuple[tuple[Place, Field], ...]
    answers: tuple[str, ...]
    """Media types of the success."""
    result: str | None
    """The class of a JSON object that answers."""
    returns: str = "EditResult"
    """What the method returns, as an annotation."""
    has_own_stream: bool = False
    """Whether `stream=True` gives a stream of a class that the provider's client has."""
    is_free: bool = False
    """Whether a POST costs nothing."""
    is_repeatable: bool = False
    """Whether a POST may be sent twice, because it costs nothing and changes nothing."""

    def body(self, *, json: bool) -> Body | None:
        """The JSON body, or the form."""
        return next((body for body in self.bodies if is_json(body.media_type) == json), None)


@dataclass(frozen=True, slots=True)
class Shapes:
    """All operations of a provider, and the classes of their requests and responses."""

    operations: tuple[Shape, ...]
    requests: Mapping[str, Schema]
    responses: Mapping[str, Schema]
    key_header: str
    """The header in which the key is sent."""


def is_json(media_type: str) -> bool:
    """Whether a body of this media type is JSON: `application/json`, `application/problem+json`, `*/*`."""
    kind = media_type.partition(";")[0].strip().lower()
    return kind in (JSON, "*/*", "application/*") or kind.endswith("+json")


def takes_null(schema: Schema) -> bool:
    """Whether `None` is a value of a canonical schema."""
    if "anyOf" in schema:
        return any(map(takes_null, schema["anyOf"]))
    types = schema.get("type")
    return types == "null" or (isinstance(types, list) and "null" in types)
