"""What one difference of a schema is called, whether it counts, and how to say it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from pyvenice.contract.diff.findings import Direction, Witness
from pyvenice.contract.diff.schema_diff import Difference, Step, alternatives
from pyvenice.contract.document.json_equality import canonical
from pyvenice.contract.document.pointer import escape
from pyvenice.contract.schema.merge import NEVER
from pyvenice.contract.witness.prove import Prover

Json = Any

_ONE_OF = "/oneOf"
_MODELS = {"model", "modelId", "model_id"}


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
    message: str
    pointer: str
    """Below the schema: `/properties/aspect_ratio/enum`."""
    old: Json
    new: Json


def verdicts(found: Iterable[Difference], prover: Prover, scope: Scope) -> Iterable[Verdict]:
    """The differences that count, each with its proof.

    That exactly one shape must fit is told only where nothing else below says what changed.
    """
    every = list(found)
    made = list(_each(every, prover, scope))
    if every and not made:
        wholes = (_in_its_place(every[0]), _as_a_whole(every[0]))
        made = next(filter(None, (list(_each([one], prover, scope)) for one in wholes)), [])
    proven = {
        one.pointer
        for one in made
        if not one.pointer.endswith(_ONE_OF) and (one.witness or "-alternative-" in one.rule)
    }
    return [
        one
        for one in made
        if not (
            one.pointer.endswith(_ONE_OF)
            and any(other.startswith(one.pointer.removesuffix(_ONE_OF)) for other in proven)
        )
    ]


def _in_its_place(one: Difference) -> Difference:
    return Difference("schema", "either", one.steps, None, None, one.old_schema, one.new_schema)


def _as_a_whole(one: Difference) -> Difference:
    """The outermost schemas around a difference: for what no single place explains."""
    first = one.steps[0] if one.steps else None
    old, new = (first.old, first.new) if first else (one.old_schema, one.new_schema)
    return Difference("schema", "either", (), None, None, old, new)


def _each(every: list[Difference], prover: Prover, scope: Scope) -> Iterator[Verdict]:
    required = {(one.path, one.new) for one in every if one.aspect == "required"}
    for one in every:
        rule, witness = _ruled(one, prover, scope.direction, required)
        if rule is None:
            continue
        proof = Witness(witness[1], witness[0], scope.media_type) if witness else None
        old, new = (_told(side) for side in (one.old, one.new))
        yield Verdict(rule, proof, message(one, rule, scope.subject), _pointer(one), old, new)


def _told(value: Json) -> Json:
    """A schema that takes anything or nothing as JSON Schema spells it shortest."""
    return {"{}": True, '{"not": {}}': False}.get(canonical(value), value)


def _ruled(
    one: Difference, prover: Prover, direction: Direction, required: set[Any]
) -> tuple[str | None, Any]:
    """The rule of a difference and its proof; no rule where it makes none."""
    if (fact := _fact(one, direction)) is not None:
        return fact or None, None
    if one.aspect == "property":
        return _property(one, direction, required), _shown(one, prover)
    if one.aspect == "required":
        return _required(one, direction, _shown(one, prover))
    if one.aspect in ("enum", "known-value") and not isinstance(_name(one), list):
        return _value(one, direction, _shown(one, prover))
    if one.aspect == "alternative":
        return _alternative(one, direction, _shown(one, prover))
    return _constraint(one, direction, prover)


def _fact(one: Difference, direction: Direction) -> str | None:
    """The rule of what no value can show; empty where it is of no interest."""
    if one.aspect == "x-prose-limits":
        return "prose-limit-changed"
    if one.aspect == "default":
        return "request-default-changed" if direction == "request" else ""
    if one.aspect == "deprecated":
        return f"{direction}-property-{'deprecated' if one.new else 'undeprecated'}"
    if one.aspect == "discriminator":
        return f"{direction}-discriminator-changed"
    if one.aspect in ("readOnly", "writeOnly"):
        return f"{direction}-property-{_kebab(one.aspect)}-{'set' if one.new else 'unset'}"
    return None


def _alternative(one: Difference, direction: Direction, proof: Any) -> tuple[str | None, Any]:
    word = "removed" if one.new is None else "added"
    counts = proof or _names_of_its_own(one)
    return (f"{direction}-alternative-{word}", proof) if counts else (None, None)


def _names_of_its_own(one: Difference) -> bool:
    """The shape that came or went has fields that the other side names nowhere."""
    other = one.old_schema if one.new is not None else one.new_schema
    known = {name for shape in alternatives(other) for name in shape.get("properties", ())}
    return not known.issuperset(_name(one).get("properties", ()))


def _name(one: Difference) -> Json:
    return one.old if one.old is not None else one.new


def _shown(one: Difference, prover: Prover) -> Any:
    """The proof of what came or went: what is gone only the old side takes, what came only the new."""
    if one.effect == "narrowed":
        return next((("old", value) for value in prover.narrowed(one)), None)
    return next((("new", value) for value in prover.widened(one)), None)


def _property(one: Difference, direction: Direction, required: set[Any]) -> str:
    if one.new is None:
        was_required = one.old in one.old_schema.get("required", ())
        if direction == "response" and was_required:
            return "response-required-property-removed"
        return f"{direction}-property-removed"
    must = direction == "request" and (one.path, one.new) in required
    return f"{direction}-property-{'required' if must else 'added'}"


def _required(one: Difference, direction: Direction, proof: Any) -> tuple[str | None, Any]:
    """Nothing for a property that itself came or went: that is told already."""
    had, has = (
        _name(one) in side.get("properties", {}) for side in (one.old_schema, one.new_schema)
    )
    if had != has:
        return None, None
    word = "required" if one.new is not None else "optional"
    return (f"{direction}-property-became-{word}", proof) if proof else (None, None)


def _value(one: Difference, direction: Direction, proof: Any) -> tuple[str | None, Any]:
    word = "removed" if one.new is None else "added"
    if one.path and one.path[-1] in _MODELS:
        return f"{direction}-model-{word}", proof
    if one.aspect == "known-value":
        return f"{direction}-known-value-{word}", proof
    return (f"{direction}-value-{word}", proof) if proof else (None, None)


def _constraint(one: Difference, direction: Direction, prover: Prover) -> tuple[str | None, Any]:
    narrowed, widened = prover.narrowed(one), prover.widened(one)
    if not narrowed and not widened:
        return None, None
    word = "changed" if narrowed and widened else "narrowed" if narrowed else "widened"
    proof = ("old", narrowed[0]) if narrowed else ("new", widened[0])
    return f"{direction}-{_kebab(one.aspect)}-{word}", proof


def _pointer(one: Difference) -> str:
    steps = "".join(_step(step) for step in one.steps)
    if one.aspect in ("property", "required"):
        return f"{steps}/properties/{escape(str(_name(one)))}"
    last = {"alternative": "", "x-prose-limits": "", "schema": "", "known-value": "/enum"}
    return steps + last.get(one.aspect, f"/{one.aspect}")


def _step(step: Step) -> str:
    if step.kind == "property":
        return f"/properties/{escape(step.name)}"
    if step.kind == "slot":
        return f"/prefixItems/{step.name}"
    return {"item": "/items", "rest": "/additionalProperties", "branch": "/anyOf"}[step.kind]


def message(one: Difference, rule: str, subject: str) -> str:
    """One sentence without a level: what is different."""
    if one.aspect == "property":
        return _about_property(one, rule)
    place = ".".join(one.path) or subject
    if one.aspect == "additionalProperties":
        return f"{place} {_about_rest(one.new)}"
    if one.aspect == "required":
        inner = ".".join([*one.path, str(_name(one))])
        return f"{inner} {'must be there' if one.new is not None else 'may be missing'} now"
    if one.aspect in ("enum", "known-value") and not isinstance(_name(one), list):
        return f"{place} {'no longer' if one.new is None else 'newly'} lists {_name(one)!r}"
    said = {
        "alternative": "no longer has one of its shapes"
        if one.new is None
        else "may have another shape",
        "deprecated": f"is {'' if one.new else 'no longer '}deprecated",
        "schema": "takes other values than before",
    }
    if one.aspect in said:
        return f"{place} {said[one.aspect]}"
    what = "limits in the text" if one.aspect == "x-prose-limits" else one.aspect
    return f"{place}: {what} {_plain(one.old)} → {_plain(one.new)}"


def _about_rest(schema: Json) -> str:
    closed = canonical(schema) == canonical(NEVER)
    return "no longer takes undocumented fields" if closed else "takes undocumented fields now"


def _about_property(one: Difference, rule: str) -> str:
    inner = ".".join([*one.path, str(_name(one))])
    if one.new is not None:
        return f"{inner} is new" + (" and required" if rule.endswith("-required") else "")
    closed = one.new_schema.get("additionalProperties") == {"not": {}}
    if rule.startswith("request-") and not closed:
        return f"{inner} no longer exists; the object is open, so it may be ignored without a word"
    return f"{inner} no longer exists"


def _plain(value: Json) -> str:
    if value is None:
        return "none"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _kebab(name: str) -> str:
    return re.sub(r"(?<=[a-z])([A-Z])", r"-\1", name).lower().strip("$")
