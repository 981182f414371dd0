"""All findings about an operation: what may be sent, what may come back, who may call."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from pyvenice.contract.diff.findings import LEVELS, Category, Direction, Finding
from pyvenice.contract.diff.rules import level_of
from pyvenice.contract.diff.schema_diff import Comparison
from pyvenice.contract.diff.schema_findings import Scope, verdicts
from pyvenice.contract.document.json_equality import same
from pyvenice.contract.document.pointer import escape
from pyvenice.contract.schema.direction import defs_in_direction, in_direction
from pyvenice.contract.schema.operation_view import Parameter, Response, View
from pyvenice.contract.witness.prove import Prover, Wire

Json = Any
Schema = dict[str, Json]

_IN_PATH = re.compile(r"\{[^}]*\}")


def judged(operation: str, old: View | None, new: View | None) -> list[Finding]:
    """The findings about one operation, the serious ones first; `None` where a side lacks it."""
    if old is None or new is None:
        rule = "operation-removed" if new is None else "operation-added"
        word = "no longer exists" if new is None else "is new"
        names = (operation if old else None, operation if new else None)
        return [
            _Place(operation, "", "none", "endpoint").finding(rule, *names, f"{operation} {word}")
        ]
    found = _once([*_operation(operation, old, new)])
    return sorted(found, key=lambda one: (LEVELS.index(one.level), one.pointer, one.rule))


def _once(found: list[Finding]) -> list[Finding]:
    """A field of the JSON body and of the form is told once, and a limit in prose not beside its schema."""
    merged: dict[tuple[str, ...], Finding] = {}
    for one in found:
        facts = (one.rule, one.direction, _field(one.pointer), repr(one.old), repr(one.new))
        merged.setdefault(facts, one)
    told = {_field(one.pointer).rpartition("/")[0] for one in found if one.category != "prose"}
    return [
        one for one in merged.values() if one.category != "prose" or _field(one.pointer) not in told
    ]


def _field(pointer: str) -> str:
    return re.sub(r"/content/[^/]+/schema", "", pointer)


class _Place(NamedTuple):
    """Where in an operation one looks."""

    operation: str
    pointer: str
    direction: Direction
    category: Category
    media_type: str | None = None
    subject: str = "the body"
    wire: Wire = "json"

    def below(self, pointer: str, **changes: Any) -> _Place:
        return self._replace(pointer=self.pointer + pointer, **changes)

    def finding(self, rule: str, old: Json, new: Json, message: str) -> Finding:
        level = level_of(rule)
        return Finding(
            rule,
            level,
            self.category,
            self.operation,
            self.direction,
            self.pointer,
            old,
            new,
            message,
        )


def _operation(operation: str, old: View, new: View) -> Iterator[Finding]:
    whole = _Place(operation, "", "none", "endpoint")
    if new.deprecated and not old.deprecated:
        yield whole.below("/deprecated").finding(
            "operation-deprecated", False, True, f"{operation} is deprecated"
        )
    if old.servers and old.servers != new.servers:
        yield whole.below("/servers").finding(
            "servers-changed", [*old.servers], [*new.servers], "the documented servers changed"
        )
    yield from _security(whole._replace(category="security", pointer="/security"), old, new)
    request = whole._replace(direction="request", category="request")
    yield from _parameters(request.below("/parameters"), old, new)
    yield from _bodies(request.below("/requestBody"), old, new)
    answers = whole._replace(direction="response", category="response", pointer="/responses")
    yield from _responses(answers, old, new)


def _security(place: _Place, old: View, new: View) -> Iterator[Finding]:
    rule = "security-alternative-removed" if old.security & new.security else "security-removed"
    for one in sorted(old.security - new.security):
        what = one or "no authentication"
        yield place.finding(rule, what, None, f"{what} is no longer accepted")
    for one in sorted(new.security - old.security):
        what = one or "no authentication"
        yield place.finding("security-added", None, what, f"{what} is accepted as well")


def _parameters(place: _Place, old: View, new: View) -> Iterator[Finding]:
    for key in sorted(old.parameters.keys() | new.parameters.keys()):
        kind, name = key
        before, after = old.parameters.get(key), new.parameters.get(key)
        category: Category = "header" if kind == "header" else "request"
        at = place.below(f"/{kind}/{escape(name)}", category=category, subject=name)
        if after is None:
            text = f"the {kind} parameter {name} no longer exists"
            yield at.finding("request-parameter-removed", name, None, text)
        elif before is None:
            must = " and required" if after.required else ""
            rule = f"request-parameter-{'required' if after.required else 'added'}"
            yield at.finding(rule, None, name, f"the {kind} parameter {name} is new{must}")
        else:
            yield from _parameter(at, name, (before, after), (old, new))


def _parameter(
    at: _Place, name: str, pair: tuple[Parameter, Parameter], views: tuple[View, View]
) -> Iterator[Finding]:
    before, after = pair
    if before.required != after.required:
        word, text = _must(required=after.required)
        rule = f"request-parameter-became-{word}"
        yield at.finding(rule, before.required, after.required, f"{name} {text}")
    if before.style != after.style:
        text = f"{name} is spelt another way in the request: {before.style} → {after.style}"
        yield at.finding("request-parameter-style-changed", before.style, after.style, text)
    yield from _schemas(at.below("/schema"), before.schema, after.schema, views)


def _must(*, required: bool) -> tuple[str, str]:
    return ("required", "must be sent now") if required else ("optional", "may be left out now")


def _bodies(place: _Place, old: View, new: View) -> Iterator[Finding]:
    if new.bodies and not old.bodies and new.body_required:
        text = "a body must be sent now"
        yield place.finding("request-body-became-required", False, True, text)
    if old.bodies and new.bodies and old.body_required != new.body_required:
        word, text = _must(required=new.body_required)
        rule = f"request-body-became-{word}"
        yield place.finding(rule, old.body_required, new.body_required, f"the body {text}")
    for media_type in sorted(old.bodies.keys() | new.bodies.keys()):
        at = place.below(f"/content/{escape(media_type)}", media_type=media_type)
        if media_type not in new.bodies:
            text = f"a body of {media_type} is no longer taken"
            yield at.finding("request-media-type-removed", media_type, None, text)
        elif media_type not in old.bodies:
            text = f"a body of {media_type} is taken as well"
            yield at.finding("request-media-type-added", None, media_type, text)
        else:
            schemas = old.bodies[media_type], new.bodies[media_type]
            yield from _schemas(at.below("/schema"), *schemas, (old, new))
            before, after = old.encodings.get(media_type), new.encodings.get(media_type)
            if before != after:
                text = "the encoding of the parts of the form changed"
                yield at.below("/encoding").finding("request-encoding-changed", before, after, text)


def _responses(place: _Place, old: View, new: View) -> Iterator[Finding]:
    for status in sorted(old.responses.keys() | new.responses.keys()):
        at = place.below(f"/{status}")
        good = status.startswith("2")
        if status not in new.responses:
            rule = f"response-{'success' if good else 'status'}-removed"
            yield at.finding(rule, status, None, f"status {status} is no longer documented")
        elif status not in old.responses:
            text = f"status {status} is newly documented"
            yield at.finding("response-status-added", None, status, text)
        else:
            found = _response(at, old.responses[status], new.responses[status], (old, new))
            yield from found if good else _about_errors(found, status)


def _response(
    place: _Place, before: Response, after: Response, views: tuple[View, View]
) -> Iterator[Finding]:
    for name in sorted(before.headers.keys() | after.headers.keys()):
        at = place.below(f"/headers/{escape(name)}", category="header", subject=name)
        yield from _header(at, name, (before.headers.get(name), after.headers.get(name)), views)
    for media_type in sorted(before.content.keys() | after.content.keys()):
        at = place.below(f"/content/{escape(media_type)}", media_type=media_type)
        if media_type not in after.content:
            text = f"an answer of {media_type} is no longer documented"
            yield at.finding("response-media-type-removed", media_type, None, text)
        elif media_type not in before.content:
            text = f"an answer may be {media_type} now"
            yield at.finding("response-media-type-added", None, media_type, text)
        else:
            schemas = before.content[media_type], after.content[media_type]
            yield from _schemas(at.below("/schema"), *schemas, views)


def _header(
    at: _Place,
    name: str,
    pair: tuple[Parameter | None, Parameter | None],
    views: tuple[View, View],
) -> Iterator[Finding]:
    before, after = pair
    if before is None:
        text = f"the header {name} is newly documented"
        yield at.finding("response-header-added", None, name, text)
    elif after is None:
        text = f"the header {name} is no longer documented"
        yield at.finding("response-header-removed", name, None, text)
    else:
        yield from _schemas(at.below("/schema"), before.schema, after.schema, views)


def _about_errors(found: Iterable[Finding], status: str) -> Iterator[Finding]:
    """Nobody reads the fields of an error but the error parsing, which must know its shapes."""
    for one in found:
        told = one._replace(message=f"status {status}: {one.message}")
        wider = one.rule.endswith(("-widened", "-changed", "alternative-added", "became-optional"))
        if one.category == "response" and (wider or one.level == "breaking"):
            yield told._replace(rule="response-error-widened", level="warning")
        else:
            yield told._replace(level="info")


def _schemas(
    place: _Place, before: Schema, after: Schema, views: tuple[View, View]
) -> Iterator[Finding]:
    if same(before, after) and views[0].defs == views[1].defs:
        return
    old, new = (in_direction(schema, place.direction) for schema in (before, after))
    old_defs, new_defs = (defs_in_direction(view.defs, place.direction) for view in views)
    found = list(Comparison(old_defs, new_defs).differences(old, new))
    if not found:
        return
    prover = Prover(old, new, old_defs, new_defs, wire=place.wire)
    scope = Scope(place.direction, place.media_type, place.subject)
    for verdict in verdicts(found, prover, scope):
        at = place.below(verdict.pointer, category=_category(verdict.rule, place.category))
        made = at.finding(verdict.rule, verdict.old, verdict.new, verdict.message)
        yield made._replace(witness=verdict.witness, unproved=verdict.unproved)


def _category(rule: str, category: Category) -> Category:
    if re.match(r"(request|response)-model-", rule):
        return "catalogue"
    return "prose" if rule.startswith("prose-") else category


def changes(old: Mapping[str, View], new: Mapping[str, View]) -> list[Finding]:
    """The findings about all operations that either side has.

    Names of parameters in a path are free: `/models/{id}` and `/models/{name}` are the same place.
    """
    had, has = ({_IN_PATH.sub("{}", name): name for name in side} for side in (old, new))
    return [
        finding
        for place in sorted(had.keys() | has.keys())
        for finding in judged(
            had.get(place) or has[place], old.get(had.get(place, "")), new.get(has.get(place, ""))
        )
    ]
