"""What is found is proven, and what is not found makes no difference: for schemas of every kind."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Callable, Iterator
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]

from pyvenice.contract.document.json_equality import canonical
from pyvenice.contract.schema.normalize import Normaliser
from pyvenice.contract.witness.boundary_values import variants
from pyvenice.contract.witness.samples import sample
from tests.contract.diff.test_operation_diff import found

# Other tests reach the same lines, and coverage triples the time of thousands of values.
pytestmark = pytest.mark.no_cover

SCALARS = st.one_of(
    st.fixed_dictionaries({"type": st.just("string")}, optional={"minLength": st.integers(0, 3), "maxLength": st.integers(3, 6)}),
    st.fixed_dictionaries({"type": st.just("string"), "enum": st.lists(st.sampled_from("abcd"), min_size=1, unique=True)}),
    st.fixed_dictionaries({"type": st.sampled_from(["integer", "number"])}, optional={"minimum": st.integers(-2, 2), "maximum": st.integers(3, 6), "multipleOf": st.sampled_from([1, 2])}),
    st.fixed_dictionaries({"type": st.sampled_from([["string", "null"], "boolean", ["integer", "string"]])}),
)  # fmt: skip


def composed(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    names = st.sampled_from(["a", "b", "c"])
    objects = st.builds(
        lambda properties, required, closed: {
            "type": "object",
            "properties": properties,
            "required": sorted(set(required) & set(properties)),
            "additionalProperties": not closed,
        },
        st.dictionaries(names, inner, max_size=3),
        st.lists(names, max_size=2),
        st.booleans(),
    )
    arrays = st.fixed_dictionaries(
        {"type": st.just("array"), "items": inner},
        optional={
            "prefixItems": st.lists(inner, min_size=1, max_size=2),
            "contains": SCALARS,
            "minContains": st.integers(0, 2),
            "maxContains": st.integers(1, 2),
            "minItems": st.integers(0, 2),
            "maxItems": st.integers(1, 3),
            "uniqueItems": st.just(True),
        },
    )
    unions = st.builds(lambda options: {"anyOf": options}, st.lists(inner, min_size=1, max_size=3))
    merged = st.builds(lambda options: {"allOf": options}, st.lists(inner, min_size=1, max_size=2))
    return st.one_of(objects, arrays, unions, merged)


SCHEMAS = st.recursive(SCALARS, composed, max_leaves=6)
CALM = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def takes(schema: Any, value: Any) -> bool:
    return accepting(schema)(value)


def accepting(schema: Any) -> Callable[[Any], bool]:
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True).is_valid


@CALM
@given(SCHEMAS)
def test_the_normal_form_means_the_same(schema: Any) -> None:
    normal = Normaliser({}).normal(schema)
    assert canonical(Normaliser({}).normal(normal)) == canonical(normal)
    for value in [*variants(normal, {}), None, 0, "", [], {}, {"a": "a"}, True]:
        assert takes(schema, value) == takes(normal, value), value


@CALM
@given(SCHEMAS, SCHEMAS)
def test_each_witness_tells_the_two_apart(old: Any, new: Any) -> None:
    for finding in found(old, new):
        if finding.witness is not None:
            taker, refuser = (old, new) if finding.witness.accepted_by == "old" else (new, old)
            assert takes(taker, finding.witness.payload), finding
            assert not takes(refuser, finding.witness.payload), finding


ALTERED = st.sampled_from(["drop", "replace", "shift"])


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Any, Any]:
    """A schema, and the same with one keyword of one of its parts altered."""
    old = draw(SCHEMAS)
    new = copy.deepcopy(old)
    part = draw(st.sampled_from(list(parts(new))))
    key = draw(st.sampled_from(sorted(part)))
    kind, value = draw(ALTERED), part[key]
    if kind == "drop":
        del part[key]
    elif kind == "shift" and isinstance(value, int) and not isinstance(value, bool):
        part[key] = max(0, value + draw(st.sampled_from([-1, 1])))
    elif key in ("items", "additionalProperties", "contains"):
        part[key] = draw(SCALARS)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        part[key] = [*value[1:], draw(SCALARS)]
    return old, new


def parts(schema: Any) -> Iterator[dict[str, Any]]:
    """The schema and every schema in it that says anything."""
    if isinstance(schema, dict) and schema:
        yield schema
        for key in ("items", "additionalProperties", "contains"):
            yield from parts(schema.get(key))
        for key in ("prefixItems", "anyOf", "oneOf", "allOf"):
            yield from itertools.chain.from_iterable(map(parts, schema.get(key, ())))
        for key in ("properties", "patternProperties"):
            for inner in schema.get(key, {}).values():
                yield from parts(inner)


FEW: list[Any] = [None, True, 0, 1, 3, 7, 1.5, "", "a", "abcd"]
SMALL: list[Any] = [
    *[*FEW, -2, 2, 4, 5, 6, "b", "c", "d", "abc", "abcdefg", [[]], [{}], [1] * 4, ["a"] * 4],
    *([*items] for length in range(3) for items in itertools.product(FEW, repeat=length)),
    *([*items] for items in itertools.product([1, "a", None], repeat=3)),
    *({name: value} for name in "abc" for value in [*FEW, [], [1], {}, {"a": 1}]),
    *({"a": first, "b": second} for first, second in itertools.product(FEW, repeat=2)),
]


@settings(CALM, derandomize=True, max_examples=400)
@given(pairs())
def test_where_a_small_value_tells_two_schemas_apart_something_is_found(
    pair: tuple[Any, Any],
) -> None:
    takes_old, takes_new = map(accepting, pair)
    telling = [value for value in SMALL if takes_old(value) != takes_new(value)]
    assert not telling or found(*pair), telling[0]


CHOICES: list[Any] = ["a", "b", "1", "", None, 0, 1, 1.5, True, [], {"a": 1}]
KEYWORDS = st.one_of(
    SCALARS,
    st.builds(lambda values: {"enum": values}, st.lists(st.sampled_from(CHOICES), min_size=1, max_size=3)),
    st.builds(lambda value: {"const": value}, st.sampled_from(CHOICES)),
    st.fixed_dictionaries({"type": st.just("string"), "pattern": st.sampled_from(["^a", "b$", "^[ab]+$", r"^\w{2}$", "a|1"])}),
    st.fixed_dictionaries({"type": st.just("string"), "format": st.sampled_from(["date", "ipv4", "uuid"])}),
    st.fixed_dictionaries({"exclusiveMinimum": st.integers(0, 3)}, optional={"maximum": st.integers(3, 6)}),
    st.sampled_from([{}, True, {"not": {}}, {"type": "object"}, {"type": "array"}, {"minProperties": 1}, {"maxItems": 1}]),
)  # fmt: skip


def composed_with_choices(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """What `composed` makes, and objects and unions with the rarer keywords."""
    objects = st.fixed_dictionaries(
        {"type": st.sampled_from(["object", ["object", "null"]])},
        optional={
            "properties": st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
            "required": st.lists(st.sampled_from("abc"), max_size=2, unique=True),
            "additionalProperties": st.one_of(st.booleans(), inner),
            "patternProperties": st.dictionaries(st.sampled_from(["^a", "b$"]), inner, max_size=1),
            "propertyNames": st.sampled_from([{"maxLength": 1}, {"enum": ["a", "b"]}]),
            "dependentRequired": st.sampled_from([{"a": ["b"]}, {"b": ["a", "c"]}]),
            "minProperties": st.integers(0, 2),
            "maxProperties": st.integers(1, 3),
        },
    )
    one_of = st.builds(lambda options: {"oneOf": options}, st.lists(inner, min_size=1, max_size=3))
    refused = st.builds(lambda schema, part: schema | {"not": part}, objects, KEYWORDS)
    condition = st.builds(
        lambda schema, part, other: schema | {"if": part, "then": other}, objects, objects, objects
    )
    return st.one_of(composed(inner), objects, one_of, refused, condition)


RARE_SCHEMAS = st.recursive(KEYWORDS, composed_with_choices, max_leaves=6)


@st.composite
def rare_pairs(draw: st.DrawFn) -> tuple[Any, Any]:
    """A schema, and the same with one of its parts replaced, wrapped, or made nullable."""
    old = draw(RARE_SCHEMAS)
    if draw(st.integers(0, 3)) == 0:
        return old, draw(RARE_SCHEMAS)
    new = copy.deepcopy(old)
    inside = [part for part in parts(new) if part is not new]
    other = draw(KEYWORDS)
    if not inside or not isinstance(other, dict):
        return old, draw(
            st.sampled_from([{"anyOf": [new, {"type": "null"}]}, {"allOf": [new, other]}])
        )
    part = draw(st.sampled_from(inside))
    kept = copy.deepcopy(part)
    part.clear()
    part |= draw(
        st.sampled_from(
            [other, {"anyOf": [kept, other]}, {"oneOf": [kept, other]}, {"allOf": [kept, other]}]
        )
    )
    return old, new


POOL: list[Any] = [
    *SMALL,
    *("1.2.3.4", "2020-01-01", "b1", "ab", 3.5, [[1]], [{"a": "a"}]),
    *({"a": first, "b": second, "c": "a"} for first, second in itertools.product(FEW, repeat=2)),
    *({name: {inner: value}} for name in "ab" for inner in "abc" for value in FEW),
    *({name: [value]} for name in "abc" for value in FEW),
    *({"ab": value} for value in FEW),
    *([{name: value}] for name in "abc" for value in FEW),
]


@settings(CALM, derandomize=True, max_examples=200)
@given(rare_pairs())
def test_where_another_validator_tells_two_schemas_apart_something_is_found(
    pair: tuple[Any, Any],
) -> None:
    telling = next((value for value in POOL if is_told_apart(*pair, value)), NOTHING)
    assert telling is NOTHING or found(*pair), telling


NOTHING = object()
FORMATS = FormatChecker(["date", "ipv4", "uuid"])


def is_told_apart(old: Any, new: Any, value: Any) -> bool:
    """Whether one schema takes the value and the other not, also where `oneOf` is meant as `anyOf`."""
    readings = {
        tuple(Draft202012Validator(side, format_checker=FORMATS).is_valid(value) for side in sides)
        for sides in ((old, new), (with_any_of(old), with_any_of(new)))
    }
    return readings in ({(True, False)}, {(False, True)})


def with_any_of(schema: Any) -> Any:
    """The schema with `anyOf` for each `oneOf`."""
    if isinstance(schema, dict):
        return {
            "anyOf" if key == "oneOf" else key: with_any_of(part) for key, part in schema.items()
        }
    return list(map(with_any_of, schema)) if isinstance(schema, list) else schema


@CALM
@given(SCHEMAS)
def test_a_schema_does_not_differ_from_itself(schema: Any) -> None:
    assert found(schema, schema) == []
    assert found(schema, {"allOf": [schema]}) == []


@CALM
@given(SCALARS)
def test_a_sample_is_taken(schema: Any) -> None:
    normal = Normaliser({}).normal(schema)
    assert takes(schema, sample(normal, {})) or not any(
        takes(schema, value) for value in variants(normal, {})
    )
