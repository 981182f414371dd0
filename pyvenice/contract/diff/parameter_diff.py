"""Findings about parameters: what may be sent outside of the body, as the text that goes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyvenice.contract.diff.endpoint_diff import sunset_findings
from pyvenice.contract.diff.findings import Category, Finding
from pyvenice.contract.diff.place import Place, Schema, Views, schema_findings
from pyvenice.contract.document.pointer import escape
from pyvenice.contract.operation.operation_view import Parameter

Parameters = Mapping[tuple[str, str], Parameter]

_FLAGS = frozenset(
    f"{direction}-property-{change}"
    for direction in ("request", "response")
    for change in ("deprecated", "undeprecated", "sunset-set", "sunset-postponed")
)
"""What schemas of parameters and headers say about the whole, which is told of the whole itself."""
_CONTAINERS = frozenset({"array", "object"})


def parameter_findings(place: Place, views: Views) -> Iterator[Finding]:
    """What changed about the parameters of an operation."""
    sides = [view.parameters for view in views]
    old, new = _spread(sides[0], sides[1]), _spread(sides[1], sides[0])
    for key in sorted(old.keys() | new.keys()):
        kind, name = key
        before, after = old.get(key), new.get(key)
        if name.startswith("{") and None in (before, after):
            continue  # it stands in the path of both sides, of which one does not describe it
        category: Category = "header" if kind == "header" else "request"
        at = place.below(f"/{kind}/{escape(name)}", category=category, subject=name)
        if before and after:
            at = at._replace(subject=after.name if kind == "path" else name)
            yield from _changed(at, before, after, views)
        elif before:
            text = f"the {kind} parameter {before.name} no longer exists"
            yield at.finding("request-parameter-removed", before.name, None, text)
        elif after:
            must = " and required" if after.required else ""
            rule = f"request-parameter-{'required' if after.required else 'added'}"
            text = f"the {kind} parameter {after.name} is new{must}"
            yield at.finding(rule, None, after.name, text)


def _spread(parameters: Parameters, others: Parameters) -> Parameters:
    """An exploded object in a query goes out as one parameter for each of its fields."""
    return {
        key: parameter
        for own, whole in parameters.items()
        for key, parameter in (
            _fields(whole) if own not in others and _is_exploded(own, whole) else {own: whole}
        ).items()
    }


def _is_exploded(key: tuple[str, str], parameter: Parameter) -> bool:
    is_spread = key[0] == "query" and parameter.style == "form, explode=true"
    schema = parameter.schema
    is_object = schema.get("type") == ["object"] and "properties" in schema
    return is_spread and is_object and not parameter.media_type


def _fields(parameter: Parameter) -> dict[tuple[str, str], Parameter]:
    required = parameter.schema.get("required", ()) if parameter.required else ()
    return {
        ("query", name): parameter._replace(
            name=name,
            schema=member,
            required=name in required,
            deprecated=parameter.deprecated or member.get("deprecated") is True,
            sunset=parameter.sunset or str(member.get("x-sunset", "")),
        )
        for name, member in parameter.schema["properties"].items()
    }


def _changed(at: Place, before: Parameter, after: Parameter, views: Views) -> Iterator[Finding]:
    name = at.subject
    if before.required != after.required:
        word, text = obligation(required=after.required)
        rule = f"request-parameter-became-{word}"
        yield at.finding(rule, before.required, after.required, f"{name} {text}")
    if before.deprecated != after.deprecated:
        word, text = ("", "is") if after.deprecated else ("un", "is no longer")
        rule = f"request-parameter-{word}deprecated"
        yield at.finding(rule, before.deprecated, after.deprecated, f"{name} {text} deprecated")
    yield from sunset_findings(at, "request-parameter", name, (before.sunset, after.sunset))
    yield from _written(at, before, after)
    wire = "json" if after.media_type else "text"
    place = at.below("/schema", wire=wire)
    yield from without_flags(place, schema_findings(place, before.schema, after.schema, views))


def without_flags(place: Place, found: Iterable[Finding]) -> Iterator[Finding]:
    """The findings about the schema of a parameter or header, without what is told of the whole itself."""
    for finding in found:
        if finding.rule not in _FLAGS or finding.pointer.rpartition("/")[0] != place.pointer:
            yield finding


def obligation(*, required: bool) -> tuple[str, str]:
    """`required` or `optional`, and how a sentence says that this is new."""
    return ("required", "must be sent now") if required else ("optional", "may be left out now")


def _written(at: Place, before: Parameter, after: Parameter) -> Iterator[Finding]:
    """How the value is written in the request."""
    if styles := changed_style(before, after):
        old, new = styles
        text = f"{at.subject} is written another way in the request: {old} → {new}"
        if before.media_type != after.media_type:
            text = f"{at.subject} goes out another way: as {old} → as {new}"
        yield at.finding("request-parameter-style-changed", old, new, text)
    if before.allow_reserved != after.allow_reserved:
        word = "may go out as they are" if after.allow_reserved else "must be percent-encoded"
        rule = f"request-parameter-reserved-{'allowed' if after.allow_reserved else 'refused'}"
        text = f"reserved characters in {at.subject} {word} now"
        yield at.finding(rule, before.allow_reserved, after.allow_reserved, text)
    if before.allow_empty != after.allow_empty:
        rule = f"request-parameter-empty-{'allowed' if after.allow_empty else 'refused'}"
        text = (
            f"{at.subject} may {'' if after.allow_empty else 'no longer '}be sent without a value"
        )
        yield at.finding(rule, before.allow_empty, after.allow_empty, text)


def changed_style(before: Parameter, after: Parameter) -> tuple[str, str] | None:
    """How the value is written on each side, where that makes a difference."""
    old, new = (parameter.media_type or "text" for parameter in (before, after))
    if old != new:
        return old, new
    if before.style != after.style and all(map(_has_parts, (before.schema, after.schema))):
        return before.style, after.style
    return None


def _has_parts(schema: Schema) -> bool:
    """Its values may be lists or objects, for which the style counts."""
    if "anyOf" in schema or "oneOf" in schema:
        return any(_has_parts(part) for part in schema.get("anyOf") or schema["oneOf"])
    return bool(_CONTAINERS.intersection(schema.get("type", _CONTAINERS)))
