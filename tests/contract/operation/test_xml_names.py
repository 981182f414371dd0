"""What a schema says about XML counts where the body is XML, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest

from pyvenice.contract.diff.findings import Finding
from pyvenice.contract.diff.operation_diff import changes
from pyvenice.contract.operation.operation_view import views
from tests.contract.diff.test_levels import TEXT, body, document, response

Json = Any
XML = "application/xml"
VENDOR = "application/vnd.shop+xml"
PICTURE = "image/svg+xml"


def findings(before: Json, after: Json) -> list[Finding]:
    """What changed between two documents."""
    return changes(views(before), views(after))


def field(**xml: Json) -> Json:
    """An object with the field `a`."""
    return {"type": "object", "properties": {"a": TEXT | ({"xml": xml} if xml else {})}}


def rows(**xml: Json) -> Json:
    """An object with the list `rows`."""
    listed = {"type": "array", "items": field(), "xml": xml}
    return {"type": "object", "properties": {"rows": listed}}


CHANGES: dict[str, tuple[Json, Json]] = {
    "name": (field(name="b"), field(name="c")),
    "name that was its own": (field(), field(name="c")),
    "attribute": (field(), field(attribute=True)),
    "wrapped list": (rows(), rows(wrapped=True)),
    "namespace": (field(namespace="https://a.example"), field(namespace="https://b.example")),
    "prefix": (field(prefix="a"), field(prefix="b")),
    "root": (field() | {"xml": {"name": "old"}}, field() | {"xml": {"name": "new"}}),
    "part of all": ({"allOf": [field(name="b")]}, {"allOf": [field(name="c")]}),
    "items": (
        {"type": "array", "items": field(name="b")},
        {"type": "array", "items": field(name="c")},
    ),
}
SAME: dict[str, tuple[Json, Json]] = {
    "its own name": (field(), field(name="a")),
    "no attribute": (field(), field(attribute=False)),
    "attribute in the words of 3.2": (field(attribute=True), field(nodeType="attribute")),
    "wrapped in the words of 3.2": (rows(wrapped=True), rows(nodeType="element")),
    "in one piece": ({"allOf": [field(name="b")]}, field(name="b")),
}


@pytest.mark.parametrize("media_type", [XML, VENDOR])
@pytest.mark.parametrize("change", CHANGES)
def test_other_xml_breaks_who_sends_and_who_reads_it(change: str, media_type: str) -> None:
    for before, after in (CHANGES[change], CHANGES[change][::-1]):
        (sent,) = findings(body(before, media_type), body(after, media_type))
        assert (sent.rule, sent.level) == ("request-xml-changed", "breaking")
        read = [response(side, media_type=media_type) for side in (before, after)]
        assert [(finding.rule, finding.level) for finding in findings(*read)] == [
            ("response-xml-changed", "breaking")
        ]


@pytest.mark.parametrize("media_type", ["application/json", PICTURE])
@pytest.mark.parametrize("change", CHANGES)
def test_xml_counts_only_where_the_body_is_xml(change: str, media_type: str) -> None:
    before, after = CHANGES[change]
    assert not findings(body(before, media_type), body(after, media_type))


@pytest.mark.parametrize("change", SAME)
def test_other_words_for_the_same_xml_are_silent(change: str) -> None:
    before, after = SAME[change]
    assert not findings(body(before, XML), body(after, XML))


def test_references_are_followed_and_rings_end() -> None:
    def tree(name: str) -> Json:
        child = {"$ref": "#/components/schemas/Tree"}
        members = {"a": TEXT | {"xml": {"name": name}}, "child": child}
        schemas = {"Tree": {"type": "object", "properties": members}}
        content = {XML: {"schema": child}}
        return document(requestBody={"content": content}, components={"schemas": schemas})

    (finding,) = findings(tree("b"), tree("c"))
    assert finding.pointer.endswith("/schema/properties/a/xml")
    assert finding.message == "a is written as XML in another way"
    assert (finding.old, finding.new) == ({"name": "b"}, {"name": "c"})
