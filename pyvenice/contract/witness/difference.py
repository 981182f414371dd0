"""A difference between two schemas: what differs, where, and which way it points."""

from typing import Any, Literal, NamedTuple

Json = Any
Schema = dict[str, Json]
Effect = Literal["narrowed", "widened", "either"]


class Step(NamedTuple):
    """One step from a value to a part of it, with the schemas of the whole on both sides."""

    kind: Literal["property", "slot", "item", "rest", "branch", "pattern", "part"]
    name: str
    """Of the property or its pattern; of a slot its number; of a part the keyword that it stands under."""
    old: Schema
    new: Schema


Steps = tuple[Step, ...]


class Difference(NamedTuple):
    """A keyword that differs at one place, or a name that came or went there."""

    aspect: str
    """`enum`, `property`, `required`, `minimum`, … ."""
    effect: Effect
    """What it does to the set of values, as far as the keyword alone tells."""
    steps: Steps
    old: Json
    new: Json
    old_schema: Schema
    new_schema: Schema
    named: Literal["gone", "come", ""] = ""
    """Whether this is about a single name, value or shape, and on which side it stands."""
    undecidable: bool = False
    """No value can decide about it: the keyword is broken, or nobody knows the format."""

    @property
    def name(self) -> Json:
        """The name, value or shape that came or went."""
        return self.old if self.named == "gone" else self.new

    @property
    def path(self) -> tuple[str, ...]:
        """The names on the way to the place: `("style_references", "*", "strength")`."""
        marks = {"item": "*", "rest": "**"}
        return tuple(
            marks.get(step.kind, step.name)
            for step in self.steps
            if step.kind not in ("branch", "part")
        )
