"""Model: what the catalogue knows of one model of one provider.

Every class here is a plain row: `specs/catalogue/` is checked against these annotations by codegen, and
the rows that users load are built from them without another check.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal, TypeAlias

from pyvenice.core.request.operation_table import Polarity
from pyvenice.core.request.unlisted import today

Operation: TypeAlias = Literal[
    "edit",
    "inpaint",
    "outpaint",
    "erase",
    "generate",
    "upscale",
    "vary",
    "remove_background",
    "replace_background",
    "search_and_replace",
    "search_and_recolor",
    "style_transfer",
]
Tier: TypeAlias = Literal["budget", "mid", "premium", "variable"]
Confidence: TypeAlias = Literal["verified", "documented", "secondary", "unverified"]
"""Read in an official spec or source; on the provider's pages; in someone else's table; nowhere sure."""
Status: TypeAlias = Literal["current", "preview", "deprecated", "retired"]
SizeKind: TypeAlias = Literal[
    "none", "size", "aspect_ratio", "resolution", "aspect_ratio+resolution", "width_height"
]
PriceUnit: TypeAlias = Literal["image", "million_tokens", "credit", "own_server", "unknown"]
ValueType: TypeAlias = Literal["text", "integer", "number", "boolean"]

PRICE_AGE_DAYS = 90
"""A price that was checked longer ago is marked as stale: providers change prices about quarterly."""


class Row:
    """A part of the catalogue; pydantic refuses keys that it does not have."""

    __slots__ = ()
    __pydantic_config__: ClassVar[Mapping[str, object]] = {"extra": "forbid"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(Row):
    """How many there may be. `max` is `None` where no limit is known."""

    min: int = 1
    max: int | None = None

    def __contains__(self, number: int) -> bool:
        return self.min <= number and (self.max is None or number <= self.max)

    def __str__(self) -> str:
        if self.max is None:
            return f"{self.min} or more"
        return f"{self.min}" if self.min == self.max else f"{self.min} to {self.max}"


def image_count_text(images: Count) -> str:
    """`1 image`, `1 to 3 images`."""
    return f"{images} image{'' if images.max == 1 else 's'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Row):
    """One method of the provider's client that reaches the model, and what goes into which argument."""

    method: str
    """The method below the client: `image.edit`."""
    operations: tuple[Operation, ...]
    images: Count = Count(max=1)
    """How many images the call takes; `max` 0 where it takes none."""
    image: tuple[str, ...] = ("image",)
    """The arguments for images: one that takes them all, or one for each image in order."""
    mask: str | None = None
    """The argument for the mask."""
    mask_required: bool = False
    prompt: str | None = "prompt"
    """The argument for the prompt; `None` where the method takes none."""
    model: str | None = "model"
    """The argument for the model's name; `None` where the method stands for the model."""
    arguments: Mapping[str, str] = field(default_factory=dict)
    """Canonical parameter → argument; `kwargs.seed` is the key `seed` of the argument `kwargs`."""
    fixed: Mapping[str, bool | float | str] = field(default_factory=dict)
    """Arguments that are always sent."""
    arguments_of: str | None = None
    """The operation whose arguments the method takes, where no operation of the contract has its name."""

    def takes(self, operation: str, images: int, *, mask: bool) -> bool:
        """Whether the call fits: the operation, the number of images, and the mask or its absence."""
        fits_mask = self.mask is not None if mask else not self.mask_required
        return operation in self.operations and images in self.images and fits_mask


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskSupport(Row):
    """How the model takes a mask."""

    polarity: Polarity
    """What marks the part to be edited: `white`, `black` or `transparent` pixels."""
    required: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeControl(Row):
    """How a request decides the size or the shape of the result."""

    kind: SizeKind = "none"
    sizes: tuple[str, ...] = ()
    """The sizes that the model lists, as `1024x1024`."""
    ratios: tuple[str, ...] = ()
    """The aspect ratios that the model lists, as `16:9`."""
    resolutions: tuple[str, ...] = ()
    """The resolutions that the model lists, as the provider writes them: `1K` or `4k`."""
    free: bool = False
    """Any size within the bounds below, in addition to those listed."""
    auto: bool = False
    """`auto` is accepted: the model decides."""
    original: bool = False
    """`original` is accepted: the size of the input."""
    separator: str = "x"
    """Between width and height on the wire."""
    multiple: int = 1
    """Both sides are multiples of this number of pixels."""
    min_side: int | None = None
    max_side: int | None = None
    min_pixels: int | None = None
    max_pixels: int | None = None
    default: str | None = None
    """The size or the ratio of a request that does not say one."""
    default_resolution: str | None = None
    max_ratio: float | None = None
    """The longer side over the shorter one, at most."""
    dimensions: Mapping[str, str] = field(default_factory=dict)
    """Aspect ratio → the size of a result at `1K`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter(Row):
    """What a parameter of the model may be."""

    type: ValueType = "text"
    min: float | None = None
    max: float | None = None
    enum: tuple[str, ...] = ()
    default: bool | float | str | None = None
    """What the provider takes where the parameter is left out, if that is known."""
    max_length: int | None = None
    required: bool = False
    unverified: bool = False
    """The provider's pages disagree on whether the model takes it."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceVariant(Row):
    """What one image costs under conditions on parameters: `{quality: high, resolution: 2K}`."""

    amount: float
    when: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenCount(Row):
    """How many tokens one image in the result takes, under conditions on parameters."""

    tokens: int
    when: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRange(Row):
    """How many tokens one input image takes at least and at most, under conditions on parameters."""

    min: int
    max: int
    when: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenPrice(Row):
    """Prices per million tokens, and how many tokens images take."""

    text_in: float
    image_in: float
    image_out: float
    image_tokens: tuple[TokenCount, ...] = ()
    """Tokens of an image in the result; empty where no table is known."""
    input_image_tokens: tuple[TokenRange, ...] = ()
    """Tokens of one input image; empty where nothing is known."""
    partial_image: int = 0
    """Tokens of each partial image of a stream; 0 where the model has none."""
    source: str = ""
    """Of the numbers of tokens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InputImages(Row):
    """What input images cost beyond those that the price includes."""

    included: int
    each: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Price(Row):
    """What the provider asks. A price that is not known has the unit `unknown`, never the amount 0."""

    unit: PriceUnit = "unknown"
    currency: str = "USD"
    amount: float | None = None
    """For one image, in units of the currency; the plain case, where `variants` do not say more."""
    variants: tuple[PriceVariant, ...] = ()
    tokens: TokenPrice | None = None
    input_images: InputImages | None = None
    usd_per_unit: float = 1.0
    """US dollars for one unit of the currency: 0.01 for a credit of one cent."""
    surcharges: Mapping[str, float] = field(default_factory=dict)
    """Parameter → what is added for each image while it is switched on."""
    source: str = ""
    checked_on: str = ""
    """`YYYY-MM-DD`."""
    confidence: Confidence = "unverified"
    note: str = ""

    @property
    def is_known(self) -> bool:
        """Whether there is a figure to compute with; an own server has none either."""
        return self.unit not in ("unknown", "own_server")

    def age_days(self, day: dt.date | None = None) -> int | None:
        """Days since the price was checked; `None` where no day is known."""
        if not self.checked_on:
            return None
        return ((day or today()) - dt.date.fromisoformat(self.checked_on)).days

    def is_stale(self, day: dt.date | None = None) -> bool:
        """Whether the price was checked longer than `PRICE_AGE_DAYS` ago, or nobody knows when."""
        age = self.age_days(day)
        return self.is_known and (age is None or age > PRICE_AGE_DAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifecycle(Row):
    """Where a model stands between preview and retirement."""

    stage: Status = "current"
    """What the source says; `status` takes the dates into account."""
    deprecated_on: str | None = None
    retired_on: str | None = None
    """The day on which the provider switches it off, as `YYYY-MM-DD`."""
    replaced_by: str | None = None
    """The id of the model to use instead."""
    note: str = ""

    @property
    def status(self) -> Status:
        """The status today."""
        return self.status_on(today())

    def status_on(self, day: dt.date) -> Status:
        """The status on a day: retired after `retired_on`, deprecated once an end is announced."""
        if self.retired_on:
            ended = dt.date.fromisoformat(self.retired_on) < day
            return "retired" if ended or self.stage == "retired" else "deprecated"
        if self.deprecated_on and dt.date.fromisoformat(self.deprecated_on) <= day:
            return "deprecated"
        return self.stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Outputs(Row):
    """What comes back."""

    formats: tuple[str, ...] = ()
    delivery: tuple[str, ...] = ()
    """`bytes`, `base64`, `url`, as the provider sends it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model(Row):
    """One model of one provider."""

    id: str
    """`provider/name`."""
    provider: str
    name: str
    """What goes on the wire, or the last part of a path."""
    display_name: str = ""
    aliases: tuple[str, ...] = ()
    """Names of ours for it."""
    wire_names: tuple[str, ...] = ()
    """Other names that the provider itself takes, such as a snapshot's; they are sent as given."""
    operations: tuple[Operation, ...] = ()
    calls: tuple[Call, ...] = ()
    """In order: the first one that fits a request is used."""
    images: Count = Count(max=1)
    mask: MaskSupport | None = None
    size: SizeControl = SizeControl()
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    n_max: int | None = None
    """Images that one request may give; `None` where no limit is known."""
    outputs: Outputs = Outputs()
    price: Price = Price()
    tier: Tier | None = None
    capabilities: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    lifecycle: Lifecycle = Lifecycle()
    listed: bool = True
    """Whether the catalogue has a row of its own; otherwise the limits are those of the server."""
    contradictions: tuple[str, ...] = ()
    """What the pinned contract says otherwise: the row is stale. Written by codegen."""
    source: str = ""
    checked_on: str = ""
    confidence: Confidence = "unverified"
    notes: str = ""

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def title(self) -> str:
        """The display name, or the name where there is none."""
        return self.display_name or self.name

    def call_for(
        self,
        operation: str,
        *,
        images: int = 1,
        mask: bool = False,
        parameters: Collection[str] = (),
    ) -> Call | None:
        """The first call that fits a request and takes the most of its canonical parameters.

        `None` where no call fits the operation with so many images and a mask, or without one.
        """
        fitting = [call for call in self.calls if call.takes(operation, images, mask=mask)]
        wanted = set(parameters)
        return max(fitting, key=lambda call: len(wanted & call.arguments.keys()), default=None)
