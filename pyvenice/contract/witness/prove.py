"""Prove a difference: a value that the one side accepts and the other refuses, found and checked.

There are three outcomes. *Proved*: a value tells the sides apart. *Same*: values reach the place on both
sides and none of many tells them apart, so that it is another way to write the same. *Unproved*: no value
reaches the place, or there is no validator for it; a suspicion that nothing decides is still reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, islice
from typing import Any, Literal, NamedTuple

from pyvenice.contract.document.document_limits import is_over
from pyvenice.contract.document.json_equality import canonical
from pyvenice.contract.schema.shapes import speaks_of
from pyvenice.contract.schema.validators import (
    Validator,
    closed_validator,
    mentions_one_of,
    validator,
)
from pyvenice.contract.schema.values import type_of
from pyvenice.contract.witness.candidates import Side, candidates, sides
from pyvenice.contract.witness.difference import Difference, Steps
from pyvenice.contract.witness.embedding import Surroundings
from pyvenice.contract.witness.place import is_open, patched, relaxed
from pyvenice.contract.witness.wire_values import FormValidator, TextValidator

Json = Any
Schema = dict[str, Json]
Defs = Mapping[str, Schema]
Wire = Literal["json", "text", "form"]

_MOST_TRIES = 1000
# After so many values that fit into no whole, the neighbours are to blame and not the values.
_MOST_STUCK = 12
# Of schemas with tens of thousands of members, this many differences are proved: a proof reads all of them.
_MOST_MEMBERS = 2_000_000
_MEMBERS = ("properties", "required", "enum", "anyOf", "oneOf", "patternProperties")
_FEW = 6
_OTHER: Mapping[Side, Side] = {"old": "new", "new": "old"}
_EXACT = ("oneOf", "exactly-one")
_TEXT_DEPTHS: Mapping[Wire, tuple[int, ...]] = {"json": (), "text": (0, 1), "form": (1,)}
_WITHOUT_TEXT: tuple[Json, ...] = (None, [])


class Evidence(NamedTuple):
    """What was found out about one direction of a difference."""

    outcome: Literal["proved", "same", "unproved"]
    value: Json = None
    """The whole value that only one side accepts, where it is proved."""


_SAME = Evidence("same")
_UNPROVED = Evidence("unproved")


class Prover:
    """Looks for values that tell two schemas apart, and checks each with a real validator.

    `wire` says how values go out: as JSON, as text (a parameter), or as a form whose fields are text, but
    for `json_fields`.
    """

    def __init__(  # noqa: PLR0913  (two sides, and how their values go out)
        self,
        old: Schema,
        new: Schema,
        old_defs: Defs,
        new_defs: Defs,
        *,
        wire: Wire = "json",
        json_fields: frozenset[str] = frozenset(),
    ) -> None:
        self._schemas: dict[Side, Schema] = {"old": old, "new": new}
        self._defs: dict[Side, Defs] = {"old": old_defs, "new": new_defs}
        self._wire: Wire = wire
        self._json_fields = json_fields
        self._members_left = _MOST_MEMBERS
        self._has_one_of: dict[Side, bool | None] = {"old": None, "new": None}
        self._validators: dict[tuple[int, Side, str], tuple[Schema, Validator | None]] = {}
        self._surroundings = {
            "old": Surroundings("old", old_defs),
            "new": Surroundings("new", new_defs),
        }

    def narrowed(self, difference: Difference) -> Evidence:
        """Whether there is a value that only the old side takes because of this difference."""
        return _SAME if difference.effect == "widened" else self._apart(difference, "old")

    def widened(self, difference: Difference) -> Evidence:
        """Whether there is a value that only the new side takes because of this difference."""
        return _SAME if difference.effect == "narrowed" else self._apart(difference, "new")

    def _apart(self, difference: Difference, accepting: Side) -> Evidence:
        if difference.undecidable or self._members_left < 0 or is_over():
            return _UNPROVED
        self._members_left -= sum(map(_members, (difference.old_schema, difference.new_schema)))
        if difference.aspect == "property" and is_open(sides(difference, _OTHER[accepting])[0]):
            return _SAME
        search = _Search()
        for part in self._telling(difference, accepting, search):
            outcome, whole = self._embedded(part, difference, accepting)
            if outcome == "apart":
                around = self._surroundings[accepting].around_checked(part, difference.steps)
                for value in chain([whole], () if search.is_told else around):
                    if self._is_confirmed(value, accepting):
                        return Evidence("proved", value)
                search.is_told = True
                continue
            (search.hidden if outcome == "fits" else search.stuck).append(part)
            if len(search.stuck) >= _MOST_STUCK and not search.hidden:
                break
            if is_over():
                return _UNPROVED
        return self._judgement(search, difference, accepting)

    def _is_confirmed(self, whole: Json, accepting: Side) -> bool:
        """Whether the value tells the sides apart also where `oneOf` is taken at its word."""
        checks = []
        for side in (accepting, _OTHER[accepting]):
            schema = self._schemas[side]
            if self._has_one_of[side] is None:
                parts = (schema, *self._defs[side].values())
                self._has_one_of[side] = any(map(mentions_one_of, parts))
            checks.append(self._validator(schema, side, exact=bool(self._has_one_of[side])))
        takes, refuses = checks[0], self._as_sent(checks[1], ())
        return bool(takes and refuses and takes.is_valid(whole) and not refuses.is_valid(whole))

    def _judgement(self, search: _Search, difference: Difference, accepting: Side) -> Evidence:
        """What to make of it when no whole value tells the sides apart."""
        if search.is_told:
            return _UNPROVED
        if search.hidden:
            is_told = self._is_hidden_by_openness(search.hidden[:_FEW], difference, accepting)
            return _UNPROVED if is_told else _SAME
        if search.stuck:
            is_told = self._is_apart_within(search.stuck[:_FEW], difference, accepting)
            return _UNPROVED if is_told else _SAME
        return _SAME if search.is_reached else _UNPROVED

    def _telling(self, difference: Difference, accepting: Side, search: _Search) -> Iterator[Json]:
        """Values for the place that the accepting side takes there and the other refuses."""
        takes, refuses = self._at_the_place(difference, accepting)
        seen: set[str] = set()
        for part in islice(candidates(difference, accepting, self._defs), _MOST_TRIES):
            if (key := canonical(part)) in seen:
                continue
            if part is None and difference.aspect in _EXACT:
                continue  # where each shape is nullable, nobody means to refuse null
            if self._wire != "json" and self._is_never_sent(part, difference.steps):
                continue
            seen.add(key)
            if takes and not takes.is_valid(part):
                continue
            # Null or a number reaches no pattern: what the keyword does not speak of tells nothing.
            search.is_reached |= takes is not None and speaks_of(difference.aspect, {type_of(part)})
            if not (refuses and refuses.is_valid(part)):
                yield part

    def _at_the_place(
        self, difference: Difference, accepting: Side
    ) -> tuple[Validator | None, Validator | None]:
        """What takes a value at the place, and what refuses it there because of this difference alone."""
        own, other = sides(difference, accepting)
        defs, exact = self._defs[accepting], difference.aspect in _EXACT
        if difference.aspect in ("required", "property"):
            own, other = relaxed(own), relaxed(other)
        if difference.aspect == "alternative":
            own, changed, defs_of_changed = difference.name, other, self._defs[_OTHER[accepting]]
        elif difference.aspect in ("schema", "shapes", *_EXACT):
            changed, defs_of_changed = other, self._defs[_OTHER[accepting]]
        else:
            changed, defs_of_changed = patched(own, other, difference), defs
        if difference.aspect == "enum" and difference.named:
            return self._validator(own, accepting, exact=exact), None
        takes = validator(own, defs, exact=exact)
        refuses = validator(changed, defs_of_changed, exact=exact)
        return takes, self._as_sent(refuses, difference.steps)

    def _is_text(self, steps: Steps) -> bool:
        """Whether values at a place go out as text: parameters, and fields of forms and of parameters."""
        if any(step.name in self._json_fields for step in steps[:1]):
            return False
        return _depth(steps) in _TEXT_DEPTHS[self._wire]

    def _is_never_sent(self, part: Json, steps: Steps) -> bool:
        """Whether a value has no text: none says null, and an empty list is not sent at all."""
        if not steps and isinstance(part, dict):
            return any(
                value in _WITHOUT_TEXT and name not in self._json_fields
                for name, value in part.items()
            )
        return self._is_text(steps) and part in _WITHOUT_TEXT

    def _as_sent(self, inner: Validator | None, steps: Steps) -> Validator | None:
        """The validator of a place whose values arrive as text, if they do."""
        if inner is None:
            return None
        if self._is_text(steps):
            return TextValidator(inner)
        is_form = self._wire == "form" and not _depth(steps)
        return FormValidator(inner, self._json_fields) if is_form else inner

    def _embedded(self, part: Json, difference: Difference, accepting: Side) -> tuple[str, Json]:
        """`apart` with a whole value that only one side takes, `fits` if both take it, else `stuck`."""
        exact = difference.aspect in _EXACT
        whole_of = self._schemas
        checks = [
            self._validator(whole_of[side], side, exact=exact)
            for side in (accepting, _OTHER[accepting])
        ]
        return self._outcome(part, difference.steps, (checks[0], checks[1]), accepting)

    def _outcome(
        self,
        part: Json,
        steps: Steps,
        checks: tuple[Validator | None, Validator | None],
        accepting: Side,
    ) -> tuple[str, Json]:
        takes, refuses = checks[0], self._as_sent(checks[1], ())
        if takes is None or refuses is None:
            return "stuck", None
        surroundings = self._surroundings[accepting]
        outcome = "stuck"
        for whole in surroundings.around(part, steps):
            if takes.is_valid(whole):
                outcome = "fits"
                if not refuses.is_valid(whole):
                    return "apart", whole
        if outcome == "stuck" and steps:
            for whole in surroundings.around_checked(part, steps):
                if takes.is_valid(whole):
                    outcome = "fits"
                    if not refuses.is_valid(whole):
                        return "apart", whole
        return outcome, None

    def _validator(self, schema: Schema, side: Side, *, exact: bool) -> Validator | None:
        key = (id(schema), side, "exact" if exact else "")
        if key not in self._validators:
            made = validator(schema, self._defs[side], exact=exact)
            self._validators[key] = (schema, made)  # the schema, so that its id is not used again
        return self._validators[key][1]

    def _is_apart_within(self, parts: list[Json], difference: Difference, accepting: Side) -> bool:
        """Whether the parts tell the sides apart in the widest surroundings that can be built."""
        steps = difference.steps
        for start in range(1, len(steps)):
            if steps[start - 1].kind == "branch":
                continue  # a value that fits no longer in one shape may fit in another
            pair = (steps[start].old, steps[start].new)
            own, other = pair if accepting == "old" else pair[::-1]
            checks = (
                self._validator(own, accepting, exact=False),
                self._validator(other, _OTHER[accepting], exact=False),
            )
            outcomes = {self._outcome(part, steps[start:], checks, accepting)[0] for part in parts}
            if outcomes & {"apart", "fits"}:
                return "apart" in outcomes
        return True

    def _is_hidden_by_openness(
        self, parts: list[Json], difference: Difference, accepting: Side
    ) -> bool:
        """Whether the parts are taken only because some other shape of a union takes undocumented fields."""
        steps = difference.steps
        start = next((n for n, step in enumerate(steps) if step.kind == "branch"), None)
        if start is None or difference.aspect not in _WITHIN_A_SHAPE:
            return False
        pair = (steps[start].old, steps[start].new)
        own, other = pair if accepting == "old" else pair[::-1]
        takes = closed_validator(own, self._defs[accepting])
        refuses = closed_validator(other, self._defs[_OTHER[accepting]])
        if takes is None or refuses is None:
            return True
        return any(
            takes.is_valid(whole) and not refuses.is_valid(whole)
            for part in parts
            for whole in self._surroundings[accepting].around(part, steps[start:])
        )


def _depth(steps: Steps) -> int:
    return sum(step.kind in ("property", "pattern", "rest", "slot") for step in steps)


def _members(schema: Schema) -> int:
    return sum(len(schema[keyword]) for keyword in _MEMBERS if keyword in schema)


_WITHIN_A_SHAPE = frozenset(
    {"type", "enum", "pattern", "format", "minimum", "maximum", "multipleOf", "minLength"}
    | {"maxLength", "minItems", "maxItems", "uniqueItems"}
)


class _Search:
    """What became of the values that were tried."""

    def __init__(self) -> None:
        self.is_reached = False
        """The place takes one of them on its own side."""
        self.is_told = False
        """A whole value tells the sides apart, but not where `oneOf` is taken at its word."""
        self.hidden: list[Json] = []
        """Parts that differ at their place, in wholes that both sides take."""
        self.stuck: list[Json] = []
        """Parts around which no whole could be built."""
