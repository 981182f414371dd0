"""The slice that is cut out of the text is the slice of the whole document, or there is none."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pyvenice.contract.document import yaml12
from pyvenice.contract.document.load import read_document
from pyvenice.contract.document.operation_key import METHODS
from pyvenice.contract.document.pointer import unescape
from pyvenice.contract.errors import DocumentError
from pyvenice.contract.pin import pin
from pyvenice.contract.slicing.operation_reader import ReadDocument
from pyvenice.contract.slicing.published_document import PublishedDocument
from pyvenice.contract.slicing.selection import select_operations
from pyvenice.contract.slicing.text_slice import read_operations, read_text, read_tree
from tests.contract.published import minimal, minimal_text, real, real_documents

# Other tests reach the same lines, and coverage triples the time of thousands of values.
pytestmark = pytest.mark.no_cover

Json = Any
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
EDIT = [("post", "/edit")]
TREE = "/requestBody/content/application~1json/schema/properties/tree"


def operations_of(document: dict[str, Json]) -> list[tuple[str, str]]:
    return [
        (method, path)
        for path, item in document["paths"].items()
        for method in METHODS
        if method in item
    ]


def spec(raw: bytes) -> PublishedDocument:
    return PublishedDocument(raw, name="spec")


def full(raw: bytes, operations: list[tuple[str, str]]) -> ReadDocument:
    return read_tree(spec(raw), operations)


def refusal(raw: bytes, operations: list[tuple[str, str]]) -> str:
    with pytest.raises(DocumentError) as caught:
        read_operations(spec(raw), operations)
    return str(caught.value)


def flaws(raw: bytes, operations: list[tuple[str, str]]) -> list[str]:
    """What the document cannot say of the operations, schemas included."""
    return [str(place) for place in select_operations(spec(raw), operations).unchecked]


@pytest.mark.parametrize("path", real_documents())
@pytest.mark.parametrize("which", ["in use", "all", "every third"])
def test_real_documents_give_the_slice_of_a_full_parse(path: Path, which: str) -> None:
    raw = path.read_bytes()
    document = read_document(raw, name=path.name)
    there = operations_of(document)
    providers = [part for part in path.parts if part in pin.providers()]
    used = {
        (operation.method, operation.path)
        for provider in providers
        for operation in pin.source(provider).operations
    }
    chosen = {
        "in use": [operation for operation in there if operation in used],
        "all": there,
        "every third": there[::3],
    }
    expected = full(raw, chosen[which])
    assert read_operations(spec(raw), chosen[which]) == expected
    assert read_text(spec(raw), chosen[which]) in (None, expected)


@pytest.mark.parametrize("name", ["venice/swagger.yaml", "openai/openapi.yaml"])
def test_real_documents_of_today_need_no_full_parse(name: str) -> None:
    raw = real(name)
    document = read_document(raw, name=name)
    for operation in operations_of(document)[::7]:
        assert read_text(spec(raw), [operation]) == full(raw, [operation])


def test_real_documents_with_anchors_fall_back_to_a_full_parse() -> None:
    raw = real("openai/pairs/mask-optional.before.yaml")
    operations = [("post", "/images/edits")]
    assert read_text(spec(raw), operations) is None
    assert read_operations(spec(raw), operations) == full(raw, operations)


TEXTS = st.sampled_from(
    [
        "word",
        "two words: and a colon",
        "/edit:\n  post:\n    responses: {}\n",
        "components:\n  schemas:\n    Name0:\n      type: string\n",
        "# no comment\n\n  indented\nback\n\n\n",
        "\"quoted\" and 'quoted' # and more",
        "- a\n- *b\n- &c d\n",
        "---\n...\n%YAML\n",
        "long " * 40,
        "é 画像 \u2028 😀",
        "",
    ]
)
NAMES = st.sampled_from(["Name0", "Name1", "A/b~c", "200", "null", "x-y", "0x1F", "Größe"])
LEAVES = TEXTS | st.sampled_from([None, True, 12, 1.5, "1:1", "on", "{}", "[a]"])


def references(name: str) -> dict[str, Json]:
    return {"$ref": "#/components/schemas/" + name.replace("~", "~0").replace("/", "~1")}


SCHEMAS = st.recursive(
    NAMES.map(references)
    | st.fixed_dictionaries({"description": TEXTS})
    | st.dictionaries(st.sampled_from(["default", "title", "format", "enum"]), LEAVES, max_size=2)
    | st.sampled_from(["Name0", "200"]).map(
        lambda name: {"discriminator": {"mapping": {"a": name}}}
    ),
    lambda inner: (
        st.fixed_dictionaries({"properties": st.dictionaries(NAMES, inner, max_size=3)})
        | st.fixed_dictionaries({"allOf": st.lists(inner, max_size=3)})
        | st.fixed_dictionaries({"description": TEXTS, "items": inner})
    ),
    max_leaves=6,
)
RESPONSES = st.dictionaries(
    st.sampled_from(["200", "default"]),
    st.fixed_dictionaries({"description": TEXTS, "content": SCHEMAS}),
    min_size=1,
)
OPERATIONS: st.SearchStrategy[Json] = st.fixed_dictionaries(
    {"responses": RESPONSES},
    optional={
        "summary": TEXTS,
        "requestBody": SCHEMAS,
        "security": st.lists(st.fixed_dictionaries({"key": st.just([])}), max_size=2),
    },
)
PATHS = st.dictionaries(
    st.sampled_from(["/edit", "/edit/{id}", "/", "/a b", "/'q'", "/x:y"]),
    st.dictionaries(st.sampled_from(["get", "post"]), OPERATIONS, min_size=1),
    min_size=1,
)
DOCUMENTS = st.fixed_dictionaries(
    {
        "openapi": st.sampled_from(["3.0.0", "3.1.0"]),
        "info": st.fixed_dictionaries({"title": TEXTS, "version": LEAVES}),
        "paths": PATHS,
    },
    optional={
        "servers": st.lists(st.fixed_dictionaries({"url": TEXTS}), max_size=2),
        "security": st.lists(st.fixed_dictionaries({"key": st.just([])}), max_size=2),
        "components": st.fixed_dictionaries(
            {"schemas": st.dictionaries(NAMES, SCHEMAS, max_size=6)},
            optional={"securitySchemes": st.just({"key": {"type": "http"}})},
        ),
        "x-more": SCHEMAS,
    },
)


@st.composite
def styles(draw: st.DrawFn) -> type[yaml.SafeDumper]:
    """Dumpers that differ in how they write strings and sequences, and whether they use anchors."""
    block, anchors, deeper = draw(st.sampled_from("|> ")), draw(st.booleans()), draw(st.booleans())

    class Dumper(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:
            return not anchors or super().ignore_aliases(data)

        def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
            super().increase_indent(flow, indentless and not deeper)

    def text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
        style = block.strip() if "\n" in value else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    Dumper.add_representer(str, text)
    return Dumper


@st.composite
def written(draw: st.DrawFn) -> tuple[bytes, list[tuple[str, str]]]:
    """A document as YAML in one of many styles, and some of its operations, or one that it lacks."""
    document = draw(DOCUMENTS)
    text: str = yaml.dump(
        document,
        Dumper=draw(styles()),
        indent=draw(st.sampled_from([2, 4, 3])),
        width=draw(st.sampled_from([20, 100])),
        allow_unicode=draw(st.booleans()),
        default_flow_style=draw(st.sampled_from([False, False, None])),
        sort_keys=draw(st.booleans()),
        explicit_start=draw(st.booleans()),
    )
    raw = draw(st.sampled_from([text, with_comments(text)])).encode()
    raw = raw.replace(b"\n", b"\r\n") if draw(st.booleans()) else raw
    operation = st.sampled_from([*operations_of(document), ("put", "/edit"), ("get", "/none")])
    return raw, draw(st.lists(operation, min_size=1, max_size=3, unique=True))


def with_comments(text: str) -> str:
    """The same with comments between keys, indented and not."""
    return re.sub(
        r"(?m)^( *)(paths|components|schemas|post|get):$", r"# one\n\1# two: #\n\1\2: # 3", text
    )


def outcome(slicing: Any, *arguments: Any) -> Json:
    try:
        return slicing(*arguments)
    except DocumentError as error:
        return str(error)
    except KeyError:
        return "no such scheme"


@CALM
@given(written())
def test_any_document_gives_the_slice_of_a_full_parse(
    document: tuple[bytes, list[tuple[str, str]]],
) -> None:
    raw, operations = document
    expected = outcome(full, raw, operations)
    assume(not str(expected).startswith("spec: "))  # a comment that fell into a text
    assert outcome(read_text, spec(raw), operations) in (None, expected)


@CALM
@given(DOCUMENTS, st.sampled_from([2, 4]))
def test_block_style_without_dangling_references_needs_no_full_parse(
    document: dict[str, Json], indent: int
) -> None:
    text = json.dumps(document, ensure_ascii=False)
    names = re.findall(r'schemas/([^"]+)', text) + re.findall(r'"mapping": {"a": "([^"]+)"', text)
    plain = {unescape(name): {"type": "string"} for name in names}
    components = {"schemas": plain or {"A": {}}, "securitySchemes": {"key": {"type": "http"}}}
    document = document | {"components": components}
    raw = yaml.dump(document, Dumper=yaml12._dumper(), indent=indent, allow_unicode=True).encode()
    operations = operations_of(document)
    assert read_text(spec(raw), operations) == full(raw, operations)


def changed(old: str, new: str) -> bytes:
    text = minimal_text().decode()
    assert old in text
    return text.replace(old, new).encode()


@pytest.mark.parametrize(
    "raw",
    [
        json.dumps(minimal()).encode(),
        b"%YAML 1.2\n---\n" + minimal_text(),
        minimal_text().decode().encode("utf-16"),
        changed("    Tree:\n", "    Tree: &tree\n"),
        changed("    Tree:\n", "    Tree: {}\n    Other:\n"),
        changed("  schemas:\n", "  schemas: !!map\n"),
        changed("    Tree:\n", "    ? Tree\n    :\n"),
        changed("    Tree:\n", "    <<: {Tree: {}}\n    Other:\n"),
        changed("    Tree:\n", '    "\\x54ree":\n'),
        yaml.dump(minimal(), default_flow_style=True).encode(),
        yaml12.dumps(minimal()).replace("\n", "\r").encode(),
    ],
)
def test_what_is_written_otherwise_falls_back_to_a_full_parse(raw: bytes) -> None:
    expected = outcome(full, raw, EDIT)
    assert read_text(spec(raw), EDIT) in (None, expected)
    assert outcome(lambda: read_operations(spec(raw), EDIT)) in (expected, f"spec: {expected}")


@pytest.mark.parametrize(
    "raw",
    [
        b"openapi: 3.0.0\npaths: |\n  /edit:\n    post:\n      responses:\n        '200': {}\n",
        changed("info:\n", "x: 1\rpaths: {}\ninfo:\n"),
        changed("openapi: 3.0.0", "swagger: '2.0'"),
        changed("openapi: 3.0.0", "openapi: 4.0.0"),
        changed("components:\n", "<<: {components: {}}\ncomponents:\n"),
    ],
)
def test_what_only_looks_like_blocks_is_no_slice(raw: bytes) -> None:
    assert read_text(spec(raw), EDIT) is None


@pytest.mark.parametrize(
    "raw",
    [
        changed("  /other:\n", "  /other: {a: *nowhere}\n  /more:\n"),
        changed("    Unused:\n", "    Unused: [}\n    More:\n"),
        changed("    Unused:\n", "    Unused:\n      \tbad: x\n    More:\n"),
        changed("    Unused:\n", "    Unused: &same {}\n    More: &same\n"),
        changed("    Unused:\n", "    Unused:\n      a: 1\n      a: 2\n    More:\n"),
        changed("    Unused:\n      type: string\n", '    Unused: "a text that is cut o'),
    ],
)
def test_what_is_wrong_elsewhere_does_not_matter(raw: bytes) -> None:
    assert read_operations(spec(raw), EDIT) == full(minimal_text(), EDIT)


@pytest.mark.parametrize("as_json", [False, True])
def test_a_key_that_stands_twice_matters_only_in_the_slice(as_json: bool) -> None:
    def twice(inside: str) -> bytes:
        text = (
            json.dumps(minimal())
            if as_json
            else yaml.dump(minimal(), default_flow_style=True, width=9999)
        )
        before = '"post": ' if as_json else "post: "
        text = text.replace(before, f"{before}1, {before}", inside == "post")
        name = '"Unused": ' if as_json else "Unused: "
        return text.replace(name, f"{name}0, {name}", inside == "components").encode()

    assert read_operations(spec(twice("components")), EDIT) == full(minimal_text(), EDIT)
    assert "the key 'post' stands twice" in flaws(twice("post"), EDIT)[0]


@pytest.mark.parametrize(
    ("raw", "place", "reason"),
    [
        (
            changed("    Tree:\n", "    Tree: {a: 1, a: 2}\n    Other:\n"),
            TREE,
            "line 26, column 18: the key 'a' stands twice",
        ),
        (changed("    Tree:\n", "    Tree: {}\n    Tree:\n"), TREE, "the key 'Tree' stands twice"),
        (changed("  /other:\n", "  /edit:\n"), "", "column 3: the key '/edit' stands twice"),
        (changed("    Tree:\n", "    Bush:\n"), TREE, "#/components/schemas/Tree leads nowhere"),
        (
            changed("#/components/schemas/Tree", "#/paths/~1gone/get"),
            TREE,
            "the reference #/paths/~1gone/get leads nowhere",
        ),
        (
            changed("#/components/schemas/Tree", "#"),
            TREE,
            "the reference # leads to the whole document",
        ),
        (
            changed("#/components/schemas/Tree", "tree.yaml"),
            TREE,
            "it is described in tree.yaml, which is not fetched",
        ),
        (changed("    post:\n", "    post: 1\n    get:\n"), "", "the operation is a number"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(raw: bytes, place: str, reason: str) -> None:
    (flaw,) = select_operations(spec(raw), EDIT).unchecked
    assert flaw.operation == "POST /edit"
    assert flaw.pointer == place
    assert reason in flaw.reason


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (changed("paths:\n", "paths: {}\npaths:\n"), "column 1: the key 'paths' stands twice"),
        (changed("    Tree:\n", "    Tree: [}\n"), "line 26, column 12: "),
        (b"", "the document is empty"),
        (b"<html>", "this is HTML"),
        (b"[]", "not an OpenAPI 2 or 3 document"),
    ],
)
def test_what_makes_a_document_unreadable_is_said_with_its_place(raw: bytes, reason: str) -> None:
    message = refusal(raw, EDIT)
    assert message.startswith("spec: ")
    assert reason in message


@pytest.mark.parametrize(
    "raw",
    [minimal_text(), b"openapi: 3.0.0\npaths: [a]\n", b"openapi: 3.0.0\ninfo: {}\n"],
)
def test_an_operation_that_is_not_there_is_left_out(raw: bytes) -> None:
    assert read_operations(spec(raw), [("post", "/edits")]).document["paths"] == {}


def test_a_security_scheme_that_is_declared_nowhere_is_no_obstacle() -> None:
    raw = minimal_text(security=[{"key": []}])
    read = read_operations(spec(raw), EDIT)
    assert read.document["paths"]["/edit"]["post"]["security"] == [{"key": []}]
    assert read.unchecked == ()


def test_nesting_is_limited_in_the_slice_as_in_the_document() -> None:
    deep: Json = {"type": "string"}
    for _ in range(197):  # 201 levels in all
        deep = {"items": deep}
    components = minimal()["components"]["schemas"]
    raw = json.dumps(minimal(components={"schemas": components | {"Tree": deep}})).encode()
    assert "nested deeper than 200 levels" in refusal(raw, EDIT)
    assert "nested deeper than 200 levels" in refusal(yaml12.dumps(json.loads(raw)).encode(), EDIT)
    unused = minimal(components={"schemas": components | {"Unused": deep}})
    assert read_operations(spec(yaml12.dumps(unused).encode()), EDIT) == full(minimal_text(), EDIT)
