"""A change is found wherever OpenAPI lets its schema stand, and a flaw hides nothing beside it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pyvenice.contract.diff.check import diff
from pyvenice.contract.diff.findings import ProviderReport
from pyvenice.contract.document import yaml12
from pyvenice.contract.fetching.fetch import fetch

Json = Any
Files = dict[str, Json]
Spelling = Callable[[Json], Files]
"""Files by name that describe one operation in which a schema stands."""

MAIN = "openapi.yaml"
DONE: Json = {"responses": {"200": {"description": "Done"}}}


def text(longest: int) -> Json:
    return {"type": "string", "maxLength": longest}


def fields(schema: Json, **more: Json) -> Json:
    properties = {"a": schema, **more}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def content(schema: Json) -> Json:
    return {"content": {"application/json": {"schema": schema}}}


def takes(schema: Json) -> Json:
    return {"requestBody": content(schema), **DONE}


def answers(schema: Json) -> Json:
    return {"responses": {"200": {"description": "Done"} | content(schema)}}


def main(paths: Json, components: Json | None = None, **more: Json) -> Files:
    info = {"title": "Spelling", "version": "1"}
    tree = {"openapi": "3.2.0", "info": info, "paths": paths, "components": components or {}}
    return {MAIN: tree | more}


def edit(post: Json, **components: Json) -> Files:
    return main({"/edit": {"post": post}}, components)


def edit_item(item: Json, **items: Json) -> Files:
    return main({"/edit": item}, {"pathItems": items})


def item(name: str) -> Json:
    return {"$ref": f"#/components/pathItems/{name}"}


def called(named: Json, **components: Json) -> Files:
    return edit(DONE | {"callbacks": named}, **components)


def chained(kind: str, target: Json) -> Json:
    return {kind: {"A": {"$ref": f"#/components/{kind}/B"}, "B": target}}


WIDE: dict[str, Spelling] = {
    "path item in components": lambda schema: edit_item(item("A"), A={"post": takes(schema)}),
    "path item of another path": lambda schema: main(
        {"/edit": {"$ref": "#/paths/~1other"}, "/other": {"post": takes(schema)}}
    ),
    "path item in another file": lambda schema: (
        edit_item({"$ref": "items/edit.yaml"}) | {"items/edit.yaml": {"post": takes(schema)}}
    ),
    "part of another file, which refers to a third": lambda schema: (
        edit_item({"$ref": "./items.yaml#/paths/~1edit"})
        | {
            "items.yaml": {"paths": {"/edit": {"post": takes({"$ref": "schemas/a.yaml#/A"})}}},
            "schemas/a.yaml": {"A": schema},
        }
    ),
    "operation beside the reference": lambda schema: edit_item(
        item("A") | {"post": takes(schema)}, A={"get": DONE}
    ),
    "operation behind the reference": lambda schema: edit_item(
        item("A") | {"get": DONE}, A={"post": takes(schema)}
    ),
    "path item through another": lambda schema: edit_item(
        item("A"), A=item("B"), B={"post": takes(schema)}
    ),
    "operation in the middle of a chain": lambda schema: edit_item(
        item("A"), A=item("B") | {"post": takes(schema)}, B={"get": DONE}
    ),
    "parameter of a path item": lambda schema: edit_item(
        item("A"), A={"parameters": [{"name": "a", "in": "query", "schema": schema}], "post": DONE}
    ),
    "schema with blanks in its name": lambda schema: edit(
        takes({"$ref": "#/components/schemas/A%20%5BB%5D"}), schemas={"A [B]": schema}
    ),
    "schema with a slash in its name": lambda schema: edit(
        takes({"$ref": "#/components/schemas/a~1b%7E0c"}), schemas={"a/b~c": schema}
    ),
    "body of another operation": lambda schema: main(
        {
            "/edit": {"post": DONE | {"requestBody": {"$ref": "#/paths/~1f~1%7Bid%7D/put/requestBody"}}},
            "/f/{id}": {"put": takes(schema)},
        }
    ),
    "file with a blank in its name": lambda schema: (
        edit(takes({"$ref": "the%20schemas.yaml#/A"})) | {"the schemas.yaml": {"A": schema}}
    ),
    "chained parameter": lambda schema: edit(
        DONE | {"parameters": [{"$ref": "#/components/parameters/A"}]},
        **chained("parameters", {"name": "a", "in": "query", "schema": schema}),
    ),
    "chained request body": lambda schema: edit(
        DONE | {"requestBody": {"$ref": "#/components/requestBodies/A"}},
        **chained("requestBodies", content(schema)),
    ),
    "chained schema": lambda schema: edit(
        takes({"$ref": "#/components/schemas/A"}), **chained("schemas", schema)
    ),
    "referenced media type": lambda schema: edit(
        DONE
        | {"requestBody": {"content": {"application/json": {"$ref": "#/components/mediaTypes/A"}}}},
        mediaTypes={"A": {"schema": schema}},
    ),
    "chained example beside it": lambda schema: edit(
        DONE
        | {
            "requestBody": {
                "content": {
                    "application/json": {
                        "schema": schema,
                        "examples": {"x": {"$ref": "#/components/examples/A"}},
                    }
                }
            }
        },
        **chained("examples", {"value": "x"}),
    ),
    "schema by its $id": lambda schema: edit(
        takes({"$ref": "https://x.example/a"}),
        schemas={"A": {"$id": "https://x.example/a", **schema}},
    ),
    "schema by its anchor": lambda schema: edit(
        takes({"$ref": "#here"}), schemas={"A": {"$anchor": "here", **schema}}
    ),
    "anchor below an $id": lambda schema: edit(
        takes({"$ref": "https://x.example/b#here"}),
        schemas={"B": {"$id": "https://x.example/b", "$defs": {"q": {"$anchor": "here", **schema}}}},
    ),
    "pointer below an $id": lambda schema: edit(
        takes({"$ref": "https://x.example/b#/$defs/q"}),
        schemas={"B": {"$id": "https://x.example/b", "$defs": {"q": schema}}},
    ),
    "anchor inside a body": lambda schema: edit(
        takes(fields({"$ref": "#here"}) | {"$defs": {"q": {"$anchor": "here", **schema}}})
    ),
    "document by its $self": lambda schema: main(
        {"/edit": {"post": takes({"$ref": "https://x.example/o.yaml#/components/schemas/A"})}},
        {"schemas": {"A": schema}},
        **{"$self": "https://x.example/o.yaml"},
    ),
    "QUERY": lambda schema: main({"/edit": {"query": takes(schema)}}),
    "method in upper case": lambda schema: main({"/edit": {"POST": takes(schema), "get": DONE}}),
    "method in mixed case behind a reference": lambda schema: edit_item(
        item("A"), A={"Post": takes(schema), "summary": "Edits"}
    ),
    "additional operation": lambda schema: main(
        {"/edit": {"additionalOperations": {"COPY": takes(schema)}}}
    ),
    "whole query string": lambda schema: main(
        {
            "/edit": {
                "get": DONE
                | {
                    "parameters": [
                        {
                            "name": "q",
                            "in": "querystring",
                            "content": {
                                "application/x-www-form-urlencoded": {"schema": fields(schema)}
                            },
                        }
                    ]
                }
            }
        }
    ),
    "schema that refers to itself by a dynamic anchor": lambda schema: edit(
        takes({"$ref": "#/components/schemas/T"}),
        schemas={
            "T": {
                "$dynamicAnchor": "node",
                **fields(schema, more={"type": "array", "items": {"$dynamicRef": "#node"}}),
            }
        },
    ),
    "schema that refers to itself by a recursive anchor": lambda schema: edit(
        takes({"$ref": "#/components/schemas/T"}),
        schemas={
            "T": {"$recursiveAnchor": True, **fields(schema, more={"$recursiveRef": "#"})}
        },
    ),
    "answer to a webhook": lambda schema: main(
        {}, webhooks={"done": {"post": {"requestBody": content(text(9)), **answers(schema)}}}
    ),
    "paths and keys of extensions beside it": lambda schema: main(
        {
            "/edit": {"post": takes(schema), "x-notes": [1], "summary": "Edits"},
            "x-list": {"post": [1]},
            "x-text": "text",
            "x-none": None,
        }
    ),
}  # fmt: skip
"""Spellings of what the client sends."""

INBOUND: dict[str, Spelling] = {
    "chained response": lambda schema: edit(
        {"responses": {"200": {"$ref": "#/components/responses/A"}}},
        **chained("responses", {"description": "Done"} | content(schema)),
    ),
    "chained header": lambda schema: edit(
        {
            "responses": {
                "200": {
                    "description": "Done",
                    "headers": {"X-A": {"$ref": "#/components/headers/A"}},
                }
            }
        },
        **chained("headers", {"schema": schema}),
    ),
    "items of a stream": lambda schema: edit(
        {
            "responses": {
                "200": {
                    "description": "Done",
                    "content": {"text/event-stream": {"itemSchema": fields(schema)}},
                }
            }
        }
    ),
    "webhook": lambda schema: main({}, webhooks={"done": {"post": takes(schema)}}),
    "webhook whose method is in upper case": lambda schema: main(
        {}, webhooks={"done": {"POST": takes(schema)}}
    ),
    "callback whose method is in upper case": lambda schema: called(
        {"c": {"{$url}": {"POST": takes(schema)}}}
    ),
    "webhook by reference": lambda schema: main(
        {}, {"pathItems": {"A": {"post": takes(schema)}}}, webhooks={"done": item("A")}
    ),
    "callback": lambda schema: called({"c": {"{$request.body#/u}": {"post": takes(schema)}}}),
    "callback by reference": lambda schema: called(
        {"c": {"$ref": "#/components/callbacks/A"}},
        callbacks={"A": {"{$request.body#/u}": {"post": takes(schema)}}},
    ),
    "callback with the path item of another": lambda schema: called(
        {"c": {"{$request.body#/u}": item("A")}}, pathItems={"A": {"post": takes(schema)}}
    ),
}
"""Spellings of what the provider sends."""


@pytest.fixture(params=["block style", "json"])
def written(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Files], Path]:
    """Writes the files of a document, and returns the document's."""

    def write(files: Files) -> Path:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        for name, tree in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            dump = json.dumps if request.param == "json" else yaml12.dumps
            path.write_text(dump(tree), encoding="utf-8")
        return folder / MAIN

    return write


Write = Callable[[Files], Path]


def report_of(written: Write, before: Files, after: Files) -> ProviderReport:
    return diff(fetch(str(written(before))), fetch(str(written(after))))


@pytest.mark.parametrize("spelling", WIDE)
def test_what_a_request_may_hold_is_compared(spelling: str, written: Write) -> None:
    make = WIDE[spelling]
    report = report_of(written, make(text(5)), make(text(3)))
    assert {finding.rule for finding in report.findings} == {"request-max-length-narrowed"}
    operations = [finding.operation for finding in report.findings]
    assert len(operations) == len(set(operations)), "each cause once"
    assert report.unchecked == ()


@pytest.mark.parametrize("spelling", INBOUND)
def test_what_comes_in_is_compared_the_other_way(spelling: str, written: Write) -> None:
    make = INBOUND[spelling]
    report = report_of(written, make(text(3)), make(text(5)))
    assert {finding.rule for finding in report.findings} == {"response-max-length-widened"}
    assert report.unchecked == ()


@pytest.mark.parametrize(
    ("before", "message"),
    [
        (main({}, webhooks={"done": {"post": takes(text(3))}}), "webhooks/done no longer exists"),
        (called({"c": {"{$url}": {"post": takes(text(3))}}}), "the callback c no longer exists"),
    ],
)
def test_a_webhook_or_callback_that_is_gone_is_breaking(
    before: Files, message: str, written: Write
) -> None:
    without = main({"/edit": {"post": DONE}})
    found = report_of(written, before, without).findings
    assert [finding.level for finding in found if message in finding.message] == ["breaking"]


def linked(**links: Json) -> Files:
    return edit({"responses": {"200": {"description": "Done", "links": links}}})


@pytest.mark.parametrize(
    ("before", "after", "rules"),
    [
        (linked(next={"operationId": "a"}), linked(next={"operationId": "b"}), {"response-link-changed"}),
        (linked(next={"operationId": "a"}), linked(), {"response-link-removed"}),
        (linked(), linked(next={"operationId": "a"}), {"response-link-added"}),
        (
            linked(next={"operationId": "a", "description": "old"}),
            linked(next={"operationId": "a", "description": "new"}),
            set(),
        ),
    ],
)  # fmt: skip
def test_links_are_compared_without_their_prose(
    before: Files, after: Files, rules: set[str], written: Write
) -> None:
    assert {finding.rule for finding in report_of(written, before, after).findings} == rules


NOWHERE = {"$ref": "#/components/schemas/Nowhere"}
FLAWS: dict[str, tuple[Json, str]] = {
    "schema that leads nowhere": (takes(fields(text(5), b=NOWHERE)), "properties/b: "),
    "schema that leads to itself": (takes(fields(text(5), b={"$ref": "#/components/schemas/Ring"})), "leads back to itself"),
    "parameter that leads nowhere": (takes(fields(text(5))) | {"parameters": [{"$ref": "#/components/parameters/No"}]}, "/parameters: "),
    "parameters that are no list": (takes(fields(text(5))) | {"parameters": {"a": 1}}, "/parameters: "),
    "response that leads nowhere": (takes(fields(text(5))) | {"responses": {"200": {"$ref": "#/components/responses/No"}}}, "/responses/200: "),
    "callback that leads nowhere": (takes(fields(text(5))) | {"callbacks": {"c": {"$ref": "#/components/callbacks/No"}}}, "/callbacks/c: "),
    "link that leads nowhere": (takes(fields(text(5))) | {"responses": {"200": {"description": "", "links": {"n": {"$ref": "#/components/links/No"}}}}}, "/links/n: "),
    "name that depends on who refers to it": (takes(fields(text(5), b={"$dynamicRef": "#T"})), "depends on what refers to it"),
}  # fmt: skip


@pytest.mark.parametrize("flaw", FLAWS)
def test_a_flaw_is_said_and_hides_nothing_beside_it(flaw: str, written: Write) -> None:
    operation, place = FLAWS[flaw]
    ring = {"Ring": {"$ref": "#/components/schemas/Ring"}}
    before = edit(operation, schemas=ring)
    after = json.loads(json.dumps(before).replace('"maxLength": 5', '"maxLength": 3'))
    report = report_of(written, before, after)
    assert [finding.rule for finding in report.findings] == ["request-max-length-narrowed"]
    assert len(report.unchecked) == 1
    assert place in str(report.unchecked[0])


def test_a_method_in_other_letters_is_the_same_operation(written: Write) -> None:
    sides = [edit_item({method: takes(text(5))}) for method in ("post", "POST")]
    assert report_of(written, *sides).status == "ok"


def test_a_method_that_stands_there_in_two_spellings_cannot_be_checked(written: Write) -> None:
    sides = [edit_item({"post": takes(text(5)), "POST": takes(text(size))}) for size in (5, 3)]
    report = report_of(written, *sides)
    assert [str(place) for place in report.unchecked] == [
        "POST /edit: the path has post and POST"
    ] * len(report.unchecked)
    assert report.status == "unchecked"


def test_an_unreadable_schema_in_two_places_makes_no_finding_in_either(written: Write) -> None:
    part = {"type": "object", "properties": {"level": {"$ref": "#/components/schemas/Level"}}}
    whole = takes(fields(text(5), b={"$ref": "#/components/schemas/Part"},
                         c={"type": "array", "items": {"$ref": "#/components/schemas/Part"}}))  # fmt: skip
    before = edit(whole, schemas={"Part": part})
    after = edit(whole, schemas={"Part": part, "Level": {"type": "integer"}})
    report = report_of(written, before, after)
    assert report.findings == ()
    assert report.status == "unchecked"


@pytest.mark.parametrize(
    "document",
    [main({}), main({"/edit": item("Nowhere")}), main({"/edit": {"$ref": "#/paths/~1edit"}})],
)
def test_a_document_of_which_nothing_was_compared_is_not_checked(
    document: Files, written: Write
) -> None:
    changed = json.loads(json.dumps(document).replace('"Spelling"', '"Other"'))
    report = report_of(written, document, changed)
    assert report.status == "unchecked"
    assert report.reason
