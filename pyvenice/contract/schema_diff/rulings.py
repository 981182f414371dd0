"""The rule of a difference: what it is called, and whether it counts at all."""

import re
from typing import Any, NamedTuple

from pyvenice.contract.diff.findings import Direction
from pyvenice.contract.pin.prose_words import BOUNDS, LIFECYCLE
from pyvenice.contract.schema.content import content_of, is_known_format
from pyvenice.contract.schema.merge import DEPRECATED_VALUES, SHUT_OUT
from pyvenice.contract.schema.shapes import is_typed_on_one_side, shapes, takes_any_field
from pyvenice.contract.schema.values import takes_nothing
from pyvenice.contract.schema_diff.facts import DEPRECATED_SHAPE, FACTS, listed_values
from pyvenice.contract.schema_diff.sunset import sunset_change
from pyvenice.contract.schema_diff.unions import lost_fields
from pyvenice.contract.witness.candidates import Side
from pyvenice.contract.witness.difference import Difference
from pyvenice.contract.witness.prove import Evidence, Prover

Json = Any

_MODELS = {"model", "modelId", "model_id"}


class Ruling(NamedTuple):
    """The rule of a difference with what proves it."""

    rule: str
    proof: tuple[Side, Json] | None = None
    """The side that accepts the value, and the value."""
    unproved: bool = False


_DEPRECATED = {
    "deprecated": "property",
    DEPRECATED_VALUES: "value",
    DEPRECATED_SHAPE: "alternative",
}


def ruling_of(
    difference: Difference, prover: Prover, direction: Direction, required: set[Any]
) -> Ruling | None:
    """The rule of a difference and its proof; None where it makes no difference."""
    aspect = difference.aspect
    if aspect in FACTS:
        rule = _fact(difference, direction)
        return Ruling(rule) if rule else None
    if aspect in ("content", "properties"):
        return Ruling(f"{direction}-{aspect}-{_EFFECTS[difference.effect]}")
    if difference.named:
        return _of_name(difference, prover, direction, required)
    return _constraint(difference, direction, prover)


def _of_name(
    difference: Difference, prover: Prover, direction: Direction, required: set[Any]
) -> Ruling | None:
    """The ruling about a field, a value or a shape that came or went."""
    aspect = difference.aspect
    if aspect == "property":
        return _property(difference, direction, required, prover)
    if aspect == "required":
        return _required(difference, direction, prover)
    if aspect == "alternative":
        return _alternative(difference, direction, prover)
    return _value(difference, direction, prover)


_EFFECTS = {"narrowed": "narrowed", "widened": "widened", "either": "changed"}


def _fact(difference: Difference, direction: Direction) -> str | None:
    """The rule of what no value can show; None where it is of no interest."""
    aspect = difference.aspect
    if aspect in ("x-prose-limits", BOUNDS, LIFECYCLE):
        return _prose(difference)
    if aspect == "x-sunset":
        sunset = sunset_change(difference.old, difference.new)
        return f"{direction}-property-sunset-{sunset}" if sunset else None
    if aspect == "default":
        return "request-default-changed" if direction == "request" else None
    if what := _DEPRECATED.get(aspect):
        return f"{direction}-{what}-{'deprecated' if difference.new else 'undeprecated'}"
    if aspect == "discriminator":
        return f"{direction}-discriminator-{_EFFECTS[difference.effect]}"
    return f"{direction}-property-{_kebab(aspect)}-{'set' if difference.new else 'unset'}"


def _prose(difference: Difference) -> str:
    if difference.aspect != LIFECYCLE:
        return "prose-limit-changed"
    gains_words = not set(difference.new or ()) <= set(difference.old or ())
    return f"prose-lifecycle-{'announced' if gains_words else 'withdrawn'}"


def _one_way(difference: Difference, prover: Prover) -> tuple[Evidence, tuple[Side, Json] | None]:
    """The evidence about what came or went: what is gone only the old side takes."""
    is_gone = difference.effect == "narrowed" or (
        difference.effect == "either" and difference.named == "gone"
    )
    evidence = prover.narrowed(difference) if is_gone else prover.widened(difference)
    if evidence.outcome != "proved":
        return evidence, None
    return evidence, ("old" if is_gone else "new", evidence.value)


def _alternative(difference: Difference, direction: Direction, prover: Prover) -> Ruling | None:
    evidence, proof = _one_way(difference, prover)
    rule = f"{direction}-alternative-{_came_or_went(difference)}"
    if takes_nothing(difference.name):
        return None
    if direction == "response" and proof and lost_fields(difference):
        return Ruling("response-incompatible-alternative-added", proof)
    if proof or _has_names_of_its_own(difference):
        return Ruling(rule, proof)
    return Ruling(rule, unproved=True) if evidence.outcome == "unproved" else None


def _came_or_went(difference: Difference) -> str:
    return "removed" if difference.named == "gone" else "added"


def _has_names_of_its_own(difference: Difference) -> bool:
    """The shape that came or went holds what no shape of the other side does: fields, or a file."""
    is_gone = difference.named == "gone"
    sides = difference.old_schema, difference.new_schema
    own, others = (shapes(side, {}) for side in (sides if is_gone else sides[::-1]))
    if any(map(takes_any_field, others)) and not any(map(takes_any_field, own)):
        return False  # on the other side any object goes
    known = {name for shape in others for name in shape.get("properties", ())}
    if not known.issuperset(difference.name.get("properties", ())):
        return True
    kind = _text_kind(difference.name)
    return not any(_text_kind(shape) == kind or _holds_text(shape, kind) for shape in others)


def _holds_text(shape: dict[str, Json], kind: tuple[Json, ...]) -> bool:
    """Whether a shape takes texts of that kind among others: any text may be a date."""
    is_text = "string" in shape.get("type", ("string",)) and not shape.get("format")
    return is_text and kind[:1] == (content_of(shape),)


def _text_kind(shape: dict[str, Json]) -> tuple[Json, ...]:
    """Which texts a shape is for: a file, a URL, an encoding; nothing for other shapes."""
    if shape.get("type") != ["string"]:
        return ()
    name = shape.get("format")
    return content_of(shape), name if name and is_known_format(name) else None


def _property(
    difference: Difference, direction: Direction, required: set[Any], prover: Prover
) -> Ruling:
    _, proof = _one_way(difference, prover)
    sides = id(difference.old_schema), id(difference.new_schema)
    is_required = (*sides, difference.name) in required
    if difference.named == "gone":
        if direction == "response" and is_required:
            return Ruling("response-required-property-removed", proof)
        return Ruling(f"{direction}-property-removed", proof)
    if direction == "request" and is_required:
        return Ruling("request-property-required")
    return Ruling(f"{direction}-property-added", proof)


def _required(difference: Difference, direction: Direction, prover: Prover) -> Ruling | None:
    """None for a property that itself came or went: that is reported already."""
    sides = difference.old_schema, difference.new_schema
    had, has = (
        any(difference.name in side.get(names, {}) for names in ("properties", SHUT_OUT))
        for side in sides
    )
    if had != has:
        return None
    evidence, proof = _one_way(difference, prover)
    word = "required" if difference.named == "come" else "optional"
    rule = f"{direction}-property-became-{word}"
    if evidence.outcome == "same":
        return None
    return Ruling(rule, proof, unproved=proof is None)


def _value(difference: Difference, direction: Direction, prover: Prover) -> Ruling | None:
    word = _came_or_went(difference)
    evidence, proof = _one_way(difference, prover)
    is_model = bool(difference.path) and difference.path[-1] in _MODELS
    # Where a model is any text now, none is listed, and none is refused.
    if is_model and (difference.named == "come" or listed_values(difference.new_schema)):
        return Ruling(f"{direction}-model-{word}", proof)
    if difference.aspect == "known-value":
        return Ruling(f"{direction}-known-value-{word}", proof)
    if evidence.outcome == "same":
        return None
    return Ruling(f"{direction}-value-{word}", proof, unproved=proof is None)


def _constraint(difference: Difference, direction: Direction, prover: Prover) -> Ruling | None:
    narrowed, widened = prover.narrowed(difference), prover.widened(difference)
    outcomes = narrowed.outcome, widened.outcome
    if outcomes == ("same", "same"):
        return None
    word = "changed"
    if "same" in outcomes:
        word = "widened" if narrowed.outcome == "same" else "narrowed"
    sides = difference.old_schema, difference.new_schema
    is_typing = difference.aspect == "schema" and is_typed_on_one_side(*sides)
    aspect = "type" if is_typing else difference.aspect
    rule = f"{direction}-{_kebab(aspect)}-{word}"
    both: tuple[tuple[Side, Evidence], ...] = (("old", narrowed), ("new", widened))
    proofs: list[tuple[Side, Json]] = [
        (side, found.value) for side, found in both if found.outcome == "proved"
    ]
    proof = proofs[0] if proofs else None
    # A change both ways is proved by the direction that matters more.
    weightier = narrowed if direction == "request" else widened
    if word == "changed" and weightier.outcome != "proved":
        proof = None
    elif word == "changed" and direction == "response":
        proof = proofs[-1]
    return Ruling(rule, proof, unproved=proof is None)


def _kebab(name: str) -> str:
    return re.sub(r"(?<=[a-z])([A-Z])", r"-\1", name).lower().strip("$")
