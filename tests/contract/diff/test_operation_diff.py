"""Every real difference is found and proven, and a rewrite with the same meaning is silent."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from pyvenice.contract.diff.findings import Finding
from pyvenice.contract.diff.operation_diff import changes
from pyvenice.contract.document import yaml12
from pyvenice.contract.operation.operation_view import View, views
from pyvenice.contract.slicing.slice import slice_document

UPSTREAM = Path(__file__).parents[4] / "shared" / "upstream"
VENICE = ["/image/edit", "/image/multi-edit", "/image/background-remove", "/image/upscale"]


def document(schema: Any, *, answer: bool = False, error: bool = False) -> dict[str, Any]:
    """A document with one operation whose body, answer or error is the schema."""
    content = {"application/json": {"schema": schema}}
    status = "400" if error else "200"
    responses = {status: {"description": "", "content": content if answer or error else {}}}
    operation: dict[str, Any] = {"responses": responses}
    if not answer and not error:
        operation["requestBody"] = {"content": content}
    return {"openapi": "3.1.0", "info": {}, "paths": {"/edit": {"post": operation}}}


def found(old: Any, new: Any, **place: bool) -> list[Finding]:
    return changes(views(document(old, **place)), views(document(new, **place)))


def rules(old: Any, new: Any, **place: bool) -> list[tuple[str, str]]:
    return [(one.rule, one.level) for one in found(old, new, **place)]


def body(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def real(path: Path, wanted: list[str]) -> dict[str, View]:
    whole = yaml12.loads(path.read_bytes(), name=path.name)
    used = [("post", one) for one in wanted if "post" in whole["paths"].get(one, {})]
    return views(slice_document(whole, used))


PAIRS: dict[str, set[tuple[str, str, str]]] = {
    "venice/pairs/edit-added": {("operation-added", "info", "")},
    "venice/pairs/refs-only": set(),
    "venice/pairs/enum-reordered": set(),
    "venice/pairs/prose-limit": {("prose-limit-changed", "info", "image")},
    "venice/pairs/ratio-swapped": {
        ("request-value-removed", "breaking", "4:5"),
        ("request-value-added", "info", "3:4"),
    },
    "venice/pairs/model-removed": {("request-model-removed", "breaking", "qwen-edit")},
    "venice/pairs/images-unbounded": {("request-max-items-widened", "info", "images")},
    "venice/pairs/upscale-reworked": {
        ("request-minimum-narrowed", "breaking", "scale"),
        ("request-property-removed", "breaking", "enhance no"),
        ("request-property-removed", "breaking", "enhanceCreativity"),
        ("request-property-removed", "breaking", "enhancePrompt"),
        ("request-property-removed", "breaking", "replication"),
        ("request-property-added", "info", "creativity"),
        ("request-additional-properties-widened", "info", "undocumented fields"),
    },
    "venice/pairs/payment-errors": {
        ("response-error-widened", "warning", "402"),
        ("response-header-added", "info", "x-payment-required"),
        ("response-header-added", "info", "x-balance-remaining"),
        ("security-added", "info", "X-Sign-In-With-X"),
    },
    "openai/pairs/mask-optional": {("request-property-became-optional", "info", "mask")},
    "openai/pairs/image-schema": set(),
}


@pytest.mark.parametrize("pair", PAIRS)
def test_real_pairs_are_judged_as_a_careful_reader_would(pair: str) -> None:
    before, after = (UPSTREAM / f"{pair}.{side}.yaml" for side in ("before", "after"))
    if not before.is_file():
        pytest.skip(f"{before} is not there")
    wanted = VENICE if pair.startswith("venice") else ["/images/edits"]
    judged = changes(real(before, wanted), real(after, wanted))
    expected = PAIRS[pair]
    for one in judged:
        assert any(
            (one.rule, one.level) == (rule, level) and word in one.message
            for rule, level, word in expected
        ), one
    for rule, level, word in expected:
        assert any(
            (one.rule, one.level) == (rule, level) and word in one.message for one in judged
        ), (rule, word)


def test_the_renderings_of_two_framework_versions_are_no_drift() -> None:
    old = {"type": "string", "format": "binary"}
    new = {"type": "string", "contentMediaType": "application/octet-stream"}
    assert found(body(image=old), body(image=new)) == []


STRING = {"type": "string"}
SAME: list[tuple[Any, Any]] = [
    ({"type": "string", "enum": ["a", "b"]}, {"type": "string", "enum": ["b", "a"]}),
    ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
    ({"type": "string", "nullable": True}, {"anyOf": [STRING, {"type": "null"}]}),
    ({"const": "a"}, {"type": "string", "enum": ["a"]}),
    (STRING, {"allOf": [STRING]}),
    ({"type": "string", "maxLength": 9, "minLength": 1}, {"allOf": [{"type": "string", "maxLength": 9}, {"minLength": 1}]}),
    ({"type": "number", "minimum": 0, "exclusiveMinimum": True}, {"type": "number", "exclusiveMinimum": 0}),
    ({"anyOf": [STRING, {"type": "integer"}]}, {"type": ["integer", "string"]}),
    ({"anyOf": [STRING, {"type": "integer"}]}, {"anyOf": [{"type": "integer"}, STRING]}),
    ({"type": "object", "required": ["b", "a"]}, {"type": "object", "required": ["a", "b", "a"]}),
    ({"type": "string", "minLength": 0}, STRING),
    ({"type": "string", "description": "one"}, {"type": "string", "description": "two", "title": "T", "example": "x"}),
    ({"type": "integer", "minimum": 1, "exclusiveMinimum": 0}, {"type": "integer", "minimum": 1}),
    ({"type": "object", "additionalProperties": True}, {"type": "object"}),
    ({"anyOf": [{"type": "string", "enum": ["a"]}, {"type": "string", "enum": ["b"]}]}, {"type": "string", "enum": ["a", "b"]}),
    ({"type": "integer", "maximum": 3}, {"type": "integer", "exclusiveMaximum": 4}),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), SAME)
def test_another_way_to_write_the_same_is_silent(old: Any, new: Any) -> None:
    assert found(body(a=old), body(a=new)) == []
    assert found(old, new) == []
    assert found(new, old, answer=True) == []


REQUESTS: list[tuple[Any, Any, list[tuple[str, str]]]] = [
    (body(a=STRING), body(a={"type": "string", "maxLength": 9}), [("request-max-length-narrowed", "breaking")]),
    (body(a={"type": "string", "maxLength": 9}), body(a={"type": "string", "maxLength": 99}), [("request-max-length-widened", "info")]),
    (body(a={"type": "array"}), body(a={"type": "array", "maxItems": 3}), [("request-max-items-narrowed", "breaking")]),
    (body(a={"type": "array", "items": STRING}), body(a={"type": "array", "items": STRING, "uniqueItems": True}), [("request-unique-items-narrowed", "breaking")]),
    (body(a={"type": "integer"}), body(a={"type": "integer", "multipleOf": 8}), [("request-multiple-of-narrowed", "breaking")]),
    (body(a={"type": "object"}), body(a={"type": "object", "minProperties": 1}), [("request-min-properties-narrowed", "breaking")]),
    (body(a={"type": "object"}), body(a={"type": "object", "maxProperties": 1}), [("request-max-properties-narrowed", "breaking")]),
    (body(a=STRING), body(a={"type": "string", "pattern": "^[a-z]+$"}), [("request-pattern-narrowed", "breaking")]),
    (body(a={"type": "string", "pattern": "^a+$"}), body(a={"type": "string", "pattern": "^b+$"}), [("request-pattern-changed", "breaking")]),
    (body(a=STRING), body(a={"type": "string", "format": "uuid"}), [("request-format-narrowed", "breaking")]),
    (body(a=STRING), body(a={"type": "string", "enum": ["x"]}), [("request-enum-narrowed", "breaking")]),
    (body(a=STRING), body(a={"type": "integer"}), [("request-type-changed", "breaking")]),
    (body(a={"type": "integer"}), body(a={"type": "number"}), [("request-type-widened", "info")]),
    (body(a=STRING), body(a={"type": ["string", "null"]}), [("request-type-widened", "info")]),
    (body(a=STRING), body(a=STRING, b=STRING), [("request-property-added", "info")]),
    (body(a=STRING), body(a=STRING, b=STRING) | {"required": ["b"]}, [("request-property-required", "breaking")]),
    (body(a=STRING), body(a=STRING) | {"required": ["a"]}, [("request-property-became-required", "breaking")]),
    (body(a=STRING) | {"required": ["a"]}, body(a=STRING), [("request-property-became-optional", "info")]),
    (body(a=STRING, b=STRING), body(a=STRING), [("request-property-removed", "breaking")]),
    ({"type": "object", "properties": {"a": STRING}}, body(a=STRING), [("request-additional-properties-narrowed", "breaking")]),
    (body(a={"anyOf": [STRING, {"type": "object", "required": ["u"]}]}), body(a=STRING), [("request-alternative-removed", "breaking")]),
    (body(model={"anyOf": [STRING, {"type": "string", "enum": ["m1", "m2"]}]}), body(model={"anyOf": [STRING, {"type": "string", "enum": ["m2"]}]}), [("request-model-removed", "breaking")]),
    (body(size={"anyOf": [STRING, {"type": "string", "enum": ["s1"]}]}), body(size={"anyOf": [STRING, {"type": "string", "enum": ["s1", "s2"]}]}), [("request-known-value-added", "info")]),
    (body(a={"type": "string", "default": "x"}), body(a={"type": "string", "default": "y"}), [("request-default-changed", "warning")]),
    (body(a=STRING), body(a={"type": "string", "deprecated": True}), [("request-property-deprecated", "warning")]),
    (body(a={"type": "array", "items": body(b={"type": "number", "maximum": 1})}), body(a={"type": "array", "items": body(b={"type": "number", "maximum": 2})}), [("request-maximum-widened", "info")]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), REQUESTS)
def test_requests_follow_the_law(old: Any, new: Any, expected: list[tuple[str, str]]) -> None:
    assert rules(old, new) == expected


ANY_TYPE: Any = {
    "oneOf": [
        {"type": name, "nullable": True} for name in ("object", "string", "number", "boolean")
    ]
    + [{"type": "array", "items": {"type": "object"}}, {"type": "null"}]
}
ANSWERS: list[tuple[Any, Any, list[tuple[str, str]]]] = [
    (body(a=STRING), body(a={"type": "string", "enum": ["x"]}), [("response-enum-narrowed", "info")]),
    (body(a={"type": "string", "enum": ["x"]}), body(a={"type": "string", "enum": ["x", "y"]}), [("response-value-added", "warning")]),
    (body(a={"type": "string", "enum": ["x"]}), body(a=STRING), [("response-enum-widened", "warning")]),
    (body(a={"type": "string", "enum": ["x"]}), body(a={"anyOf": [STRING, {"type": "string", "enum": ["x"]}]}), [("response-enum-widened", "warning")]),
    (body(a={"type": "string", "enum": ["x"]}), body(a={"type": ["string", "null"], "enum": ["x", None]}), [("response-type-widened", "breaking")]),
    (body(a=STRING), body(a={"type": ["string", "null"]}), [("response-type-widened", "breaking")]),
    (body(a=STRING), body(), [("response-property-removed", "warning")]),
    (body(a=STRING) | {"required": ["a"]}, body(), [("response-required-property-removed", "breaking")]),
    (body(a=STRING) | {"required": ["a"]}, body(a=STRING), [("response-property-became-optional", "breaking")]),
    (body(a=STRING), body(a=STRING, b=STRING), [("response-property-added", "info")]),
    (body(a=ANY_TYPE), body(a={}), [("response-type-widened", "breaking")]),
    (body(a={}), body(a=ANY_TYPE), [("response-type-narrowed", "info")]),
    (body(a=ANY_TYPE), body(a={"anyOf": [ANY_TYPE, {}]}), [("response-type-widened", "breaking")]),
    (body(a={"oneOf": [STRING, {"type": "null"}]}), body(a={}), [("response-type-widened", "breaking")]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), ANSWERS)
def test_answers_follow_the_law(old: Any, new: Any, expected: list[tuple[str, str]]) -> None:
    assert rules(old, new, answer=True) == expected


def test_a_kind_of_text_is_no_shape_of_its_own_beside_any_text() -> None:
    listed = {"anyOf": [{"enum": ["a", "b"]}, {"type": "string", "format": "email"}]}
    any_text = {"anyOf": [{"type": "string", "format": "date"}, STRING]}
    assert {level for _, level in rules(body(a=listed), body(a=any_text))} == {"info"}
    file = {"anyOf": [{"type": "string", "format": "binary"}, {"type": "string", "format": "uri"}]}
    only_file = {"anyOf": [{"type": "string", "format": "binary"}, {"type": "integer"}]}
    assert ("request-alternative-removed", "breaking") in rules(body(a=file), body(a=only_file))


def test_one_shape_among_thousands_hides_no_change() -> None:
    def union(changed: int) -> Any:
        shapes = [body(**{f"a{number}": STRING}) for number in range(1_000)]
        return {"oneOf": [*shapes, body(b={"type": "string", "maxLength": changed})]}

    assert rules(union(9), union(5)) == [("request-max-length-narrowed", "breaking")]


def test_a_change_among_more_shapes_than_are_compared_is_reported_as_unproved() -> None:
    def product(longest: int) -> Any:
        sizes = [{"type": "string", "maxLength": size} for size in range(20)]
        patterns = [{"type": "string", "pattern": f"^{number}"} for number in range(19)]
        last = {"type": "string", "pattern": "^x", "minLength": longest}
        return {"allOf": [{"anyOf": sizes}, {"oneOf": [*patterns, last]}, {"anyOf": [STRING, {}]}]}

    found_in_all = found(body(a=product(9)), body(a=product(5)))
    assert found_in_all
    assert all(finding.unproved for finding in found_in_all if finding.witness is None)


def test_a_nullable_of_the_older_documents_is_one_of_the_types() -> None:
    old, new = ({"type": "string", "x-nullable": flag} for flag in (True, False))
    assert rules(body(a=old), body(a=STRING | {"nullable": True})) == []
    assert rules(body(a=old), body(a=new)) == [("request-type-narrowed", "breaking")]


def test_a_discriminator_is_what_it_asks_for_and_not_where_its_mapping_leads() -> None:
    def union(name: str, target: str) -> dict[str, Any]:
        shapes = [body(kind=STRING, a=STRING), body(kind=STRING, b={"type": "integer"})]
        mapping = {"one": f"#/components/schemas/{target}"}
        return {"oneOf": shapes, "discriminator": {"propertyName": name, "mapping": mapping}}

    assert rules(union("kind", "A"), union("kind", "B")) == []
    assert rules(union("kind", "A"), union("type", "A")) == [
        ("request-discriminator-changed", "warning")
    ]


def tagged(value: str, *, inline: bool) -> dict[str, Any]:
    """A union of which the shapes list their own tags, the second one by reference or not."""
    shapes = {name: body(kind={"const": name.lower()}, value=STRING) for name in ("Cat", "Dog")}
    cat, dog = ({"$ref": f"#/components/schemas/{name}"} for name in shapes)
    union = {"oneOf": [cat, shapes["Dog"] if inline else dog]}
    tree = document(union | {"discriminator": {"propertyName": value}})
    return tree | {"components": {"schemas": shapes}}


def test_the_name_of_a_shape_that_lists_its_own_tags_selects_nothing() -> None:
    by_name, inlined = (views(tagged("kind", inline=inline)) for inline in (False, True))
    assert changes(by_name, inlined) == []
    renamed = changes(by_name, views(tagged("type", inline=False)))
    assert [finding.rule for finding in renamed] == ["request-discriminator-changed"]


def ring(text: dict[str, Any]) -> dict[str, Any]:
    """A filter that holds filters."""
    shapes = [{"$ref": "#/components/schemas/Leaf"}, {"$ref": "#/components/schemas/Filter"}]
    union = {"oneOf": shapes, "discriminator": {"propertyName": "type"}}
    schemas = {
        "Leaf": body(type={"enum": ["eq"]}, value=text) | {"required": ["type"]},
        "Filter": body(type={"enum": ["and"]}, of={"type": "array", "items": union})
        | {"required": ["type"]},
    }
    tree = document({"$ref": "#/components/schemas/Filter"})
    return tree | {"components": {"schemas": schemas}}


def test_a_ring_through_a_union_that_is_written_another_way_ends_without_a_finding() -> None:
    again = {"anyOf": [STRING, STRING]}
    assert changes(views(ring(STRING)), views(ring(again))) == []


def test_an_error_with_another_shape_is_a_warning() -> None:
    old = {"type": "object", "properties": {"error": STRING}}
    new = {"anyOf": [old, {"type": "object", "properties": {"code": STRING}, "required": ["code"]}]}
    assert rules(old, new, error=True) == [("response-error-widened", "warning")]


def operation_changed(change: Any) -> list[tuple[str, str]]:
    old = document(body(a=STRING))
    old["paths"]["/edit"]["post"] |= {
        "security": [{"key": []}],
        "parameters": [{"name": "X-Trace", "in": "header", "schema": STRING}],
    }
    old |= {
        "servers": [{"url": "https://a.example/v1"}],
        "components": {
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer"},
                "header": {"type": "apiKey", "in": "header", "name": "X-Key"},
            }
        },
    }
    new = copy.deepcopy(old)
    change(new["paths"]["/edit"]["post"], new)
    return [(one.rule, one.level) for one in changes(views(old), views(new))]


def test_what_surrounds_the_bodies_is_compared_too() -> None:
    assert operation_changed(lambda post, _: post.update(security=[{"header": []}])) == [
        ("security-removed", "breaking"),
        ("security-added", "info"),
    ]
    assert operation_changed(lambda _, new: new["servers"][0].update(url="https://b.example")) == [
        ("servers-changed", "warning")
    ]
    assert operation_changed(lambda post, _: post.update(parameters=[])) == [
        ("request-parameter-removed", "breaking")
    ]
    assert operation_changed(lambda post, _: post["parameters"][0].update(required=True)) == [
        ("request-parameter-became-required", "breaking")
    ]
    assert operation_changed(lambda post, _: post["responses"].update({"429": {}})) == [
        ("response-status-added", "info")
    ]
    assert operation_changed(lambda post, _: post.update(deprecated=True)) == [
        ("operation-deprecated", "warning")
    ]
    assert operation_changed(
        lambda post, _: post["requestBody"].update(content={"text/plain": {"schema": STRING}})
    ) == [("request-media-type-removed", "breaking"), ("request-media-type-added", "info")]
    assert operation_changed(lambda _, new: new["components"]["securitySchemes"]["key"].update(scheme="basic")) == [
        ("security-removed", "breaking"),
        ("security-added", "info"),
    ]  # fmt: skip


def with_parameter(name: str, path: str) -> dict[str, Any]:
    found = document(body(a=STRING))
    found["paths"][path] = found["paths"].pop("/edit")
    found["paths"][path]["post"]["parameters"] = [
        {"name": name, "in": "path", "required": True, "schema": STRING}
    ]
    return found


def test_the_name_of_a_path_parameter_is_free() -> None:
    sides = with_parameter("id", "/models/{id}"), with_parameter("name", "/models/{name}")
    assert changes(*(views(one) for one in sides)) == []


def test_a_way_to_authenticate_that_has_an_alternative_is_a_warning() -> None:
    old = document(body(a=STRING)) | {"security": [{"key": []}, {"wallet": []}]}
    old["components"] = {
        "securitySchemes": {
            "key": {"type": "http", "scheme": "bearer"},
            "wallet": {"type": "apiKey", "in": "header", "name": "X-Wallet"},
        }
    }
    new = old | {"security": [{"key": []}]}
    assert [(one.rule, one.level) for one in changes(views(old), views(new))] == [
        ("security-alternative-removed", "warning")
    ]


def test_a_media_type_is_known_without_its_parameters() -> None:
    old, new = document(body(a=STRING)), document(body(a=STRING))
    content = new["paths"]["/edit"]["post"]["requestBody"]["content"]
    content["application/json; charset=utf-8"] = content.pop("application/json")
    assert changes(views(old), views(new)) == []


def test_a_key_where_none_was_needed_is_breaking() -> None:
    old, new = document(body(a=STRING)), document(body(a=STRING))
    new |= {
        "security": [{"key": []}],
        "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
    }
    assert [(one.rule, one.level) for one in changes(views(old), views(new))] == [
        ("security-removed", "breaking"),
        ("security-added", "info"),
    ]


def test_a_body_that_must_be_sent_now_is_breaking() -> None:
    new = document(body(a=STRING))
    old = copy.deepcopy(new)
    del old["paths"]["/edit"]["post"]["requestBody"]
    new["paths"]["/edit"]["post"]["requestBody"]["required"] = True
    assert ("request-body-became-required", "breaking") in [
        (one.rule, one.level) for one in changes(views(old), views(new))
    ]
