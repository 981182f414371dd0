"""Each operation has a hash that changes when the operation, or what it reaches, does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pyvenice.contract.document import yaml12
from pyvenice.contract.document.load import read_document
from pyvenice.contract.document.operation_key import METHODS, operation_name
from pyvenice.contract.errors import DocumentError
from pyvenice.contract.operation.operation_view import views
from pyvenice.contract.pin import pin
from pyvenice.contract.slicing.operation_hashes import OperationHashes
from pyvenice.contract.slicing.published_document import PublishedDocument
from pyvenice.contract.slicing.text_slice import read_operations
from tests.contract.published import REAL, minimal, minimal_text, real, real_documents
from tests.contract.slicing.test_text_slice import written

# Other tests reach the same lines, and coverage triples the time of thousands of values.
pytestmark = pytest.mark.no_cover


def hashes(raw: bytes) -> dict[str, str]:
    return dict(OperationHashes(PublishedDocument(raw, name="live")))


def changed(old: bytes, new: bytes) -> set[str]:
    before, after = hashes(old), hashes(new)
    return {name for name in before | after if before.get(name) != after.get(name)}


@pytest.fixture(params=["block style", "flow style", "json"])
def text(request: pytest.FixtureRequest) -> str:
    document = minimal()
    if request.param == "json":
        return json.dumps(document)
    return (
        yaml12.dumps(document)
        if request.param == "block style"
        else "# flow\n" + json.dumps(document)
    )


@pytest.mark.parametrize("path", real_documents())
def test_every_operation_of_a_real_document_has_one(path: Path) -> None:
    raw = path.read_bytes()
    document = read_document(raw, name=path.name)
    names = {
        f"{method.upper()} {path}"
        for path, item in [
            *document["paths"].items(),
            *((f"webhooks/{name}", item) for name, item in document.get("webhooks", {}).items()),
        ]
        for method in METHODS
        if method in item
    }
    assert hashes(raw).keys() == names


@pytest.mark.parametrize(
    ("pair", "count"),
    [
        ("venice/pairs/ratio-swapped", 1),
        ("venice/pairs/prose-limit", 1),
        ("venice/pairs/upscale-reworked", 1),
        ("venice/pairs/enum-reordered", 4),
        ("openai/pairs/mask-optional", 7),
    ],
)
def test_between_real_versions_few_change(pair: str, count: int) -> None:
    old, new = real(f"{pair}.before.yaml"), real(f"{pair}.after.yaml")
    assert len(changed(old, new)) == count


def test_equal_documents_have_equal_hashes(text: str) -> None:
    assert changed(text.encode(), text.encode()) == set()
    assert hashes(text.encode()).keys() == {"POST /edit", "GET /other"}


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ("A picture", "Two pictures", {"POST /edit"}),
        ("Published", "Printed", set()),
        ("child", "kid", {"POST /edit"}),
        ("string", "integer", set()),
        ("/other", "/another", {"GET /other", "GET /another"}),
    ],
)
def test_a_change_counts_where_it_is_reached(
    text: str, old: str, new: str, names: set[str]
) -> None:
    assert old in text
    assert changed(text.encode(), text.replace(old, new).encode()) == names


def test_what_a_path_says_for_all_methods_counts_for_each() -> None:
    get: Any = {"responses": {"200": {}}}
    paths = [{"/a": {"get": get, "put": get, "parameters": [{"name": name}]}} for name in "xy"]
    old, new = (minimal_text(paths=one) for one in paths)
    assert changed(old, new) == {"GET /a", "PUT /a"}


def test_a_change_counts_however_far_it_is_reached() -> None:
    chain = {
        name: {"$ref": f"#/components/schemas/{to}"} for name, to in zip("ABC", "BCD", strict=True)
    }
    get = {"responses": {"200": {"$ref": "#/components/schemas/A"}}}
    old, new = (
        minimal_text(
            paths={"/a": {"get": get}}, components={"schemas": chain | {"D": {"type": kind}}}
        )
        for kind in ("string", "integer")
    )
    assert changed(old, new) == {"GET /a"}


def test_components_of_a_kind_that_has_none_change_nothing() -> None:
    assert changed(minimal_text(), minimal_text() + b"  examples: {}\n") == set()


def test_definitions_of_version_2_count() -> None:
    texts = [
        {
            "swagger": "2.0",
            "paths": {"/a": {"get": {"schema": {"$ref": "#/definitions/A"}}}, "/b": {"get": {}}},
            "definitions": {"A": {"type": kind}},
        }
        for kind in ("string", "integer")
    ]
    old, new = (json.dumps(one).encode() for one in texts)
    assert changed(old, new) == {"GET /a"}


def test_a_document_that_cannot_be_read_has_none() -> None:
    with pytest.raises(DocumentError, match="live: this is HTML"):
        hashes(b"<html>")


def slice_hash(raw: bytes, operation: str = "POST /edit") -> str | None:
    return OperationHashes(PublishedDocument(raw, name="live")).of_slice(operation)


def slice_of(raw: bytes, operation: tuple[str, str]) -> Any:
    return read_operations(PublishedDocument(raw, name="live"), [operation])


@pytest.mark.parametrize("provider", ["venice", "openai", "xinference"])
def test_real_slices_that_share_a_hash_are_equal(provider: str) -> None:
    slices: dict[str, Any] = {}
    for path in (one for one in REAL if provider in one.parts):
        hashes = OperationHashes(PublishedDocument(path.read_bytes(), name=path.name))
        for used in pin.source(provider).operations:
            name = operation_name(used.method, used.path)
            if name in hashes and (digest := hashes.of_slice(name)):
                found = slice_of(path.read_bytes(), (used.method, used.path))
                assert slices.setdefault(digest, found) == found


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(written(), st.data())
def test_documents_that_share_a_hash_have_equal_slices(
    document: tuple[bytes, list[tuple[str, str]]], data: st.DataObject
) -> None:
    raw, operations = document
    lines = raw.splitlines(keepends=True)
    at = data.draw(st.integers(0, len(lines) - 1))
    line = data.draw(st.sampled_from([b"", lines[at] * 2, lines[at].upper(), b"x: &a 1\n"]))
    edited = b"".join([*lines[:at], line, *lines[at + 1 :]])
    for method, path in operations:
        name = f"{method.upper()} {path}"
        try:
            old, new = (
                OperationHashes(PublishedDocument(one, name="live")) for one in (raw, edited)
            )
            if name not in old or name not in new:
                continue
            known = old.of_slice(name)
            slices = [slice_of(one, (method, path)) for one in (raw, edited)]
        except DocumentError:
            continue
        assert known is None or known != new.of_slice(name) or slices[0] == slices[1]
        facts = [side.of_facts(name) for side in (old, new)]
        if facts[0] and facts[0] == facts[1]:
            assert views(slices[0].document) == views(slices[1].document)


@pytest.mark.parametrize("write", [yaml12.dumps, lambda tree: json.dumps(tree, indent=2)])
def test_facts_keep_their_hash_while_only_sentences_change(write: Any) -> None:
    def of_facts(sentence: str, **schema: Any) -> str | None:
        described = {"type": "object", "description": sentence, **schema}
        tree = minimal(components={"schemas": {"Edited": described}})
        tree["paths"]["/edit"]["post"]["summary"] = sentence
        tree["paths"]["/edit"]["post"]["responses"]["200"] = {
            "description": sentence,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Edited"}}},
        }
        raw = write(tree).encode()
        return OperationHashes(PublishedDocument(raw, name="live")).of_facts("POST /edit")

    same = of_facts("An image.")
    assert same
    assert of_facts("A picture.") == same
    others = ["At most 25MB.", "Deprecated.", ""]
    assert same not in map(of_facts, others)
    assert of_facts("An image.", properties={"title": {"type": "string"}}) != same


def test_a_slice_keeps_its_hash_while_only_other_things_change() -> None:
    raw = minimal_text()
    assert slice_hash(raw)
    others = [(b"title: Published", b"title: Printed"), (b"type: string", b"type: integer")]
    for old, new in [*others, (b"/other", b"/another")]:
        assert old in raw
        assert slice_hash(raw.replace(old, new)) == slice_hash(raw)


@pytest.mark.parametrize("key", ["servers", "security"])
def test_what_stands_for_the_whole_document_counts_for_a_slice(key: str) -> None:
    one, other = ({key: [{"url": name}]} for name in "ab")
    assert slice_hash(minimal_text(**one)) != slice_hash(minimal_text(**other))
    assert slice_hash(minimal_text(**one)) != slice_hash(minimal_text())


def test_a_security_scheme_counts_for_a_slice() -> None:
    components = minimal()["components"]
    schemes = [{"securitySchemes": {"key": {"type": kind}}} for kind in ("http", "apiKey")]
    one, other = (minimal_text(components=components | scheme) for scheme in schemes)
    assert slice_hash(one) != slice_hash(other)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("#/components/schemas/Tree", "#/paths/~1other/get"),
        ("#/components/schemas/Tree", "#/components/schemas/Unused/properties/x"),
        ("      properties:\n        child:", "      mapping: {a: Unused}\n      properties:\n        child:"),
        ("    Tree:\n", "    Tree:\n      title: *a\n"),
    ],
)  # fmt: skip
def test_where_the_text_does_not_tell_all_a_slice_has_no_hash(old: str, new: str) -> None:
    text = minimal_text().decode()
    assert old in text
    raw = text.replace(old, new).replace("title: Published", "title: &a Published").encode()
    assert slice_hash(raw) is None


def test_a_reference_that_leads_nowhere_is_told_by_the_text() -> None:
    dangling = minimal_text().replace(b"schemas/Tree", b"schemas/Gone")
    defined = dangling.replace(b"    Tree:\n", b"    Gone:\n")
    assert slice_hash(dangling) == slice_hash(dangling.replace(b"/other", b"/another"))
    assert None is not slice_hash(dangling) != slice_hash(defined)


def test_a_document_of_version_2_has_no_hash_for_a_slice_that_refers_to_others() -> None:
    get = {"responses": {"200": {"schema": {"$ref": "#/definitions/A"}}}}
    raw = json.dumps({"swagger": "2.0", "paths": {"/a": {"get": get}}, "definitions": {"A": {}}})
    assert slice_hash(raw.encode(), "GET /a") is None


@pytest.mark.parametrize("write", [yaml12.dumps, lambda tree: json.dumps(tree, indent=1)])
@pytest.mark.parametrize(
    "sentence", ['As in {"$ref": "#/x"}.', "A mapping, an anchor and a $ref.", "See $ref."]
)
def test_words_in_sentences_are_no_references(write: Any, sentence: str) -> None:
    document = minimal()
    document["components"]["schemas"]["Tree"]["title"] = sentence
    is_yaml_key = write is yaml12.dumps and '"$ref": ' in sentence
    assert (slice_hash(write(document).encode()) is None) == is_yaml_key


@pytest.mark.parametrize("keyword", ["$ref", "$id", "$anchor", "$dynamicRef", "mapping"])
@pytest.mark.parametrize("quote", ["", "'", '"'])
def test_a_key_in_any_style_is_a_reference(keyword: str, quote: str) -> None:
    key = f"    Tree:\n      {quote}{keyword}{quote}: other.yaml\n"
    raw = minimal_text().replace(b"    Tree:\n", key.encode())
    assert slice_hash(raw) is None
