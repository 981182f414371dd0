"""Operation tables: the classes of the generated tables that say what goes where on the wire."""

import importlib
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Literal, NamedTuple, Self, cast
from urllib.parse import urlsplit

MediaType = Literal["json", "multipart"]
UnknownValues = Literal["refuse", "warn"]
Polarity = Literal["white", "black", "transparent"]
JsonImage = Literal["url", "data-uri", "base64", "file-id"]


class ImageRule(NamedTuple):
    """What a provider takes as an image in one argument. `None` means: no limit is known."""

    json: tuple[JsonImage, ...] = ()
    """The spellings that the JSON body takes, the preferred one for bytes first."""
    media_types: tuple[str, ...] = ()
    max_bytes: int | None = None
    max_json_bytes: int | None = None
    """The largest image that fits into the JSON body, where that is less."""
    min_pixels: int | None = None
    max_pixels: int | None = None
    min_side: int | None = None
    """The least width and height, in pixels."""
    max_ratio: float | None = None
    """The longer side is at most so many times the shorter one."""
    max_count: int | None = None
    """More than one image: how many at most. `None` with `many` means no limit is known."""
    many: bool = False
    """The argument takes a list of images (a single one is accepted too)."""
    repeated_as: str | None = None
    """The name of the form field when there is more than one image."""
    as_object: bool = False
    """In JSON an image is an object that says where it lies: `image_url` or `file_id`."""
    mask: Polarity | None = None
    """The argument is a mask, and this is how the provider marks the part to be edited."""


class Scalar(NamedTuple):
    """What a text, a number or a flag has to be in every body that has it."""

    kind: Literal["text", "whole", "number", "flag"]
    least: float | None = None
    """The fewest characters of a text; the lowest number."""
    most: float | None = None
    values: tuple[str, ...] = ()
    """The texts that there are; empty: any."""

    def __str__(self) -> str:
        """What a value must be, for messages."""
        if self.values:
            return f"one of {', '.join(map(repr, self.values))}"
        kinds = {"text": "text", "whole": "a whole number", "number": "a number", "flag": "a bool"}
        unit = " characters" if self.kind == "text" else ""
        least = None if self.least is None else f"at least {self.least:g}{unit}"
        most = None if self.most is None else f"at most {self.most:g}{unit}"
        return ", ".join(filter(None, (kinds[self.kind], least, most)))

    def takes(self, value: object) -> bool:
        """Whether the value is one; false also where only the request model knows."""
        kind = type(value)
        if kind is str:
            return self.kind == "text" and self._has(str(value))
        if kind is bool:
            return self.kind == "flag"
        if kind is int:
            return self.kind in ("whole", "number") and self._holds(cast("int", value))
        return kind is float and self.kind == "number" and self._holds(cast("float", value))

    def _has(self, text: str) -> bool:
        return (not self.values or text in self.values) and self._holds(len(text))

    def _holds(self, size: float) -> bool:
        return (self.least is None or size >= self.least) and (
            self.most is None or size <= self.most
        )


class Lifecycle(NamedTuple):
    """When a value ends, or ended."""

    value: str
    ends: str
    """`YYYY-MM-DD`."""
    instead: str | None = None


class SizeRule(NamedTuple):
    """Which sizes a model takes that makes pictures of any size, as `WIDTHxHEIGHT` in pixels."""

    max_side: int
    min_pixels: int
    max_pixels: int
    max_ratio: float
    """The longer side is at most so many times the shorter one."""
    multiple: int
    """Each side is a multiple of it."""


class ModelRule(NamedTuple):
    """What some models take in one field of the body."""

    field: str
    models: tuple[str, ...]
    values: tuple[str, ...] = ()
    """The texts that they take; none, and no `size`: the field must be left out."""
    size: SizeRule | None = None


class Conflict(NamedTuple):
    """Fields of the body that exclude each other."""

    field: str
    """The one to leave out or to change."""
    schema: Mapping[str, Any]
    """A body that fits it is refused."""
    says: str
    """What is allowed instead."""


class Parameter(NamedTuple):
    """One argument of a method, and its name in each body that has it (`None` where it has not)."""

    name: str
    json: str | None = None
    form: str | None = None
    query: str | None = None
    required: bool = False
    nullable: bool = False
    keys: tuple[str, ...] = ()
    """The value is an object that travels as JSON text; these are keys that it is known to take."""
    image: ImageRule | None = None
    scalar: Scalar | None = None
    """`None`: only the request model can check the value."""
    path: str | None = None
    """The name between braces in the path of the operation."""
    header: str | None = None
    cookie: str | None = None
    style: str = ""
    """How a list or an object is written outside the body: what joins its items, `deep` or `json`.
    In a path, `/` means that the value may hold slashes."""
    is_file: bool = False
    """The value is a file, of whatever type, in a multipart form."""
    lifecycles: tuple[Lifecycle, ...] = ()
    """Values that ended or will."""
    default: str | None = None
    """What the server takes where the argument is left out, if that has a lifecycle."""

    @property
    def is_outside(self) -> bool:
        """Whether the argument is no part of a body."""
        return self.json is None and self.form is None

    @property
    def takes_null(self) -> bool:
        """Whether `None` is a value; elsewhere it means that the argument is not given.

        A form has no null, so an argument that only forms have takes none.
        """
        return self.nullable and self.json is not None

    @classmethod
    def both(cls, name: str, **facts: Any) -> Self:
        """A parameter that has the same name in JSON and in forms, and here."""
        return cls(name, json=name, form=name, **facts)


class _OperationRow(NamedTuple):
    """A row of a generated table. A dataclass would import `inspect`: a tenth of a short check."""

    provider: str
    name: str
    """The method that calls it, below the client: `image.edit`."""
    method: str
    path: str
    for_model: str | None = None
    """The model that it is for, where the method has an operation for each."""
    parameters: tuple[Parameter, ...] = ()
    json_model: str | None = None
    form_model: str | None = None
    result_model: str | None = None
    answers: tuple[str, ...] = ()
    """Media types of a successful answer."""
    choice: bool = False
    """Exactly one of the parameters is given."""
    json_type: str = "application/json"
    """The media type of the JSON body."""
    is_multipart: bool = True
    """Whether the form is multipart, and not URL-encoded."""
    whole: bool = False
    """The argument `body` is the whole JSON body, which is not an object with known fields."""
    pinned: str = ""
    """When the contract was pinned, as `YYYY-MM-DD`."""
    family: str = ""
    """The sub-package that its models stand in; empty: that of the provider."""
    is_free: bool = False
    """A POST that costs nothing."""
    is_repeatable: bool = False
    """A POST that may be sent twice: it reads, or states a price."""
    opaque: tuple[str, ...] = ()
    """Parts of the answer that its model keeps as plain data: `data.*.model_spec.pricing`."""
    model_rules: tuple[ModelRule, ...] = ()
    """What single models take, where the provider's catalogue is to be enforced."""
    conflicts: tuple[Conflict, ...] = ()


class Operation(_OperationRow):
    """One operation of a provider's contract, as the client needs it. Compared by identity."""

    def __eq__(self, other: object) -> bool:
        return self is other

    def __ne__(self, other: object) -> bool:
        return self is not other

    def __hash__(self) -> int:
        return id(self)

    @property
    def package(self) -> str:
        """The package with its generated models."""
        return f"{self.provider}.families.{self.family}" if self.family else self.provider

    @property
    def title(self) -> str:
        """How messages name it: the provider's name and the method, and the model that it is for."""
        return f"{self.provider} {self.name}" + (
            f" with {self.for_model}" if self.for_model else ""
        )

    @cached_property
    def by_name(self) -> Mapping[str, Parameter]:
        """The parameters by their Python names."""
        return {parameter.name: parameter for parameter in self.parameters}

    @cached_property
    def outside(self) -> tuple[Parameter, ...]:
        """The parameters that are no part of a body."""
        return tuple(parameter for parameter in self.parameters if parameter.is_outside)

    @cached_property
    def has_lifecycles(self) -> bool:
        """Whether the contract says of any value when it ends."""
        return any(parameter.lifecycles for parameter in self.parameters)

    @cached_property
    def json_fields(self) -> Mapping[str, Parameter]:
        """The parameters by their names in the JSON body."""
        return {
            parameter.json: parameter for parameter in self.parameters if parameter.json is not None
        }

    @cached_property
    def form_fields(self) -> Mapping[str, Parameter]:
        """The parameters by their names in the form."""
        return {
            parameter.form: parameter for parameter in self.parameters if parameter.form is not None
        }

    def fields(self, media_type: MediaType) -> Mapping[str, Parameter]:
        """The parameters by their names in the body of this media type."""
        return self.json_fields if media_type == "json" else self.form_fields

    def model(self, media_type: MediaType) -> str | None:
        """The name of the generated model that checks the body of this media type."""
        return self.json_model if media_type == "json" else self.form_model

    def image_rule(self, name: str) -> ImageRule:
        """What this argument takes as an image; a rule without limits if it takes none."""
        parameter = self.by_name.get(name)
        return (parameter and parameter.image) or ImageRule()


def all_operations(provider: str) -> tuple[Operation, ...]:
    """Every operation of a provider, those of its families too. Raises `ModuleNotFoundError`."""
    table = importlib.import_module(f"pyvenice.generated.{provider}.operations")
    names = getattr(table, "FAMILIES", ())
    families = (
        importlib.import_module(f"pyvenice.generated.{provider}.families.{name}.operations")
        for name in names
    )
    return (*table.OPERATIONS, *(row for family in families for row in family.OPERATIONS))


class Provider(NamedTuple):
    """Where a provider lives and how it knows its callers."""

    name: str
    """The folder below `specs/` and below `providers/`."""
    title: str
    """The name as people write it."""
    base_url: str
    api_key_env: str
    base_url_env: str | None = None
    key_required: bool = True
    key_header: str = "authorization"
    """Where the key is sent: as a bearer token in this one, as it is in any other."""
    other_api_key_envs: tuple[str, ...] = ()
    """Further names of the variable for the key, which older or other clients use."""
    other_base_url_envs: tuple[str, ...] = ()

    @property
    def api_key_envs(self) -> tuple[str, ...]:
        """The environment variables that may hold the key; the first that is set counts."""
        return (self.api_key_env, *self.other_api_key_envs)

    @property
    def base_url_envs(self) -> tuple[str, ...]:
        """The environment variables that may hold the address; the first that is set counts."""
        return (*filter(None, (self.base_url_env,)), *self.other_base_url_envs)

    @property
    def prefix(self) -> str:
        """The path of the API below the host: `/api/v1`."""
        return urlsplit(self.base_url).path.rstrip("/")
