"""Edit request: what the caller of the one call gave, under canonical names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal, cast, get_args

from pyvenice.core.images.inputs import Mask, is_upload, resolve
from pyvenice.core.images.sources import is_file
from pyvenice.core.recording.short_repr import short_repr
from pyvenice.core.request.operation_table import ImageRule
from pyvenice.core.request.serialization import readable_items
from pyvenice.errors import ArgumentError

OnUnsupported = Literal["error", "warn"]

_ANY_IMAGE = ImageRule(json=("url", "file-id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class EditRequest:
    """One request of the one call, before a model has seen it."""

    operation: str
    """`edit`, `generate`, `upscale`, …: the verb that was called."""
    images: tuple[object, ...] = ()
    mask: object = None
    prompt: str | None = None
    n: int = 1
    params: Mapping[str, object] = field(default_factory=dict)
    """The other canonical parameters that were given, `None` never among them."""
    extra: Mapping[str, object] = field(default_factory=dict)
    """Arguments of the provider's own method."""
    on_unsupported: OnUnsupported = "error"

    def canonical(self) -> dict[str, Any]:
        """All parameters by canonical name, as the catalogue checks them."""
        given: dict[str, Any] = dict(self.params)
        if self.images:
            given["image"] = self.images
        if self.mask is not None:
            given["mask"] = self.mask
        if self.prompt is not None:
            given["prompt"] = self.prompt
        if self.n != 1:
            given["n"] = self.n
        return given


def edit_request(
    operation: str, image: object, prompt: str | None, given: Mapping[str, Any]
) -> EditRequest:
    """The request that these arguments make. Raises `ArgumentError` for values that are none."""
    on_unsupported = given.get("on_unsupported")
    on_unsupported = "error" if on_unsupported is None else on_unsupported
    if not isinstance(on_unsupported, str) or on_unsupported not in get_args(OnUnsupported):
        raise ArgumentError(
            f"on_unsupported={short_repr(on_unsupported)} is not allowed: it must be 'error' or 'warn'",
            argument="on_unsupported",
            value=on_unsupported,
            allowed=get_args(OnUnsupported),
        )
    own = {"mask", "n", "extra", "on_unsupported"}
    return EditRequest(
        operation=operation,
        images=_images(image),
        mask=_declared_mask(given.get("mask")),
        prompt=prompt,
        n=_count(given.get("n")),
        params={
            name: value for name, value in given.items() if name not in own and value is not None
        },
        extra=_extra(given.get("extra")),
        on_unsupported=cast("OnUnsupported", on_unsupported),
    )


def _images(image: object) -> tuple[object, ...]:
    if image is None:
        return ()
    if isinstance(image, list | tuple) and not is_upload(image):
        images = readable_items(partial(iter, image), "image")
        if not images:
            raise ArgumentError("image: the list is empty", argument="image", value=image)
        return tuple(images)
    return (image,)


def _declared_mask(mask: object) -> object:
    """The mask with its polarity, which a plain image shows: with an alpha channel it is that."""
    if mask is None or isinstance(mask, Mask):
        return mask
    part = resolve(mask, argument="mask", rule=_ANY_IMAGE)
    if part.source is None:
        return mask  # behind a URL or an id: it must be as the provider takes it
    return Mask(mask, edit="transparent" if part.has_alpha else "white")  # type: ignore[arg-type]  # resolve took it


def _count(n: object) -> int:
    if n is None:
        return 1
    if not isinstance(n, int) or isinstance(n, bool) or not 1 <= n <= 100:
        raise ArgumentError(
            f"n={short_repr(n)} is not allowed: it must be a whole number from 1 to 100",
            argument="n",
            value=n,
            allowed="1 to 100",
        )
    return n


def _extra(extra: object) -> Mapping[str, object]:
    if extra is None:
        return {}
    if not isinstance(extra, Mapping):
        raise ArgumentError(
            f"extra must be a mapping, not {type(extra).__name__}",
            argument="extra",
            value=type(extra).__name__,
            allowed="a mapping",
        )
    if extra.get("stream"):
        raise ArgumentError(
            "extra={'stream': …} is not allowed: this call returns a finished result; the client of the"
            " provider has the stream",
            argument="extra",
            value="stream",
        )
    return extra


def repeatable(value: object) -> object:
    """The input itself, or its bytes where it is a stream that can be read only once."""
    if not is_file(value):
        return value
    seekable = getattr(value, "seekable", None)
    if seekable is not None and seekable():
        return value
    data: object = value.read()  # type: ignore[attr-defined]  # `is_file` says that it has one
    return data
