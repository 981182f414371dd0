"""What one difference of a schema is called, whether it counts, and what proves it."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from pyvenice.contract.diff.findings import Direction, Witness
from pyvenice.contract.document.json_equality import canonical
from pyvenice.contract.document.pointer import escape
from pyvenice.contract.pin.prose_words import BOUNDS, LIFECYCLE
from pyvenice.contract.schema.content import content_of, is_known_format
from pyvenice.contract.schema.shapes import is_typed_on_one_side, shapes, takes_any_field
from pyvenice.contract.schema.values import takes_nothing
from pyvenice.contract.schema_diff.differences import LETTER
from pyvenice.contract.schema_diff.sentences import message
from pyvenice.contract.witness.candidates import Side
from pyvenice.contract.witness.difference import Difference, Effect, Step
from pyvenice.contract.witness.prove import Evidence, Prover

Json = Any

_MODELS = {"model", "modelId", "model_id"}
_TO_THE_LETTER = ("exactly-one", LETTER)
_MOST_UNIONS = 4
_WHOLE = ("schema", "shapes", "oneOf", "exactly-one")
_FROM_OLD = ("-narrowed", "-removed", "-became-required", "-property-required")
_FROM_NEW = ("-widened", "-added", "-became-optional")


class Scope(NamedTuple):
    """What is compared: a body, a parameter, a header."""

    direction: Direction
    media_type: str | None
    subject: str
    """How sentences name it: `the body`, or the parameter's name."""


class Verdict(NamedTuple):
    """A difference that counts: its rule, its proof where there is one, its sentence."""

    rule: str
    witness: Witness | None
    unproved: bool
    message: str
    pointer: str
    """Below the schema: `/properties/aspect_ratio/enum`."""
    old: Json
    new: Json


class _Ruling(NamedTuple):
    """The rule of a difference with what proves it."""

    rule: str
    proof: tuple[Side, Json] | None = None
    """The side that accepts the value, and the value."""
    unproved: bool = False


def verdicts(found: Iterable[Difference], prover: Prover, scope: Scope) -> list[Verdict]:
    """The differences that count, each with its proof or marked as unproved."""
    every = _without_freed(list(found), scope.direction)
    differences = [difference for difference in every if difference.aspect not in _TO_THE_LETTER]
    plain = [difference for difference in differences if difference.aspect not in _WHOLE]
    made = [*_each(plain, prover, scope)]
    for difference in differences:
        if difference.aspect in _WHOLE:
            made += _each(_unexplained(difference, made), prover, scope)
    for union in _unexplained_unions(differences, made, scope.direction):
        made += _proved(union, prover, scope)
    if not made and differences:
        wholes = (_in_its_place(differences[0]), _as_a_whole(differences[0]))
        made = next(filter(None, ([*_proved(whole, prover, scope)] for whole in wholes)), [])
    elif not any(_is_dangerous(verdict.rule) for verdict in made) and scope.direction == "request":
        made += _narrowed_as_a_whole(differences, prover, scope)
    for difference in every:
        if difference.aspect == "exactly-one":
            made += _each(_unexplained(difference, made), prover, scope)
        elif difference.aspect == LETTER and not _inside(difference, made):
            made += _each([difference._replace(aspect="exactly-one")], prover, scope)
    return made


def _unexplained_unions(
    differences: list[Difference], made: list[Verdict], direction: Direction
) -> Iterator[Difference]:
    """The first unions with suspicions in their shapes of which none counts, or in a request none breaks.

    What a shape no longer takes another one may take, though not in every combination of fields.
    """
    unions: dict[str, Difference] = {}
    for difference in differences:
        steps = difference.steps
        start = next((n for n, step in enumerate(steps) if step.kind == "branch"), None)
        if start is not None and not _only_widens(difference) and len(unions) < _MOST_UNIONS:
            sides = steps[start].old, steps[start].new
            union = Difference("schema", "either", steps[:start], None, None, *sides)
            unions.setdefault(_steps_pointer(union), union)
    for union in unions.values():
        inside = _inside(union, made)
        if not inside:
            yield union
        elif direction == "request" and not any(_is_dangerous(verdict.rule) for verdict in inside):
            yield union._replace(effect="narrowed")


def _without_freed(found: list[Difference], direction: Direction) -> list[Difference]:
    """In a request, an object that takes any field now tells this once, not field by field."""
    if direction != "request":
        return found
    freed: dict[str, Difference] = {}
    kept = []
    for difference in found:
        if difference.aspect == "property" and takes_any_field(difference.new_schema):
            whole = difference._replace(
                aspect="properties", effect="widened", old=None, new=None, named=""
            )
            freed.setdefault(_steps_pointer(difference), whole)
        else:
            kept.append(difference)
    retyped = {_steps_pointer(other) for other in kept if other.aspect == "type"}
    return kept + [whole for place, whole in freed.items() if place not in retyped]


def _unexplained(difference: Difference, made: list[Verdict]) -> list[Difference]:
    """The difference of a whole, without the directions in which something inside it points already."""
    inside = [verdict.rule for verdict in _inside(difference, made)]
    narrowed = any(rule.endswith((*_FROM_OLD, "-changed")) for rule in inside)
    widened = any(rule.endswith((*_FROM_NEW, "-changed")) for rule in inside)
    effects: dict[Effect, bool] = {"widened": narrowed, "narrowed": widened}
    for effect, is_explained in effects.items():
        if is_explained and difference.effect not in ("either", effect):
            return []
        if is_explained:
            difference = difference._replace(effect=effect)
    return [difference]


def _inside(difference: Difference, made: list[Verdict]) -> list[Verdict]:
    """The verdicts about the place of a difference and what is below it."""
    place = _steps_pointer(difference)
    return [verdict for verdict in made if verdict.pointer.startswith(place)]


def _is_dangerous(rule: str) -> bool:
    return rule.startswith("request-") and rule.endswith((*_FROM_OLD, "-changed"))


def _in_its_place(difference: Difference) -> Difference:
    sides = difference.old_schema, difference.new_schema
    return Difference("schema", "either", difference.steps, None, None, *sides)


def _as_a_whole(difference: Difference) -> Difference:
    """The outermost schemas around a difference: for what no single place explains."""
    first = difference.steps[0] if difference.steps else None
    old, new = difference.old_schema, difference.new_schema
    if first:
        old, new = first.old, first.new
    return Difference("schema", "either", (), None, None, old, new)


def _proved(difference: Difference, prover: Prover, scope: Scope) -> Iterator[Verdict]:
    return (
        verdict for verdict in _each([difference], prover, scope) if verdict.witness is not None
    )


def _narrowed_as_a_whole(
    differences: list[Difference], prover: Prover, scope: Scope
) -> Iterator[Verdict]:
    """A value that is refused now, where everything that was found so far only widens."""
    if not differences or all(_only_widens(difference) for difference in differences):
        return iter(())
    whole = _as_a_whole(differences[0])._replace(effect="narrowed")
    return _proved(whole, prover, scope)


def _only_widens(difference: Difference) -> bool:
    is_new_name = difference.aspect == "property" and difference.named == "come"
    return difference.effect == "widened" or is_new_name or difference.aspect in _FACTS


def _each(found: list[Difference], prover: Prover, scope: Scope) -> Iterator[Verdict]:
    required = {
        (id(difference.old_schema), id(difference.new_schema), difference.name)
        for difference in found
        if difference.aspect == "required"
    }
    for difference in found:
        ruling = _ruling(difference, prover, scope.direction, required)
        if ruling is not None:
            yield _verdict(difference, ruling, scope)


def _verdict(difference: Difference, ruling: _Ruling, scope: Scope) -> Verdict:
    """The verdict; a proof that points the other way than the rule is none."""
    proof, unproved = ruling.proof, ruling.unproved
    if proof and not agrees(ruling.rule, proof[0]):
        proof, unproved = None, True
    witness = Witness(proof[1], proof[0], scope.media_type) if proof else None
    return Verdict(
        ruling.rule,
        witness,
        unproved,
        message(difference, ruling.rule, scope.subject),
        _pointer(difference),
        _report_value(difference.old, is_item=difference.named == "gone"),
        _report_value(difference.new, is_item=difference.named == "come"),
    )


def agrees(rule: str, accepted_by: str) -> bool:
    """Whether a value that this side accepts shows what the rule says."""
    if rule.endswith("-property-became-optional") or rule.endswith(_FROM_NEW):
        return accepted_by == "new"
    return accepted_by == "old" if rule.endswith(_FROM_OLD) else True


def _report_value(value: Json, *, is_item: bool) -> Json:
    """A schema that takes anything or nothing as JSON Schema writes it shortest; `null` where it came or went."""
    if is_item and value is None:
        return "null"
    return {"{}": True, '{"not": {}}': False}.get(canonical(value), value)


_FACTS = (
    *(LIFECYCLE, BOUNDS, "x-prose-limits", "default", "deprecated"),
    *("discriminator", "readOnly", "writeOnly"),
)


def _ruling(
    difference: Difference, prover: Prover, direction: Direction, required: set[Any]
) -> _Ruling | None:
    """The rule of a difference and its proof; None where it makes no difference."""
    aspect = difference.aspect
    if aspect in _FACTS:
        rule = _fact(difference, direction)
        return _Ruling(rule) if rule else None
    if aspect in ("content", "properties"):
        return _Ruling(f"{direction}-{aspect}-{_EFFECTS[difference.effect]}")
    if difference.named:
        return _of_name(difference, prover, direction, required)
    return _constraint(difference, direction, prover)


def _of_name(
    difference: Difference, prover: Prover, direction: Direction, required: set[Any]
) -> _Ruling | None:
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
    if aspect in ("x-prose-limits", BOUNDS):
        return "prose-limit-changed"
    if aspect == LIFECYCLE:
        return f"prose-lifecycle-{'announced' if _gains_words(difference) else 'withdrawn'}"
    if aspect == "default":
        return "request-default-changed" if direction == "request" else None
    if aspect == "deprecated":
        return f"{direction}-property-{'deprecated' if difference.new else 'undeprecated'}"
    if aspect == "discriminator":
        return f"{direction}-discriminator-{_EFFECTS[difference.effect]}"
    return f"{direction}-property-{_kebab(aspect)}-{'set' if difference.new else 'unset'}"


def _gains_words(difference: Difference) -> bool:
    return not set(difference.new or ()) <= set(difference.old or ())


def _one_way(difference: Difference, prover: Prover) -> tuple[Evidence, tuple[Side, Json] | None]:
    """The evidence about what came or went: what is gone only the old side takes."""
    is_gone = difference.effect == "narrowed" or (
        difference.effect == "either" and difference.named == "gone"
    )
    evidence = prover.narrowed(difference) if is_gone else prover.widened(difference)
    if evidence.outcome != "proved":
        return evidence, None
    return evidence, ("old" if is_gone else "new", evidence.value)


def _alternative(difference: Difference, direction: Direction, prover: Prover) -> _Ruling | None:
    evidence, proof = _one_way(difference, prover)
    rule = f"{direction}-alternative-{_came_or_went(difference)}"
    if takes_nothing(difference.name):
        return None
    if proof or _has_names_of_its_own(difference):
        return _Ruling(rule, proof)
    return _Ruling(rule, unproved=True) if evidence.outcome == "unproved" else None


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
) -> _Ruling:
    _, proof = _one_way(difference, prover)
    sides = id(difference.old_schema), id(difference.new_schema)
    is_required = (*sides, difference.name) in required
    if difference.named == "gone":
        if direction == "response" and is_required:
            return _Ruling("response-required-property-removed", proof)
        return _Ruling(f"{direction}-property-removed", proof)
    if direction == "request" and is_required:
        return _Ruling("request-property-required")
    return _Ruling(f"{direction}-property-added", proof)


def _required(difference: Difference, direction: Direction, prover: Prover) -> _Ruling | None:
    """None for a property that itself came or went: that is reported already."""
    sides = difference.old_schema, difference.new_schema
    had, has = (difference.name in side.get("properties", {}) for side in sides)
    if had != has:
        return None
    evidence, proof = _one_way(difference, prover)
    word = "required" if difference.named == "come" else "optional"
    rule = f"{direction}-property-became-{word}"
    if evidence.outcome == "same":
        return None
    return _Ruling(rule, proof, unproved=proof is None)


def _value(difference: Difference, direction: Direction, prover: Prover) -> _Ruling | None:
    word = _came_or_went(difference)
    evidence, proof = _one_way(difference, prover)
    if difference.path and difference.path[-1] in _MODELS:
        return _Ruling(f"{direction}-model-{word}", proof)
    if difference.aspect == "known-value":
        return _Ruling(f"{direction}-known-value-{word}", proof)
    if evidence.outcome == "same":
        return None
    return _Ruling(f"{direction}-value-{word}", proof, unproved=proof is None)


def _constraint(difference: Difference, direction: Direction, prover: Prover) -> _Ruling | None:
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
    return _Ruling(rule, proof, unproved=proof is None)


def _steps_pointer(difference: Difference) -> str:
    return "".join(map(_step, difference.steps))


def _pointer(difference: Difference) -> str:
    steps = _steps_pointer(difference)
    if difference.aspect in ("property", "required") and difference.named:
        return f"{steps}/properties/{escape(str(difference.name))}"
    last = {
        **dict.fromkeys(
            ("alternative", "x-prose-limits", "schema", "shapes", LIFECYCLE, BOUNDS), ""
        ),
        "known-value": "/enum",
        "exactly-one": "/oneOf",
        "content": "/format",
    }
    return steps + last.get(difference.aspect, f"/{difference.aspect}")


def _step(step: Step) -> str:
    if step.kind == "property":
        return f"/properties/{escape(step.name)}"
    if step.kind == "slot":
        return f"/prefixItems/{step.name}"
    return {"item": "/items", "rest": "/additionalProperties", "branch": "/anyOf"}[step.kind]


def _kebab(name: str) -> str:
    return re.sub(r"(?<=[a-z])([A-Z])", r"-\1", name).lower().strip("$")
