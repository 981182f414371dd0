"""The signature of a method, its `TypedDict`, its models and its table say the same, sync and async."""

from __future__ import annotations

import importlib
import inspect
from types import ModuleType
from typing import Any, get_args

import pytest
from pydantic import MISSING

import pyvenice
from pyvenice.core.client.signatures import documented_arguments
from pyvenice.core.images.part import ImagePart
from pyvenice.core.request.operation_table import Operation
from pyvenice.core.request.options import CallOptions
from pyvenice.generated import PROVIDERS

CLIENTS = {
    "openai": (pyvenice.OpenAIClient, pyvenice.AsyncOpenAIClient),
    "venice": (pyvenice.VeniceClient, pyvenice.AsyncVeniceClient),
    "xinference": (pyvenice.XinferenceClient, pyvenice.AsyncXinferenceClient),
}
OPTIONS = set(CallOptions.__annotations__)


def generated(provider: str, module: str) -> ModuleType:
    return importlib.import_module(f"pyvenice.generated.{provider}.{module}")


ALL: list[Operation] = [
    one for name in PROVIDERS for one in generated(name, "operations").OPERATIONS
]
each_operation = pytest.mark.parametrize(
    "operation", ALL, ids=lambda one: one.title.replace(" ", ".")
)


def method(operation: Operation, *, is_async: bool) -> Any:
    client = CLIENTS[operation.provider][is_async]("key")
    target: Any = client
    for part in operation.name.split("."):
        target = getattr(target, part)
    return target


def typed_dict(operation: Operation) -> Any:
    hints = inspect.getsource(generated(operation.provider, "parameters"))
    stem = next(
        line.partition("class ")[2].partition("(")[0]
        for line, text in zip(hints.splitlines(), hints.splitlines()[1:], strict=False)
        if line.startswith("class ") and f"`{operation.name}`" in text
    )
    return getattr(generated(operation.provider, "parameters"), stem)


def wanted(function: Any) -> dict[str, tuple[bool, Any]]:
    """Argument → whether it is required, and its annotation, without `stream`, which is the method's own."""
    parameters = inspect.signature(function).parameters
    return {
        name: (one.default is one.empty, one.annotation)
        for name, one in parameters.items()
        if name not in OPTIONS and name != "stream"
    }


@each_operation
def test_the_signature_is_the_typed_dict(operation: Operation) -> None:
    keys = {
        one.name: (one.required, one.annotation)
        for one in documented_arguments(typed_dict(operation))
        if one.name not in OPTIONS
    }
    assert wanted(method(operation, is_async=False)) == keys


@each_operation
def test_sync_and_async_are_twins(operation: Operation) -> None:
    one, twin = method(operation, is_async=False), method(operation, is_async=True)
    assert inspect.iscoroutinefunction(inspect.unwrap(twin))
    assert list(inspect.signature(one).parameters.items()) == list(
        inspect.signature(twin).parameters.items()
    )
    assert inspect.getdoc(one) == inspect.getdoc(twin)


@each_operation
def test_every_call_takes_the_options(operation: Operation) -> None:
    assert set(inspect.signature(method(operation, is_async=False)).parameters) >= OPTIONS


@each_operation
def test_the_typed_dict_is_the_table(operation: Operation) -> None:
    arguments = {one.name: one.required for one in documented_arguments(typed_dict(operation))}
    table = [one for one in operation.parameters if one.name != "stream"]
    assert {one.name: one.required for one in table} == {
        name: required for name, required in arguments.items() if name not in OPTIONS
    }


@pytest.mark.parametrize("media_type", ["json", "form"])
@each_operation
def test_the_table_is_the_model(operation: Operation, media_type: str) -> None:
    name = operation.json_model if media_type == "json" else operation.form_model
    if name is None:
        assert all(getattr(one, media_type) is None for one in operation.parameters)
        return
    model = getattr(generated(operation.provider, "requests"), name)
    model.model_rebuild()
    fields = dict(model.model_fields)
    table = {
        getattr(one, media_type): one for one in operation.parameters if getattr(one, media_type)
    }
    assert set(table) == set(fields)
    for wire, parameter in table.items():
        field = fields[wire]
        assert not (parameter.required and not field.is_required()), f"{wire} is optional in {name}"
        if field.is_required():
            continue
        assert field.default is MISSING, f"{wire} in {name} sends a default that nobody set"
        nullable = type(None) in get_args(field.annotation)
        assert not nullable or parameter.nullable, (
            f"{wire} in {name} takes None, the argument does not"
        )


@each_operation
def test_each_argument_is_documented(operation: Operation) -> None:
    text = inspect.getdoc(method(operation, is_async=False)) or ""
    for one in documented_arguments(typed_dict(operation)):
        assert one.text.endswith((".", "…")), f"{one.name} has no text"
        assert f"\n    {one.name}: " in text


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_request_model_belongs_to_one_operation(provider: str) -> None:
    requests = generated(provider, "requests")
    made = {
        name
        for name, one in vars(requests).items()
        if inspect.isclass(one) and one.__module__ == requests.__name__
    }
    used = [
        name
        for operation in ALL
        if operation.provider == provider
        for name in (operation.json_model, operation.form_model)
        if name
    ]
    assert len(used) == len(set(used))
    nested = {name for name in made if name not in used}
    assert nested <= {"StyleReference", "ImageRefParam"}


def test_help_shows_the_arguments() -> None:
    import pydoc

    text = pydoc.plain(pydoc.render_doc(pyvenice.VeniceClient("key").image.edit))
    assert "aspect_ratio" in text
    assert "'16:9'" in text
    assert "32768" in text


def test_image_slots_are_parts() -> None:
    from pyvenice.generated.openai.requests import EditImageForm

    EditImageForm.model_rebuild()
    assert ImagePart in get_args(EditImageForm.model_fields["image"].annotation)
