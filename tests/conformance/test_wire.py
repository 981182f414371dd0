"""The bytes that the real clients send: by the contract, by the dialect, and what the caller meant."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyvenice.conformance.checks.request import check_request
from pyvenice.contract.pin import pin
from pyvenice.core.recording.recorded_exchange import Exchange
from pyvenice.core.request.operation_table import Operation
from tests.conformance.arguments import Given, arguments
from tests.conformance.recorder import KEY, Recorder, decode, image_bytes
from tests.pictures import picture
from tests.simplest_call import simplest_call

MODES = ("sync", "async")
ADDED = {"xinference": {"response_format", "size"}}


def cases() -> Iterator[Any]:
    for provider in pin.providers():
        table = importlib.import_module(f"pyvenice.generated.{provider}.operations")
        for number, operation in enumerate(table.OPERATIONS):
            # The models of a method go one way: each of the two modes gets every other one.
            modes = MODES if operation.for_model is None else MODES[number % 2 :][:1]
            kinds = {"json": operation.json_model, "multipart": operation.form_model}
            for kind in [name for name, model in kinds.items() if model] or ["query"]:
                for mode in modes:
                    model = f"-{operation.for_model}" if operation.for_model else ""
                    name = f"{provider}-{operation.name}{model}-{kind}-{mode}"
                    yield pytest.param(provider, operation, kind, mode, id=name)


def streaming() -> list[str]:
    """The providers whose edits can be streamed."""
    return [
        provider
        for provider in pin.providers()
        for operation in importlib.import_module(
            f"pyvenice.generated.{provider}.operations"
        ).OPERATIONS
        if operation.name == "image.edit"
        and any(parameter.name == "stream" for parameter in operation.parameters)
    ]


@cache
def recorder(provider: str, mode: str) -> Recorder:
    return Recorder(provider, mode)


@pytest.fixture(scope="module", autouse=True)
def _closed() -> Iterator[None]:
    yield
    for provider in pin.providers():
        for mode in MODES:
            recorder(provider, mode).close()
    recorder.cache_clear()


def expected_values(
    operation: Operation, media_type: str, arguments: dict[str, Given]
) -> dict[str, Any]:
    """What must arrive, under the names of the wire."""
    arriving = {}
    for parameter in operation.parameters:
        names = {"json": parameter.json, "multipart": parameter.form, "query": parameter.query}
        if parameter.name in arguments and names[media_type]:
            value = arguments[parameter.name].arrives
            # A query holds texts.
            text = str(value) if media_type == "query" and type(value) is int else value
            arriving[str(names[media_type])] = _single(text)
    return arriving


def arrived_values(provider: str, operation: Operation, exchange: Exchange) -> dict[str, Any]:
    """What the sandbox makes of a request, images as bytes."""
    images = {
        name
        for parameter in operation.parameters
        if parameter.image
        for name in (parameter.json, parameter.form)
    }
    return {
        name: _single(_as_bytes(value) if name in images else _references(name, value))
        for name, value in _in_places(operation, decode(provider, exchange)).items()
    }


def _in_places(operation: Operation, tree: dict[str, Any]) -> dict[str, Any]:
    """The tree with the values of parameters such as `a.b` under that name."""
    places = [str(each.json) for each in operation.parameters if "." in (each.json or "")]
    heads = {place.partition(".")[0] for place in places}
    flat = {name: value for name, value in tree.items() if name not in heads}
    found = {place: list(_at(tree, place.split("."))) for place in places}
    return flat | {place: _single(values) for place, values in found.items() if values}


def _at(node: Any, steps: list[str]) -> Iterator[Any]:
    if isinstance(node, list) and steps:
        for item in node:
            yield from _at(item, steps)
    elif not steps:
        yield node
    elif steps[0] in node:
        yield from _at(node[steps[0]], steps[1:])


def _references(name: str, value: Any) -> Any:
    if name != "style_references":
        return value
    return [reference | {"image": _as_bytes(reference["image"])} for reference in value]


def _as_bytes(value: Any) -> Any:
    if isinstance(value, list):
        return [_as_bytes(item) for item in value]
    if isinstance(value, dict):
        return _as_bytes(value["data"])
    is_encoded = isinstance(value, str) and not value.startswith("https:")
    return image_bytes(value) if is_encoded else value


def _single(value: Any) -> Any:
    """A list of one as that one: the wire does not always tell them apart."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


@pytest.mark.parametrize(("provider", "operation", "media_type", "mode"), list(cases()))
def test_what_a_client_sends_keeps_the_contract_and_means_what_was_said(
    provider: str, operation: Operation, media_type: str, mode: str
) -> None:
    document, client = pin.effective(provider), recorder(provider, mode)
    forced = {} if media_type == "query" else {"media_type": media_type}
    forced |= {"model": operation.for_model} if operation.for_model else {}
    if media_type != "query" and any(
        each.name == "model" and each.path and each.style != "," for each in operation.parameters
    ):
        forced["model"] = "owner/model"
    elif provider == "gemini" and media_type != "query":
        forced["model"] = "gemini-3.1-flash-image"

    @settings(
        max_examples=6 if operation.for_model else 40,
        derandomize=True,
        deadline=None,
        database=None,
    )
    @given(st.data())
    def law(data: st.DataObject) -> None:
        drawn = data.draw(arguments(provider, operation, media_type))
        values = {name: argument.value for name, argument in drawn.items()}
        exchange = client.call(operation.name, **values, **forced)
        assert check_request(document, exchange) == []
        arrived = arrived_values(provider, operation, exchange)
        must = expected_values(operation, media_type, drawn)
        assert {name: arrived.get(name) for name in must} == must
        assert arrived.keys() - must.keys() <= ADDED.get(provider, set())

    law()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("provider", pin.providers())
def test_the_key_goes_in_the_header_and_nowhere_else(provider: str, mode: str) -> None:
    method, arguments_given = simplest_call(provider, picture(256, 256), "a lake")
    exchange = recorder(provider, mode).call(method, **arguments_given)
    holders = [name for name, value in exchange.request_headers.items() if KEY in value]
    assert len(holders) == 1
    assert exchange.request_headers[holders[0]] in {KEY, f"Bearer {KEY}"}
    assert KEY not in exchange.url
    assert KEY.encode() not in (exchange.request_body or b"")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("provider", streaming())
def test_a_stream_is_asked_for_in_the_spelling_of_forms(provider: str, mode: str) -> None:
    client = recorder(provider, mode)
    exchange = client.call("image.edit", image=picture(256, 256), prompt="a lake", stream=True)
    assert check_request(pin.effective(provider), exchange) == []
    assert decode(provider, exchange)["stream"] is True
