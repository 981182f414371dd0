"""Verdicts: the differences that count, each with its rule, its sentence, and what proves it."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pyvenice.contract.diff.findings import Direction, Witness
from pyvenice.contract.diff.rules import level_of
from pyvenice.contract.document.json_equality import canonical
from pyvenice.contract.document.pointer import escape
from pyvenice.contract.pin.prose_words import BOUNDS, LIFECYCLE
from pyvenice.contract.schema.merge import DEPRECATED_VALUES
from pyvenice.contract.schema.shapes import takes_any_field
from pyvenice.contract.schema_diff.differences import LETTER
from pyvenice.contract.schema_diff.facts import DEPRECATED_SHAPE, FACTS
from pyvenice.contract.schema_diff.rulings import Ruling, ruling_of
from pyvenice.contract.schema_diff.sentences import message
from pyvenice.contract.witness.difference import Difference, Effect, Step
from pyvenice.contract.witness.prove import Prover
from pyvenice.core.json_types import Json

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
    return rule.startswith("request-") and level_of(rule) == "breaking"


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
    return difference.effect == "widened" or is_new_name or difference.aspect in FACTS


def _each(found: list[Difference], prover: Prover, scope: Scope) -> Iterator[Verdict]:
    required = {
        (id(difference.old_schema), id(difference.new_schema), difference.name)
        for difference in found
        if difference.aspect == "required"
    }
    for difference in found:
        ruling = ruling_of(difference, prover, scope.direction, required)
        if ruling is not None:
            yield _verdict(difference, ruling, scope)


def _verdict(difference: Difference, ruling: Ruling, scope: Scope) -> Verdict:
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


def _steps_pointer(difference: Difference) -> str:
    return "".join(map(_step, difference.steps))


def _pointer(difference: Difference) -> str:
    steps = _steps_pointer(difference)
    if difference.aspect in ("property", "required") and difference.named:
        return f"{steps}/properties/{escape(str(difference.name))}"
    last = {
        **dict.fromkeys(
            (
                "alternative",
                DEPRECATED_SHAPE,
                "x-prose-limits",
                "schema",
                "shapes",
                LIFECYCLE,
                BOUNDS,
            ),
            "",
        ),
        **dict.fromkeys(("known-value", DEPRECATED_VALUES), "/enum"),
        "exactly-one": "/oneOf",
        "content": "/format",
    }
    return steps + last.get(difference.aspect, f"/{difference.aspect}")


_HOLDERS = {
    "property": "properties/",
    "slot": "prefixItems/",
    "pattern": "patternProperties/",
}


def _step(step: Step) -> str:
    if step.kind == "part":
        return f"/{step.name}"
    if step.kind in _HOLDERS:
        return f"/{_HOLDERS[step.kind]}{escape(step.name)}"
    return {"item": "/items", "rest": "/additionalProperties", "branch": "/anyOf"}[step.kind]
