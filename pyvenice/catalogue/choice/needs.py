"""Needs: what a model must be able to do, and why one cannot; the models that can."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, get_args

from pyvenice.catalogue import lookup
from pyvenice.catalogue.estimation import MICRO, Estimate, dollars, estimate
from pyvenice.catalogue.model import Model, Operation, Tier, image_count_text
from pyvenice.catalogue.sizes import Size, fits, largest_size, parse_size
from pyvenice.errors import ArgumentError


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What a request needs of a model. Each field is a filter; a default asks for nothing."""

    operation: str | None = None
    provider: str | None = None
    tier: str | None = None
    max_price: float | None = None
    """US dollars for the whole request; a model whose price is not known does not meet it."""
    size: str | tuple[int, int] | None = None
    """The result has at least this size."""
    mask: bool | None = None
    """`True`: it takes a mask; `False`: it works without one."""
    n: int = 1
    """Images in one request."""
    images: int | None = None
    """Input images."""
    parameters: tuple[str, ...] = ()
    """Canonical parameters that the model must take: `seed`, `negative_prompt`."""
    capabilities: tuple[str, ...] = ()
    own_server: bool = True
    """Models on one's own server are welcome."""
    include_retired: bool = False

    def __post_init__(self) -> None:
        _check(self)

    def unmet(self, model: Model) -> Iterator[str]:
        """Each need that the model does not meet, as the reason against it."""
        if not self.include_retired and model.lifecycle.status == "retired":
            instead = model.lifecycle.replaced_by
            yield "is retired" + (f", replaced by {instead}" if instead else "")
        if self.provider is not None and model.provider != self.provider:
            yield f"is not of {self.provider}"
        if self.operation is not None and self.operation not in model.operations:
            yield f"cannot {self.operation}"
        if self.tier is not None and model.tier != self.tier:
            yield f"is {model.tier or 'of no known tier'}, not {self.tier}"
        if self.mask and model.mask is None:
            yield "takes no mask"
        if self.mask is False and model.mask is not None and model.mask.required:
            yield "needs a mask"
        if self.images is not None and self.images not in model.images:
            yield f"takes {image_count_text(model.images)}, not {self.images}"
        if model.n_max is not None and self.n > model.n_max:
            yield f"makes {model.n_max} image{'' if model.n_max == 1 else 's'} a request, not {self.n}"
        yield from (f"takes no {name}" for name in self.parameters if not takes(model, name))
        yield from (f"lacks {name}" for name in self.capabilities if name not in model.capabilities)
        if self.size is not None and (reason := _too_small(model, self.size)):
            yield reason
        yield from self._price(model)

    def _price(self, model: Model) -> Iterator[str]:
        if not self.own_server and model.price.unit == "own_server":
            yield "runs on a server of your own"
        if self.max_price is None or model.price.unit == "own_server":
            return
        likely = self.cost(model).likely
        if likely is None:
            yield "has no known price"
        elif likely > self.max_price * MICRO:
            yield f"costs {dollars(likely)}, more than {dollars(round(self.max_price * MICRO))}"

    def cost(self, model: Model) -> Estimate:
        """What the request costs with this model."""
        params: dict[str, Any] = {"n": self.n, "image": [None] * (self.images or 0)}
        if self.size is not None:
            params["size"] = self.size
        return estimate(model, params, operation=self.operation)

    def words(self) -> str:
        """What distinguishes the models that meet the needs: `that take a mask and 2 images`."""
        takes_words = ["a mask"] if self.mask else []
        takes_words += [f"{self.images} images"] if self.images and self.images > 1 else []
        takes_words += list(self.parameters)
        parts = [f"can {self.operation}"] if self.operation and self.operation != "edit" else []
        parts += [f"take {_join(takes_words)}"] if takes_words else []
        parts += [f"make {self.n} images a request"] if self.n > 1 else []
        parts += [f"reach {self._size_text()}"] if self.size else []
        parts += [f"cost at most ${self.max_price:g}"] if self.max_price is not None else []
        return f"that {_join(parts)}" if parts else "that can edit"

    def _size_text(self) -> str:
        return str(parse_size(self.size))


def select(needs: Needs, models: Sequence[Model] | None = None) -> list[Model]:
    """The models that meet all needs, in the order of the catalogue."""
    known = lookup.models(needs.provider) if models is None else models
    return [model for model in known if not any(True for _ in needs.unmet(model))]


def takes(model: Model, name: str) -> bool:
    """Whether the model takes a canonical parameter in any of its calls."""
    if name == "n":
        return model.n_max != 1
    if name in ("size", "aspect_ratio", "resolution"):
        return name in model.size.kind or (name == "size" and model.size.kind == "width_height")
    return name in model.parameters


def _too_small(model: Model, size: str | tuple[int, int]) -> str | None:
    wanted = parse_size(size)
    if wanted is None:
        return None
    control = model.size
    if control.free and (fits(wanted, control) or largest_size(control) is None):
        return None
    if not control.free and any(
        side.width >= wanted.width and side.height >= wanted.height for side in _sizes(model)
    ):
        return None
    most = largest_size(control)
    if most is None:
        return "has no known output size"
    if not control.sizes and not control.free and most.pixels >= wanted.pixels:
        return None
    return f"does not reach {wanted}" + ("" if control.free else f": {most} is its largest")


def _sizes(model: Model) -> Iterator[Size]:
    return (size for text in model.size.sizes if (size := parse_size(text)))


def _join(parts: Sequence[str]) -> str:
    return " and ".join(parts)


def _check(needs: Needs) -> None:
    for name, allowed in (("operation", get_args(Operation)), ("tier", get_args(Tier))):
        value = getattr(needs, name)
        if value is not None and value not in allowed:
            near = difflib.get_close_matches(str(value), allowed, n=1)
            meant = f"; did you mean {near[0]!r}?" if near else ""
            raise _refusal(name, value, f"one of {', '.join(allowed)}{meant}", allowed)
    for name in ("n", "images"):
        value = getattr(needs, name)
        if value is None and name == "images":
            continue
        if type(value) is not int or value < 1:
            raise _refusal(name, value, "a whole number from 1")
    price = needs.max_price
    if price is not None and not (
        isinstance(price, int | float) and not isinstance(price, bool) and 0 <= price < MICRO
    ):
        raise _refusal("max_price", price, "US dollars from 0")
    if needs.size is not None and parse_size(needs.size) is None:
        raise _refusal("size", needs.size, "a size such as '1024x1024' or (1024, 1024)")


def _refusal(name: str, value: object, wanted: str, allowed: object = None) -> ArgumentError:
    return ArgumentError(
        f"{name}={value!r} is not allowed: it must be {wanted}",
        argument=name,
        value=value,
        allowed=allowed,
    )


NAMES = tuple(part.name for part in fields(Needs))
"""The names of all needs, which are the arguments of `list` and `recommend`."""
