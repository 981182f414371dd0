"""The generated models against the pinned contract, judged by a validator that knows neither.

A model is the contract, closed: no field besides the declared ones, at least one image where images are
asked for and at most as many as its rule says, any model id that the contract only lists as known.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

import jsonschema_rs
import pytest
from pydantic import TypeAdapter, ValidationError

from pyvenice.contract.document.pointer import resolve
from pyvenice.contract.pin import pin
from pyvenice.contract.pin.source import UsedOperation
from pyvenice.core.images.part import ImagePart
from pyvenice.core.request.models import RequestModel, WholeNumber
from pyvenice.core.request.operation_table import Operation, all_operations
from tests.conformance.bodies import Bodies

Json = Any

JSON, FORM = "application/json", "multipart/form-data"
ENOUGH, FEW = 1000, 25
PROOF = bool(os.environ.get("PROOF"))
"""`make prove` goes over 1000 bodies of families too."""
PART = ImagePart(argument="image", kind="bytes", media_type="image/png", filename="image.png")


class Case(NamedTuple):
    """One request model, and the schema that it was made from."""

    provider: str
    operation: Operation
    media_type: str
    schema: Json

    @property
    def model(self) -> type[Any]:
        module = importlib.import_module(f"pyvenice.generated.{self.operation.package}.requests")
        name = self.operation.json_model if self.media_type == JSON else self.operation.form_model
        model: type[Any] = getattr(module, str(name))
        return model


def tables(provider: str) -> Iterator[tuple[UsedOperation, Operation]]:
    by_name = {
        (operation.name, operation.for_model): operation for operation in all_operations(provider)
    }
    for used in pin.source(provider).operations:
        yield used, by_name[used.name, used.model]


def enough(operation: Operation) -> int:
    """How many bodies of each kind prove a model. Families have deeper ones, which take longer."""
    return ENOUGH if PROOF or not operation.family else FEW


def request_cases() -> Iterator[Any]:
    for provider in pin.providers():
        for used, operation in tables(provider):
            described = pin.effective(provider)["paths"][used.called_path][used.method]
            content_types = described.get("requestBody", {}).get("content", {})
            if "x-arguments" in described:  # the flow makes the body of them, see test_wire.py
                content_types = {JSON: {"schema": described["x-arguments"]}}
            for media_type, content in content_types.items():
                if media_type.startswith("image/"):
                    continue  # the bytes of an image, which no model describes
                case = Case(provider, operation, media_type, content["schema"])
                yield pytest.param(case, id=f"{provider}-{case.model.__name__}")


def close_schema(node: Json) -> Json:
    """A copy of a part of a contract that takes what the clients send, and nothing besides."""
    if isinstance(node, list):
        return [close_schema(item) for item in node]
    if not isinstance(node, dict):
        return node
    made = {key: close_schema(value) for key, value in node.items()}
    if node.get("x-known-values") is True:
        del made["enum"]
    if isinstance(node.get("x-image"), dict):
        if node["x-image"].get("many") and node.get("type") == "string":
            made = {"anyOf": [made, {"type": "array", "items": made}]}
        made = _with_images(made, node["x-image"].get("max-count"))
    return made


def _with_images(schema: Json, most: int | None) -> Json:
    if "anyOf" in schema:
        branches = [branch for branch in schema["anyOf"] if branch.get("type") != "null"]
        return schema | {"anyOf": [_with_images(branch, most) for branch in branches]}
    if schema.get("type") != "array":
        return schema
    return schema | {"minItems": 1} | ({"maxItems": most} if most else {})


def check_exchange(
    document: Json, schema: Json, **keywords: Json
) -> jsonschema_rs.Draft202012Validator:
    root = {"components": document["components"], "allOf": [schema], **keywords}
    return jsonschema_rs.Draft202012Validator(root)


def takes(adapter: TypeAdapter[Any], body: Json) -> bool:
    try:
        adapter.validate_python(body)
    except ValidationError:
        return False
    return True


def as_form(operation: Operation, body: Json) -> Json:
    """The body as the client holds it before it becomes a form: files where images are meant."""
    if not isinstance(body, dict):
        return body
    images = {
        parameter.form for parameter in operation.parameters if parameter.image or parameter.is_file
    }
    return {name: _files(value) if name in images else value for name, value in body.items()}


def _files(value: Json) -> Json:
    if isinstance(value, list):
        return [_files(item) for item in value]
    return PART if isinstance(value, str) else value


@pytest.mark.parametrize("case", list(request_cases()))
def test_a_request_model_takes_what_the_contract_takes_and_refuses_the_rest(case: Case) -> None:
    document = close_schema(pin.effective(case.provider))
    schema = close_schema(case.schema)
    validator = check_exchange(document, schema, unevaluatedProperties=False)
    adapter = TypeAdapter(case.model)
    seen, differences = {True: 0, False: 0}, []
    wanted = enough(case.operation)
    for body in islice(Bodies(document, seed=1).near(schema), 40 * wanted):
        if isinstance(body, list) and not case.operation.whole:
            continue  # a batch of bodies, which another method sends
        valid = validator.is_valid(body)
        if seen[valid] == wanted:
            continue
        seen[valid] += 1
        given = as_form(case.operation, body) if case.media_type == FORM else body
        if takes(adapter, given) != valid:
            differences.append((valid, str(body)[:200]))
        if min(seen.values()) == wanted:
            break
    assert differences[:5] == []
    assert min(seen.values()) == wanted


class Answer(NamedTuple):
    """One response model, and the schema that it was made from."""

    provider: str
    operation: Operation
    model: type[Any]
    schema: Json


def answer_cases() -> Iterator[Any]:
    for provider in pin.providers():
        for operation, name, schema in response_models(provider):
            module = importlib.import_module(f"pyvenice.generated.{operation.package}.responses")
            case = Answer(provider, operation, getattr(module, name), schema)
            yield pytest.param(case, id=f"{provider}-{name}")


def response_models(provider: str) -> Iterator[tuple[Operation, str, Json]]:
    """The response models of a provider by name: of each operation, and of each event."""
    document = pin.effective(provider)
    for used, operation in tables(provider):
        content = document["paths"][used.called_path][used.method]["responses"]["200"]["content"]
        if operation.result_model is not None:
            # A server may say with a parameter of the type what its JSON holds.
            media_type = next(kind for kind in content if kind.startswith(JSON))
            yield operation, operation.result_model, content[media_type]["schema"]
        events = content.get("text/event-stream", {}).get("schema", {})
        events = resolve(document, events["$ref"]) if "$ref" in events else events
        for event in events.get("anyOf", ()):
            yield operation, event["$ref"].rpartition("/")[2], event


def with_news(value: Json) -> Json:
    """A copy in which each object has members that nobody announced."""
    if isinstance(value, list):
        return [with_news(item) for item in value]
    if not isinstance(value, dict):
        return value
    known = {name: with_news(item) for name, item in value.items()}
    is_map_of_texts = all(isinstance(item, str) for item in value.values())
    news = "2030" if is_map_of_texts else {"since": 2030, "of": [None]}
    return {"x_news": news, **known, "x_more": "…"}


@pytest.mark.parametrize("case", list(answer_cases()))
def test_a_response_model_takes_every_valid_answer_and_news_in_it(case: Answer) -> None:
    document = pin.effective(case.provider)
    validator, adapter = check_exchange(document, case.schema), TypeAdapter(case.model)
    drawn, wanted = Bodies(document, seed=2), enough(case.operation)
    answers = (drawn.value(case.schema) for _ in range(5 * wanted))
    valid = list(islice(filter(validator.is_valid, answers), wanted))
    refused = [
        answer
        for answer in valid
        if not (takes(adapter, answer) and takes(adapter, with_news(answer)))
    ]
    assert [str(answer)[:300] for answer in refused[:3]] == []
    assert len(valid) == wanted


class Sample(RequestModel):
    count: WholeNumber | None = None


@pytest.mark.parametrize("given", [2, 2.0])
def test_a_whole_number_may_be_written_with_a_point_and_is_sent_without(given: float) -> None:
    assert repr(Sample(count=given).body()["count"]) == "2"  # type: ignore[arg-type]  # the point


@pytest.mark.parametrize("given", [True, "2", 2.5, float("inf"), float("nan")])
def test_what_is_no_whole_number_is_refused(given: Any) -> None:
    with pytest.raises(ValidationError, match="valid integer"):
        Sample(count=given)


def test_a_choice_says_between_what() -> None:
    from pyvenice.generated.openai.requests import ImageRefParam

    for given in ({}, {"image_url": "https://a.example/b.png", "file_id": "file-1"}):
        with pytest.raises(
            ValidationError, match="exactly one of image_url and file_id must be given"
        ):
            ImageRefParam(**given)
