"""The signature of a method, its `TypedDict`, its models and its table say the same, sync and async."""

from __future__ import annotations

import importlib
import inspect
import re
import typing
from types import ModuleType
from typing import Any, Required, get_args, get_origin

import pytest
from pydantic import MISSING

import pyvenice
from pyvenice.core.client.signatures import OMIT
from pyvenice.core.images.part import ImagePart
from pyvenice.core.request.operation_table import Operation
from pyvenice.core.request.options import CallOptions
from pyvenice.errors import UnknownArgumentError
from pyvenice.generated import PROVIDERS
from tests.pictures import picture

OPTIONS = set(CallOptions.__annotations__)


def generated(provider: str, module: str) -> ModuleType:
    return importlib.import_module(f"pyvenice.generated.{provider}.{module}")


def clients(provider: str) -> dict[bool, type[Any]]:
    """The client classes of a provider, by whether they are async."""
    module = importlib.import_module(f"pyvenice.providers.{provider}.client")
    return {name.startswith("Async"): getattr(module, name) for name in module.__all__}


ALL: list[Operation] = [
    operation for name in PROVIDERS for operation in generated(name, "operations").OPERATIONS
]
each_operation = pytest.mark.parametrize(
    "operation", ALL, ids=lambda operation: operation.title.replace(" ", ".")
)
each_mode = pytest.mark.parametrize("is_async", [False, True], ids=["sync", "async"])


def method(operation: Operation, *, is_async: bool) -> Any:
    target: Any = clients(operation.provider)[is_async]("key")
    for part in operation.name.split("."):
        target = getattr(target, part)
    return target


def typed_dict(operation: Operation) -> Any:
    parameters = generated(operation.provider, "parameters")
    return next(
        value
        for value in vars(parameters).values()
        if inspect.isclass(value) and f"Arguments of `{operation.name}`." == value.__doc__
    )


def keys(operation: Operation) -> dict[str, tuple[bool, Any]]:
    """Argument → whether it is required, and its annotation."""
    hints = typing.get_type_hints(typed_dict(operation), include_extras=True)
    return {
        name: (
            get_origin(hint) is Required,
            get_args(hint)[0] if get_origin(hint) is Required else hint,
        )
        for name, hint in hints.items()
    }


@each_mode
@each_operation
def test_the_signature_is_the_typed_dict(operation: Operation, is_async: bool) -> None:
    parameters = inspect.signature(method(operation, is_async=is_async)).parameters
    wanted = {
        name: (parameter.default is parameter.empty, parameter.annotation)
        for name, parameter in parameters.items()
        if name != "stream"
    }
    assert wanted == keys(operation)
    assert all(parameter.kind is parameter.KEYWORD_ONLY for parameter in parameters.values())


@each_operation
def test_sync_and_async_are_twins(operation: Operation) -> None:
    plain, twin = method(operation, is_async=False), method(operation, is_async=True)
    assert inspect.iscoroutinefunction(twin)
    assert not inspect.iscoroutinefunction(plain)
    assert list(inspect.signature(plain).parameters.items()) == list(
        inspect.signature(twin).parameters.items()
    )
    assert inspect.getdoc(plain) == inspect.getdoc(twin)


@each_operation
def test_every_call_takes_the_options(operation: Operation) -> None:
    assert set(inspect.signature(method(operation, is_async=False)).parameters) >= OPTIONS


@each_operation
def test_the_typed_dict_is_the_table(operation: Operation) -> None:
    table = {
        parameter.name: parameter.required
        for parameter in operation.parameters
        if parameter.name != "stream"
    }
    typed = {
        name: required for name, (required, _) in keys(operation).items() if name not in OPTIONS
    }
    if operation.for_model is None:
        assert table == typed
    else:  # the method takes what any model takes
        assert table.items() <= typed.items() | {(name, True) for name in typed}
        assert {name for name, required in typed.items() if required} <= {*table}


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_method_with_models_takes_what_some_model_takes_and_nothing_else(provider: str) -> None:
    by_method: dict[str, list[Operation]] = {}
    for operation in generated(provider, "operations").OPERATIONS:
        if operation.for_model is not None:
            by_method.setdefault(operation.name, []).append(operation)
    for operations in by_method.values():
        taken = {name for operation in operations for name in operation.by_name}
        assert keys(operations[0]).keys() - OPTIONS == taken
        required = {name for name, (required, _) in keys(operations[0]).items() if required}
        assert required == {
            name
            for name in taken
            if all(
                name in operation.by_name and operation.by_name[name].required
                for operation in operations
            )
        }
        models = typing.get_args(keys(operations[0])["model"][1])
        assert list(models) == [operation.for_model for operation in operations]


@pytest.mark.parametrize("media_type", ["json", "form"])
@each_operation
def test_the_table_is_the_model(operation: Operation, media_type: str) -> None:
    name = operation.json_model if media_type == "json" else operation.form_model
    if name is None:
        assert all(getattr(parameter, media_type) is None for parameter in operation.parameters)
        return
    model = getattr(generated(operation.provider, "requests"), name)
    model.model_rebuild()
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    table = {
        getattr(parameter, media_type): parameter
        for parameter in operation.parameters
        if getattr(parameter, media_type)
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


@each_mode
@each_operation
def test_each_argument_is_documented_in_one_line(operation: Operation, is_async: bool) -> None:
    function = method(operation, is_async=is_async)
    text = inspect.getdoc(function) or ""
    for name in inspect.signature(function).parameters:
        (line,) = re.findall(rf"^    {name}: (.+)$", text, re.MULTILINE)
        assert line.endswith((".", "…"))
        assert line != "Not described.", f"{name} has no text in the overlay"


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_request_model_belongs_to_one_operation(provider: str) -> None:
    requests = generated(provider, "requests")
    made = {
        name
        for name, model in vars(requests).items()
        if inspect.isclass(model) and model.__module__ == requests.__name__
    }
    used = [
        name
        for operation in ALL
        if operation.provider == provider
        for name in (operation.json_model, operation.form_model)
        if name
    ]
    assert len(used) == len(set(used))
    inside = {
        name
        for model in made
        for name in re.findall(r"\w+", str(vars(requests)[model].__annotations__))
    }
    assert made <= {*used} | inside


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


@each_mode
def test_a_positional_call_says_the_named_form_in_one_line(is_async: bool) -> None:
    edit = clients("openai")[is_async]("key").image.edit
    with pytest.raises(TypeError) as caught:
        _settled(edit("p.png", "x"))
    assert str(caught.value) == ("edit() takes its arguments by name: edit(image=…, prompt=…)")
    assert isinstance(caught.value, UnknownArgumentError)


@each_mode
def test_an_unknown_name_is_still_helped_with(is_async: bool) -> None:
    edit = clients("openai")[is_async]("key").image.edit
    with pytest.raises(UnknownArgumentError, match="Did you mean 'quality'"):
        _settled(edit(image=b"", prompt="x", qualty="low"))


@each_mode
def test_an_argument_left_out_on_purpose_is_not_sent(is_async: bool) -> None:
    client = clients("venice")[is_async](sandbox=True)
    result = _settled(client.models.list(type=OMIT))
    assert result.data


def _settled(value: Any) -> Any:
    """The value, awaited if it is a coroutine."""
    import asyncio

    return asyncio.run(value) if inspect.iscoroutine(value) else value


def test_a_forgotten_hook_is_named() -> None:
    from pyvenice.generated.openai.methods import ImageMethods

    class Forgetful(ImageMethods):
        pass

    with pytest.raises(TypeError, match="_edit"):
        Forgetful(pyvenice.OpenAIClient("key"))  # type: ignore[abstract]  # that is the point


@each_mode
def test_a_call_that_returns_a_picture_needs_no_hook(is_async: bool) -> None:
    client = clients("stability")[is_async](sandbox=True)
    assert "_remove_background" not in vars(type(client.image))
    assert _settled(client.image.remove_background(image=picture(64, 64))).image.size


@each_mode
def test_a_call_that_returns_a_model_needs_no_hook(is_async: bool) -> None:
    client = clients("venice")[is_async](sandbox=True)
    family = generated("venice", "families.api_keys.methods")
    methods = family.AsyncApiKeysMethods if is_async else family.ApiKeysMethods
    assert type(client.api_keys) is methods
    assert _settled(client.api_keys.list()).data
