"""What the caller gave is on the wire, or an error is raised: in every body, query and header."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyvenice.core.client.flows import request_model
from pyvenice.core.engine.calls import Call
from pyvenice.core.request.builder import prepare
from pyvenice.core.request.operation_table import Operation, Parameter, all_operations
from pyvenice.core.request.places import place_values
from pyvenice.core.request.serialization import encode_body, wire_values
from pyvenice.errors import ArgumentError
from pyvenice.generated import PROVIDERS
from pyvenice.generated.gemini import operations as gemini
from pyvenice.generated.openai import operations as openai
from pyvenice.generated.venice import operations as venice
from tests.pictures import picture

TREES: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from(["", "word", 7, True, None]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
    ),
    max_leaves=6,
)
STYLES = [
    *(Parameter("given", query="given", style=style) for style in ("", "deep", ",", "|", "json")),
    *(Parameter("given", header="x-given", style=style) for style in ("", ",", "json")),
    *(Parameter("given", cookie="given", style=style) for style in ("", ",", "json")),
    *(Parameter("given", path="given", style=style) for style in (",", "/", "json")),
    Parameter("given", json="given"),
    *(Parameter("given", form="given", style=style) for style in ("", "deep")),
    Parameter("given", form="given", keys=("a",)),
]
NOTHINGS: list[Any] = [{}, (), {"a": []}, {"a": None}, [[]], [None]]


def leaves(tree: Any) -> Iterator[str]:
    if isinstance(tree, Mapping | list):
        items = tree.values() if isinstance(tree, Mapping) else tree
        yield from (leaf for item in items for leaf in leaves(item))
    else:
        yield tree if isinstance(tree, str) else json.dumps(tree)


def holes(tree: Any) -> int:
    """How many empty lists and objects there are."""
    if not isinstance(tree, Mapping | list):
        return 0
    items = list(tree.values() if isinstance(tree, Mapping) else tree)
    return sum(map(holes, items)) if items else 1


def wire_text(parameter: Parameter, value: Any, *, is_multipart: bool) -> str:
    operation = Operation(
        provider="venice",
        name="image.try",
        method="POST",
        path="/{given}" if parameter.path else "/",
        parameters=(parameter,),
        is_multipart=is_multipart,
    )
    if parameter.is_outside:
        url, query, headers = place_values(operation, {"given": value})
        return unquote(str([url, query, headers]))
    kind: Any = "json" if parameter.json else "multipart"
    body = encode_body(operation, kind, wire_values(operation, {"given": value}, kind))
    text = b"".join(body).decode()
    return text if is_multipart else str(parse_qsl(text, keep_blank_values=True))


@given(st.sampled_from(STYLES), TREES.filter(lambda tree: tree is not None), st.booleans())
@settings(deadline=None, max_examples=300)
def test_every_leaf_of_a_value_is_on_the_wire(
    parameter: Parameter, tree: Any, is_multipart: bool
) -> None:
    is_json = parameter.json is not None
    try:
        wire = wire_text(parameter, tree, is_multipart=is_multipart or is_json)
    except ArgumentError:
        return
    for leaf in leaves(tree):
        assert leaf in wire
        wire = wire.replace(leaf, "", 1)
    assert sum(map(wire.count, ("{}", "[]"))) >= holes(tree)


def baseline(operation: Operation) -> dict[str, object]:
    """A valid value for each argument that must be given."""
    return {
        parameter.name: usual_value(parameter)
        for parameter in operation.parameters
        if parameter.required
    }


def usual_value(parameter: Parameter) -> object:
    if parameter.image is not None or parameter.is_file:
        return picture()
    scalar = parameter.scalar
    if scalar is None or scalar.kind == "text":
        return scalar.values[0] if scalar and scalar.values else "some text"
    return True if scalar.kind == "flag" else int(scalar.least or 1)


def wire_of(call: Call) -> tuple[object, ...]:
    body = call.body and b"".join(call.body)
    return call.url, call.query, call.headers, body


def difference(operation: Operation, argument: str, value: object) -> object:
    """Whether an argument changes what is sent: "sent", "refused", "lost"; or "untried"."""
    compose = (lambda values: values) if "." in str(operation.json_fields) else None
    base = {**baseline(operation), "unknown_values": "warn"}
    base.pop(argument, None)
    try:
        without = wire_of(prepare(operation, base, compose))
    except ArgumentError:
        return "untried"
    try:
        given = wire_of(prepare(operation, {**base, argument: value}, compose))
    except ArgumentError:
        return "refused"
    return "lost" if given == without else "sent"


@pytest.mark.parametrize("provider", PROVIDERS)
def test_nothing_is_dropped_from_any_operation(
    provider: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrets, "token_hex", lambda _: "boundary")
    own = {
        operation.name: operation for operation in all_operations(provider) if not operation.family
    }
    outcomes = {
        (operation.title, name, str(value)): difference(operation, name, value)
        for operation in own.values()
        for name in [*operation.by_name, "unlisted", "extra_body", "extra_headers", "media_type"]
        for value in NOTHINGS
        if value or name not in ("extra_body", "extra_headers", "media_type")
    }
    assert [place for place, outcome in outcomes.items() if outcome == "lost"] == []
    assert {"sent", "refused"} & set(outcomes.values())


@pytest.mark.parametrize("value", [{}, {"model": {}}, {"model": None}])
def test_an_object_that_no_form_can_say_is_refused_where_bytes_need_a_form(value: object) -> None:
    with pytest.raises(ArgumentError, match=r"svg=.*cannot be said in a form") as caught:
        prepare(
            openai.IMAGE_EDIT,
            {"image": picture(), "prompt": "x", "svg": value, "media_type": "multipart"},
        )
    assert caught.value.argument == "svg"


def test_an_operation_without_a_body_refuses_what_only_a_body_can_hold() -> None:
    for options in ({"extra_body": {"a": 1}}, {"media_type": "json"}):
        with pytest.raises(ArgumentError, match="sends no body"):
            prepare(gemini.MODELS_LIST, options)


def test_an_unlisted_argument_of_an_operation_without_a_body_stands_in_the_query() -> None:
    call = prepare(venice.IMAGE_STYLES, {"later": [1, "b"], "unknown_values": "warn"})
    assert call.query == {"later": ["1", "b"]}
    assert [warning.argument for warning in call.warnings] == ["later"]


@pytest.mark.parametrize("option", ["save_to", "download"])
def test_an_operation_without_pictures_refuses_where_to_put_them(option: str) -> None:
    with pytest.raises(ArgumentError, match=f"answers no picture, so {option}"):
        next(request_model(gemini.MODELS_LIST, {option: "x.png"}))


@pytest.mark.parametrize(
    "headers", [{"X-Seed": "1", "x-seed": "2"}, {"content-type": "text/plain"}]
)
def test_a_header_that_would_be_overwritten_is_refused(headers: dict[str, str]) -> None:
    given = {"image": picture(), "prompt": "x", "extra_headers": headers}
    with pytest.raises(ArgumentError, match=r"x-seed|content-type"):
        prepare(venice.IMAGE_EDIT, given)
