"""Code is right for any document, or one sentence says why there is none."""

from __future__ import annotations

import copy
import json
import random
import re
import typing
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from pyvenice.codegen.shapes.operations import provider_shapes
from pyvenice.codegen.shapes.shape import Shapes
from pyvenice.codegen.writers.methods import methods_module
from pyvenice.codegen.writers.models import model_module
from pyvenice.codegen.writers.operations import operations_module
from pyvenice.codegen.writers.parameters import parameters_module
from pyvenice.contract.document.load import read_document
from pyvenice.contract.document.openapi31 import to_openapi31
from pyvenice.contract.errors import ContractError
from pyvenice.contract.pin import pin
from pyvenice.contract.pin.source import Source, UsedOperation
from pyvenice.contract.pin.strip_prose import contract_from
from pyvenice.contract.slicing.slice import slice_document
from pyvenice.core.engine.calls import Call
from pyvenice.core.request.builder import prepare
from tests.codegen.generating import document, generated, of_schema, source
from tests.contract.published import FETCHED, MISSING, SHARED

# Other tests reach the same lines, and coverage triples the time of thousands of values.
pytestmark = pytest.mark.no_cover

DOCUMENTS = sorted(
    path
    for root in (SHARED, FETCHED)
    for folder in ("upstream", "foreign")
    for name in ("openapi*", "swagger.yaml", "edit-slice*")
    for path in root.glob(f"{folder}/*/{name}")
)
METHODS = {"get", "put", "post", "delete", "patch", "query", "head", "options"}


def body_of(call: Call) -> bytes:
    assert call.body is not None
    return b"".join(call.body)


def sent(tree: dict[str, Any], **arguments: object) -> Call:
    """The call that the arguments of the one operation become."""
    with generated(tree) as made:
        return prepare(made.operation, arguments)


def answer(schema: Any, schemas: dict[str, Any] | None = None) -> dict[str, Any]:
    return document(schemas=schemas, answer={"application/json": {"schema": schema}})


@pytest.mark.parametrize(
    ("wire", "argument"),
    [
        ("class", "class_"),
        ("from", "from_"),
        ("a.b", "a_b"),
        ("content-type", "content_type"),
        ("two words", "two_words"),
        ("@type", "type"),
        ("$ref-like", "ref_like"),
        ("", "field"),
        ("3d", "field_3d"),
        ("größe", "größe"),
        ("🎨", "field"),
        ("modelId", "model_id"),
        ("_private", "private"),
        ("self", "self_"),
        ("timeout", "timeout_"),
        ("save_to", "save_to_"),
        ("copy", "copy"),
        ("json", "json"),
        ("body", "body"),
        ("str", "str"),
        ("list", "list"),
        ("model_config", "model_config"),
    ],
)
def test_any_name_becomes_an_argument_and_keeps_its_name_on_the_wire(
    wire: str, argument: str
) -> None:
    schema = {
        "type": "object",
        "properties": {wire: {"type": "array", "items": {"type": "string"}}},
    }
    call = sent(document({"application/json": {"schema": schema}}), **{argument: ["x"]})
    assert json.loads(body_of(call)) == {wire: ["x"]}


def test_names_that_would_be_the_same_argument_are_two_and_the_real_one_keeps_it() -> None:
    properties = {name: {"type": "string"} for name in ("modelId", "model_id", "a-b", "a.b")}
    tree = document({"application/json": {"schema": {"type": "object", "properties": properties}}})
    call = sent(tree, model_id="1", modelId="2", a_b="3", a_b_2="4")
    assert json.loads(body_of(call)) == {"model_id": "1", "modelId": "2", "a-b": "3", "a.b": "4"}


@pytest.mark.parametrize("wire", ["class", "a.b", "@type", "", "copy", "list", "_id", "schema"])
def test_any_name_can_be_read_in_a_response(wire: str) -> None:
    tree = answer(
        {
            "type": "object",
            "properties": {
                wire: {"type": "string"},
                "n": {"type": "array", "items": {"type": "integer"}},
            },
        }
    )
    with generated(tree) as made:
        result = made.responses.EditImageResponse.model_validate({wire: "x", "n": [1]})
        assert result.model_dump(by_alias=True)[wire] == "x"
        assert result.n == [1]


@pytest.mark.parametrize(
    "name", ["foo-bar", "list", "Any", "RequestModel", "3D model", "模型", "-"]
)
def test_any_component_becomes_a_class(name: str) -> None:
    reference = {"$ref": "#/components/schemas/" + name.replace("~", "~0")}
    schemas = {name: {"type": "object", "properties": {"n": {"type": "integer"}}}}
    with generated(document(of_schema(reference), schemas)) as made:
        call = prepare(made.operation, {"value": {"n": 1}})
    assert json.loads(body_of(call)) == {"value": {"n": 1}}


@given(st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_class_names_do_not_depend_on_order(chance: random.Random) -> None:
    with generated(NESTED) as made:
        names = members(made.requests), members(made.responses)
    with generated(shuffled(NESTED, chance)) as made:
        assert (members(made.requests), members(made.responses)) == names


def members(module: ModuleType) -> dict[str, list[str]]:
    """The fields of each class of a module."""
    return {
        name: sorted(value.model_fields)
        for name, value in vars(module).items()
        if isinstance(value, type) and issubclass(value, BaseModel)
    }


def shuffled(node: Any, chance: random.Random) -> Any:
    """The same document with its members, and the alternatives of unions, in another order."""
    if isinstance(node, dict):
        keys = list(node)
        chance.shuffle(keys)
        return {
            key: chance.sample([shuffled(branch, chance) for branch in node[key]], len(node[key]))
            if key in ("anyOf", "oneOf")
            else shuffled(node[key], chance)
            for key in keys
        }
    return [shuffled(item, chance) for item in node] if isinstance(node, list) else node


def options(*kinds: str) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            "kind": {"const": kinds[0]} if kinds else {"type": "string"},
            "style": {"type": "object", "properties": {kind: {"type": "string"} for kind in kinds}},
        },
    }


NESTED = document(
    {"application/json": {"schema": {"type": "object", "properties": {
        "style": options(), "parts": {"type": "array", "items": {"oneOf": [options("a"), options("b"), options("c", "d")]}},
        "other": {"type": "object", "properties": {"style": options("e", "f")}},
        "first": {"type": "object", "properties": {"style": options("k")}}, "second": {"type": "object", "properties": {"style": options("k")}},
        "one": {"anyOf": [{"type": "object", "properties": {"x": {"type": "string"}}}, {"type": "object", "properties": {"y": {"type": "string"}}}]},
        "ref": {"$ref": "#/components/schemas/foo-bar"}, "ref2": {"$ref": "#/components/schemas/foo_bar"},
    }}}},
    {"foo-bar": options("g"), "foo_bar": options("h")},
    {"application/json": {"schema": {"type": "object", "properties": {"data": {"type": "array", "items": {"anyOf": [options("a"), options("b")]}}, "style": options("z")}}}},
)  # fmt: skip


TREE = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "children": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
    },
}
ANY_JSON = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"$ref": "#/components/schemas/Json"}}, {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Json"}}]}  # fmt: skip
VALUES: dict[str, tuple[Any, list[Any], list[Any]]] = {
    "an enum of objects": ({"enum": [{"a": 1}, {"b": 2}]}, [{"a": 1}], []),
    "an enum of fractions": ({"enum": [0.5, 1]}, [0.5, 1], []),
    "a mixed enum": ({"enum": ["a", 1, True, None]}, ["a", 1, True, None], ["b", 2]),
    "several types": ({"type": ["string", "integer", "null"], "minLength": 2, "minimum": 5}, ["ab", 5, None], ["a", 4]),
    "places of their own": ({"type": "array", "prefixItems": [{"type": "number"}, {"type": "string"}]}, [[1.5, "a"], []], ["a"]),
    "a tuple of draft 4": ({"type": "array", "items": [{"type": "number"}, {"type": "string"}]}, [[1, "a"]], [3]),
    "a union of objects": ({"oneOf": [options("a"), options("b"), options("c")]}, [{"kind": "a", "style": {"a": "x"}}, {"kind": "c"}], [{"kind": "d"}]),
    "a nullable reference": ({"anyOf": [{"$ref": "#/components/schemas/Tree"}, {"type": "null"}]}, [None, {"name": "x"}], [1]),
    "a recursive object": ({"$ref": "#/components/schemas/Tree"}, [{"children": [{"children": []}]}], [{"children": [1]}]),
    "recursive JSON": ({"$ref": "#/components/schemas/Json"}, ["a", ["b", {"c": "d"}]], [3]),
    "a map": ({"type": "object", "additionalProperties": {"type": "integer"}}, [{"a": 1}], [{"a": "b"}]),
    "an open object": ({"type": "object", "properties": {"a": {"type": "string"}}}, [{"a": "b", "c": 1}], [{"a": 1}]),
    "a closed object": ({"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": False}, [{"a": "b"}], [{"c": 1}]),
    "an object with no properties": ({"type": "object", "properties": {}}, [{}, {"a": 1}], [[]]),
    "anything": ({}, ["a", 1, None, [], {}], []),
    "true": (True, ["a", None], []),
    "a required member": ({"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}, [{"a": "x"}], [{}]),
    "a constant": ({"const": "x"}, ["x"], ["y"]),
    "a pattern with look-ahead": ({"type": "string", "pattern": "^(?!a).*$"}, ["b"], [1]),
    "properties beside alternatives": ({"type": "object", "properties": {"a": {"type": "string"}}, "oneOf": [{"required": ["a"]}, {"properties": {"b": {"type": "string"}}}]}, [{"a": "x"}, {"b": "y"}], [{"a": 1}]),
    "an allOf of alternatives": ({"allOf": [{"$ref": "#/components/schemas/Tree"}, {"properties": {"n": {"type": "integer"}}}]}, [{"name": "x", "n": 1}], [{"n": "x"}]),
    "a broken type": ({"type": "any"}, ["a", 1], []),
    "a union of strings and numbers": ({"anyOf": [{"type": "string", "enum": ["auto"]}, {"type": "integer", "minimum": 1}]}, ["auto", 1], [0, "x"]),
    "a list of models that grows": ({"type": "array", "items": {"type": "string"}, "minItems": 2147483647}, [], []),
    "exclusive bounds": ({"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 2, "multipleOf": 0.5}, [0.5, 1], [0, 2, 0.7]),
}  # fmt: skip


@pytest.mark.parametrize("name", VALUES)
def test_values_that_a_schema_takes_are_sent_and_others_are_not(name: str) -> None:
    schema, taken, refused = VALUES[name]
    tree = document(of_schema(schema), {"Tree": TREE, "Json": ANY_JSON})
    with generated(tree) as made:
        for value in taken:
            if value is None and not made.operation.by_name["value"].takes_null:
                continue
            call = prepare(made.operation, {"value": value})
            assert json.loads(body_of(call)) == {"value": value}
        for value in refused:
            with pytest.raises(ValueError, match="value"):
                prepare(made.operation, {"value": value})


def schemas_with_values() -> st.SearchStrategy[tuple[Any, Any]]:
    """Schemas, each with a JSON value that is likely to fit."""
    scalars = st.one_of(
        st.tuples(st.just({"type": "string"}), st.text(max_size=4)),
        st.tuples(st.just({"type": "integer"}), st.integers(-9, 9)),
        st.tuples(st.just({"type": ["integer", "null"]}), st.none() | st.integers(-9, 9)),
        st.tuples(st.just({"type": "number", "minimum": 0}), st.floats(0, 9)),
        st.tuples(st.just({"enum": ["a", 1, None]}), st.sampled_from(["a", 1, None])),
        st.tuples(st.just({"type": "boolean"}), st.booleans()),
        st.tuples(st.just({}), st.sampled_from([[], {}, "x", 0.5])),
    )
    return st.recursive(scalars, _nested, max_leaves=8)


def _nested(inner: st.SearchStrategy[tuple[Any, Any]]) -> st.SearchStrategy[tuple[Any, Any]]:
    names = st.sampled_from(["a", "b-c", "class", "kind", "list", "modelId", "_x", "copy"])

    def array(pair: tuple[Any, Any]) -> tuple[Any, Any]:
        return {"type": "array", "items": pair[0]}, [pair[1]]

    def mapped(members: dict[str, tuple[Any, Any]]) -> tuple[Any, Any]:
        properties = {name: pair[0] for name, pair in members.items()}
        value = {name: pair[1] for name, pair in members.items()}
        return {"type": "object", "properties": properties, "required": list(value)}, value

    def united(pairs: list[tuple[Any, Any]]) -> tuple[Any, Any]:
        return {"anyOf": [pair[0] for pair in pairs]}, pairs[-1][1]

    def merged(pairs: list[tuple[Any, Any]]) -> tuple[Any, Any]:
        return {"allOf": [pair[0] for pair in pairs]}, pairs[0][1]

    return st.one_of(
        inner.map(array),
        st.dictionaries(names, inner, min_size=1, max_size=3).map(mapped),
        st.lists(inner, min_size=1, max_size=3).map(united),
        st.lists(inner, min_size=1, max_size=2).map(merged),
    )


@given(schemas_with_values())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_caller_who_is_right_is_never_refused(pair: tuple[Any, Any]) -> None:
    schema, value = pair
    if not jsonschema_rs.validator_for(schema).is_valid(value):
        return
    with generated(document(of_schema(schema))) as made:
        model = made.requests.EditImageRequest
        assert model.model_validate({"value": value}).body() == {"value": value}


def test_a_vendor_json_body_is_sent_with_its_own_type() -> None:
    content = {"application/vnd.mini+json": {"schema": {"type": "object", "properties": {"a": {}}}}}
    call = sent(document(content), a=1)
    assert call.body is not None
    assert call.body.content_type == "application/vnd.mini+json"
    assert json.loads(body_of(call)) == {"a": 1}


def test_a_body_of_any_type_is_json() -> None:
    call = sent(document({"*/*": {"schema": {"type": "object", "properties": {"a": {}}}}}), a=1)
    assert call.body is not None
    assert call.body.content_type == "application/json"


def test_a_url_encoded_form_is_sent_as_one() -> None:
    properties = {
        "grant type": {"type": "string"},
        "n": {"type": "array", "items": {"type": "integer"}},
    }
    content = {
        "application/x-www-form-urlencoded": {
            "schema": {"type": "object", "properties": properties}
        }
    }
    call = sent(document(content), grant_type="a&b", n=[1, 2])
    assert call.body is not None
    assert call.body.content_type == "application/x-www-form-urlencoded"
    assert body_of(call) == b"grant+type=a%26b&n=1&n=2"


@pytest.mark.parametrize(
    ("schema", "value", "wrong"),
    [
        ({"type": "array", "items": {"type": "string"}, "minItems": 1}, ["a"], []),
        ({"type": "string", "maxLength": 3}, "abc", "abcd"),
        ({"type": "integer"}, 3, "3"),
        ({"type": "object", "additionalProperties": {"type": "integer"}}, {"a": 1}, {"a": "b"}),
        ({}, [1, {"a": None}], None),
    ],
    ids=["list", "text", "number", "map", "anything"],
)
def test_a_body_without_named_fields_is_one_argument(schema: Any, value: Any, wrong: Any) -> None:
    tree = document({"application/json": {"schema": schema}})
    assert json.loads(body_of(sent(tree, body=value))) == value
    with pytest.raises(ValueError, match="body"):
        sent(tree, body=wrong)
    with pytest.raises(ValueError, match="extra_body has no place"):
        sent(tree, body=value, extra_body={"a": 1})


def test_a_body_of_alternatives_takes_the_fields_of_all() -> None:
    alternatives = [
        {"type": "object", "properties": {"url": {"type": "string"}, "n": {"type": "integer"}}, "required": ["url", "n"]},
        {"type": "object", "properties": {"id": {"type": "string"}, "n": {"type": "string"}}, "required": ["id", "n"]},
    ]  # fmt: skip
    tree = document({"application/json": {"schema": {"oneOf": alternatives}}})
    assert json.loads(body_of(sent(tree, url="u", n=1))) == {"url": "u", "n": 1}
    assert json.loads(body_of(sent(tree, id="i", n="1"))) == {"id": "i", "n": "1"}
    with pytest.raises(ValueError, match="needs n"):
        sent(tree, url="u")


def test_an_object_in_a_form_is_written_as_the_document_says() -> None:
    schema = {
        "type": "object",
        "properties": {"svg": {"type": "object"}, "text": {"type": "object"}},
    }
    content = {
        "multipart/form-data": {
            "schema": schema,
            "encoding": {"svg": {"style": "deepObject", "explode": True}},
        }
    }
    svg = {"model": "m", "reasoning": {"effort": "low"}}
    text = body_of(sent(document(content), svg=svg, text={"a": 1})).decode()
    parts = re.findall(r'name="(.+?)"\r\n\r\n(.*?)\r\n', text)
    assert parts == [("svg[model]", "m"), ("svg[reasoning][effort]", "low"), ("text", '{"a": 1}')]


def test_files_that_are_not_images_are_uploaded_as_they_are(tmp_path: Path) -> None:
    binary = {"type": "string", "format": "binary"}
    properties = {
        "file": binary,
        "more": {"type": "array", "items": binary},
        "title": {"type": "string"},
    }
    schema = {"type": "object", "properties": properties, "required": ["file"]}
    path = tmp_path / "talk.mp3"
    path.write_bytes(b"ID3")
    tree = document({"multipart/form-data": {"schema": schema}})
    text = body_of(sent(tree, file=path, more=[b"1", b"2"], title="x"))
    assert b'name="file"; filename="talk.mp3"\r\nContent-Type: audio/mpeg\r\n\r\nID3' in text
    assert text.count(b'name="more"; filename="file"') == 2
    with pytest.raises(ValueError, match="file: int is not a file"):
        sent(tree, file=3)


def parameter(name: str, place: str, schema: Any = None, **facts: Any) -> dict[str, Any]:
    return {"name": name, "in": place, "schema": schema or {"type": "string"}, **facts}


def test_path_header_and_cookie_parameters_are_arguments() -> None:
    parameters = [parameter("item-id", "path", required=True), parameter("X-Trace", "header"), parameter("session", "cookie"), parameter("Accept", "header")]  # fmt: skip
    tree = document(parameters=parameters, path="/items/{item-id}/edit")
    used = UsedOperation("items.edit", "post", "/items/{item-id}/edit", "EditItem")
    with generated(tree, [used]) as made:
        call = prepare(made.operation, {"item_id": "a/b ?", "x_trace": "t", "session": "s;"})
        assert call.url == "/items/a%2Fb%20%3F/edit"
        assert call.headers == {"X-Trace": "t", "cookie": "session=s%3B"}
        assert set(made.operation.by_name) == {"item_id", "x_trace", "session"}
        with pytest.raises(ValueError, match="needs item_id"):
            prepare(made.operation, {})
        for dots in (".", "..", ""):
            with pytest.raises(ValueError, match="item_id"):
                prepare(made.operation, {"item_id": dots})
        with pytest.raises(ValueError, match="line break"):
            prepare(made.operation, {"item_id": "a", "x_trace": "t\r\nx: y"})


@pytest.mark.parametrize(
    ("facts", "query"),
    [
        ({}, {"tags": ["a", "2"]}),
        ({"explode": False}, {"tags": "a,2"}),
        ({"style": "pipeDelimited", "explode": False}, {"tags": "a|2"}),
        ({"style": "spaceDelimited", "explode": False}, {"tags": "a 2"}),
    ],
    ids=["repeated", "commas", "pipes", "blanks"],
)
def test_lists_in_a_query_are_written_in_their_style(facts: Any, query: Any) -> None:
    listed = parameter("tags", "query", {"type": "array", "items": {}}, **facts)
    assert sent(document(parameters=[listed]), tags=["a", 2]).query == query


def test_objects_in_a_query_are_written_in_their_style() -> None:
    mapped = {"type": "object"}
    tree = document(
        parameters=[
            parameter("deep", "query", mapped, style="deepObject", explode=True),
            parameter("flat", "query", mapped),
            {"name": "text", "in": "query", "content": {"application/json": {"schema": mapped}}},
        ]
    )
    call = sent(tree, deep={"a": 1}, flat={"b": 2}, text={"c": 3})
    assert call.query == {"deep[a]": "1", "b": "2", "text": '{"c": 3}'}


def test_a_parameter_that_is_called_like_a_field_gets_its_place_before_its_name() -> None:
    tree = document(of_schema({"type": "string"}), parameters=[parameter("value", "query")])
    call = sent(tree, value="body", query_value="query")
    assert call.query == {"value": "query"}
    assert json.loads(body_of(call)) == {"value": "body"}


def test_a_required_value_of_a_response_may_be_null() -> None:
    schema = {"type": "object", "properties": {"a": {"type": ["string", "null"]}, "b": {"anyOf": [{"type": "integer"}, {"type": "null"}]}}, "required": ["a", "b"]}  # fmt: skip
    with generated(answer(schema)) as made:
        assert made.responses.EditImageResponse.model_validate({"a": None, "b": None}).a is None


def test_null_is_a_value_of_a_required_argument_that_takes_it() -> None:
    schema = {"type": "object", "properties": {"a": {"type": ["string", "null"]}}, "required": ["a"]}  # fmt: skip
    tree = document({"application/json": {"schema": schema}})
    assert json.loads(body_of(sent(tree, a=None))) == {"a": None}
    with pytest.raises(ValueError, match="needs a"):
        sent(tree)


def test_a_recursive_response_can_be_read() -> None:
    with generated(answer({"$ref": "#/components/schemas/Tree"}, {"Tree": TREE})) as made:
        tree = made.responses.Tree.model_validate({"children": [{"children": [{"name": "x"}]}]})
        assert tree.children[0].children[0].name == "x"


def test_all_alternatives_of_a_response_are_kept() -> None:
    alternatives = {"anyOf": [options(kind) for kind in "abcd"]}
    schema = {"type": "object", "properties": {"output": {"type": "array", "items": alternatives}}}
    with generated(answer(schema)) as made:
        read = made.responses.EditImageResponse.model_validate(
            {"output": [{"kind": "d", "style": {"d": "x"}}]}
        )
        assert read.output[0].style.d == "x"
        assert {f"Output{kind}" for kind in "ABCD"} <= set(made.classes(made.responses))


@pytest.mark.parametrize(
    ("content", "result"),
    [
        ({"image/png": {}}, "EditResult"),
        ({"audio/mpeg": {"schema": {"type": "string", "format": "binary"}}}, "MediaFile"),
        ({"application/vnd.mini+json": {"schema": {"type": "object", "properties": {"a": {}}}}}, "responses.EditImageResponse"),
        ({"application/json": {"schema": {"type": "array", "items": {"type": "string"}}}}, "Any"),
        ({}, "bytes"),
    ],
    ids=["only binary", "audio", "only vendor JSON", "a list", "nothing"],
)  # fmt: skip
def test_a_method_returns_what_the_response_holds(content: Any, result: str) -> None:
    with generated(document(answer=content)) as made:
        assert made.shapes.operations[0].returns == result
        hints = typing.get_type_hints(made.methods.ImageMethods.edit)
        assert "return" in hints


def test_what_only_the_server_writes_is_no_argument_and_what_only_we_send_no_attribute() -> None:
    schema = {"type": "object", "properties": {"id": {"type": "string", "readOnly": True}, "key": {"type": "string", "writeOnly": True}}, "required": ["id", "key"]}  # fmt: skip
    tree = document(
        {"application/json": {"schema": schema}}, answer={"application/json": {"schema": schema}}
    )
    with generated(tree) as made:
        assert set(made.operation.by_name) == {"key"}
        assert list(made.responses.EditImageResponse.model_fields) == ["id"]


@pytest.mark.parametrize(
    "schema",
    [{"enum": [None]}, {"enum": []}, {"type": ["string", "null"], "enum": [None]}, {"nullable": True, "enum": []}],
    ids=str,
)  # fmt: skip
def test_an_enum_without_values_has_a_type(schema: dict[str, Any]) -> None:
    with generated(document(of_schema(schema))) as made:
        hints = typing.get_type_hints(made.methods.ImageMethods.edit)
        assert hints["value"] in {Any, type(None)}


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "a body of text": (document({"text/plain": {"schema": {"type": "string"}}}), "its request body is text/plain"),
    "a form without fields": (document({"multipart/form-data": {"schema": {"type": "object"}}}), "names no fields"),
    "a dangling reference": (document(of_schema({"$ref": "#/components/schemas/Gone"})), "#/components/schemas/Gone"),
    "a reference to another file": (document(of_schema({"$ref": "other.yaml#/x"})), "other.yaml"),
    "a list where a schema should be": (document(of_schema([1])), "where a schema is expected"),
    "properties that are a list": (document({"application/json": {"schema": {"properties": [1]}}}), "properties is [1], which it cannot be"),
    "an enum that is no list": (document(of_schema({"enum": "ab"})), "enum is 'ab', which it cannot be"),
    "alternatives that are no list": (document(of_schema({"anyOf": {"a": 1}})), "anyOf is {'a': 1}, which it cannot be"),
    "a parameter in no place": (document(parameters=[{"name": "a", "in": "body"}]), "in 'body'"),
    "a ring of parameters": (document(parameters=[{"$ref": "#/paths/~1edit/post/parameters/0"}]), "leads back to itself"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_generated_is_refused_in_one_sentence_with_its_place(name: str) -> None:
    tree, reason = REFUSED[name]
    with pytest.raises(ContractError) as caught:
        provider_shapes(tree, source())
    assert str(caught.value).startswith("mini: POST /edit: ")
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_schema_that_is_nested_without_end_is_refused_in_one_sentence() -> None:
    schema: dict[str, Any] = {"type": "string"}
    for _ in range(3000):
        schema = {"type": "array", "items": schema}
    with pytest.raises(ContractError, match="nested too deeply"):
        provider_shapes(document(of_schema(schema)), source())


JUNK = [None, 1, "x", [], {}, True, [1], {"a": 1}, {"$ref": "#/components/schemas/Nope"}, {"$ref": 7}, {"type": ["string", 3]}, {"enum": 5}, 0.5, {"properties": 3}, {"allOf": [{"allOf": 7}]}]  # fmt: skip


@given(st.sampled_from(pin.providers()), st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_a_damaged_document_has_code_or_one_sentence(provider: str, chance: random.Random) -> None:
    tree, used = copy.deepcopy(pin.effective(provider)), pin.source(provider)
    places = list(_places(tree))
    for place in chance.sample(places, 2):
        _damage(tree, place, chance.choice(JUNK))
    try:
        shapes = provider_shapes(tree, used)
    except ContractError as refusal:
        is_one_sentence = "\n" not in str(refusal)
    else:
        is_one_sentence = True
        _compile_all(shapes, used)
    assert is_one_sentence


def _compile_all(shapes: Shapes, used: Source) -> None:
    for text in (
        operations_module(shapes, used),
        parameters_module(shapes, used),
        methods_module(shapes, used),
        model_module(shapes.requests, "Requests.", sends=True),
        model_module(shapes.responses, "Responses.", sends=False),
    ):
        compile(text, "generated.py", "exec")


def _places(node: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    for key, inside in _members(node):
        yield (*place, key)
        yield from _places(inside, (*place, key))


def _members(node: Any) -> list[tuple[Any, Any]]:
    if isinstance(node, dict):
        return list(node.items())
    return list(enumerate(node)) if isinstance(node, list) else []


def _damage(tree: Any, place: tuple[Any, ...], junk: Any) -> None:
    for key in place[:-1]:
        tree = dict(_members(tree)).get(key)
    if isinstance(tree, dict | list) and dict(_members(tree)).get(place[-1]) is not None:
        tree[place[-1]] = copy.deepcopy(junk)


def operations(tree: dict[str, Any]) -> Iterator[UsedOperation]:
    for path, item in tree["paths"].items():
        for method in METHODS.intersection(item):
            words = re.findall(r"\w+", f"{method} {path}")
            stem = "".join(word[:1].upper() + word[1:] for word in words)
            yield UsedOperation(f"x.{'_'.join(words).lower()}", method, path, stem)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: "/".join(path.parts[-2:]))
def test_every_operation_of_a_published_document_has_code_or_a_sentence(path: Path) -> None:
    tree = read_document(path.read_bytes(), name=path.name)
    used = sorted(operations(tree))
    contract = contract_from(
        slice_document(tree, [(operation.method, operation.path) for operation in used]), "x"
    )
    effective = to_openapi31(contract)
    working = [operation for operation in used if _has_code(effective, operation)]
    assert len(working) >= len(used) - 1
    with generated(effective, working) as made:
        assert len(made.shapes.operations) == len(working)


def _has_code(effective: dict[str, Any], used: UsedOperation) -> bool:
    try:
        provider_shapes(effective, source([used]))
    except ContractError as refusal:
        return f"{used.method.upper()} {used.path}" not in str(refusal)
    return True


def test_there_are_published_documents() -> None:
    if not DOCUMENTS:
        pytest.skip(MISSING)
