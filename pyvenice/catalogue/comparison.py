"""Comparison: the facts of a model in words, and those of several models side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from pyvenice.catalogue.estimation import estimate
from pyvenice.catalogue.lookup import get
from pyvenice.catalogue.model import Model, Parameter, SizeControl
from pyvenice.core.public import publish
from pyvenice.errors import ArgumentError

__all__ = ["Comparison", "ComparisonRow"]

_COLUMNS = ("operations", "price", "tier", "images", "mask", "status")


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One fact of all models of a comparison."""

    field: str
    values: tuple[str, ...]

    @property
    def differs(self) -> bool:
        return len(set(self.values)) > 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """Models side by side."""

    models: tuple[Model, ...]
    rows: tuple[ComparisonRow, ...]


def compare(models: Sequence[Model | str]) -> Comparison:
    """The facts of several models side by side, in the order given; an empty text is not known.

    Raises `UnknownModelError`, and `ArgumentError` for fewer than two models.
    """
    if isinstance(models, str | Model) or len(models) < 2:
        raise ArgumentError(
            f"models={models!r} is not allowed: a comparison needs two models or more",
            argument="models",
            value=models,
        )
    known = tuple(get(model) for model in models)
    described = [describe(model) for model in known]
    fields = dict.fromkeys(field for facts in described for field in facts)
    rows = (
        ComparisonRow(field, tuple(facts.get(field, "") for facts in described)) for field in fields
    )
    return Comparison(known, tuple(rows))


def describe(model: Model | str) -> dict[str, str]:
    """What is known of a model, in words, in a fixed order; facts that are not known are left out."""
    known = get(model)
    facts = {
        "name": known.title,
        "provider": known.provider,
        "status": _status(known),
        "operations": ", ".join(known.operations),
        "capabilities": ", ".join(known.capabilities),
        "images": str(known.images),
        "mask": _mask(known),
        "size": _size(known.size),
        "images a request": "any number" if known.n_max is None else str(known.n_max),
        **{f"{name}": _parameter(rule) for name, rule in known.parameters.items()},
        "output": ", ".join(known.outputs.formats),
        "delivery": ", ".join(known.outputs.delivery),
        "price": str(estimate(known)),
        "tier": known.tier or "",
        "languages": ", ".join(known.languages),
        "calls": ", ".join(dict.fromkeys(call.method for call in known.calls)),
        "stale": "; ".join(known.contradictions),
        "notes": known.notes,
        "source": f"{known.source}, checked {known.checked_on} ({known.confidence})",
    }
    return {name: text for name, text in facts.items() if text}


def _status(model: Model) -> str:
    lifecycle = model.lifecycle
    text: str = lifecycle.status
    if lifecycle.retired_on:
        text += (
            f" since {lifecycle.retired_on}"
            if text == "retired"
            else f", ends {lifecycle.retired_on}"
        )
    if lifecycle.replaced_by:
        text += f", replaced by {lifecycle.replaced_by}"
    return text + (f" ({lifecycle.note})" if lifecycle.note else "")


def _mask(model: Model) -> str:
    if model.mask is None:
        return "no"
    text = f"{'required' if model.mask.required else 'yes'}, {model.mask.polarity} is edited"
    return text + (f"; {model.mask.note}" if model.mask.note else "")


def _size(size: SizeControl) -> str:
    if size.kind == "none":
        return "as the input"
    parts = [*size.sizes, *size.ratios, *size.resolutions]
    parts += ["any size"] if size.free else []
    parts += [f"multiples of {size.multiple}"] if size.multiple > 1 else []
    for text, bound in (
        ("sides from {}", size.min_side),
        ("sides to {}", size.max_side),
        ("{} pixels or more", size.min_pixels),
        ("at most {} pixels", size.max_pixels),
        ("ratio to {:g}:1", size.max_ratio),
    ):
        parts += [text.format(bound)] if bound is not None else []
    return ", ".join(parts)


def _parameter(rule: Parameter) -> str:
    parts: list[str] = [", ".join(rule.enum) or rule.type]
    if rule.min is not None or rule.max is not None:
        low = f"{rule.min:g}" if rule.min is not None else ""
        high = f"{rule.max:g}" if rule.max is not None else ""
        parts.append(f"{low}–{high}")
    parts += [f"at most {rule.max_length} characters"] if rule.max_length else []
    parts += [f"default {rule.default}"] if rule.default is not None else []
    parts += ["required"] if rule.required else []
    parts += ["unverified"] if rule.unverified else []
    return "; ".join(parts) + (f" ({rule.note})" if rule.note else "")


publish(__name__)


class ModelList(list[Model]):
    """Models, which a notebook shows as a table."""

    def _repr_html_(self) -> str:
        names = ("model", *_COLUMNS)
        head = "".join(f"<th>{name}</th>" for name in names)
        facts = ({"model": model.id, **describe(model)} for model in self)
        cells = ([escape(known.get(name, "")) for name in names] for known in facts)
        rows = "".join(f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in cells)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
