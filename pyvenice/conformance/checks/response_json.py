"""JSON response checks: well formed, valid, without undeclared fields; collects the images in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from pyvenice.conformance.checks.images import ResponseImage, strict_base64
from pyvenice.conformance.checks.operations import ContractOperation
from pyvenice.conformance.checks.schemas import fits, pointer, problems
from pyvenice.conformance.checks.violations import (
    Violation,
    report_text,
    report_value,
    response_violation,
)
from pyvenice.conformance.json_limits import parse_json
from pyvenice.contract.schema.reader import Path, alternatives
from pyvenice.core.images.base64_codec import parse_data_uri
from pyvenice.core.json_types import Json, Schema

_URL = ("http://", "https://")
_OPEN = ("additionalProperties", "patternProperties", "unevaluatedProperties")


def check_json(
    operation: ContractOperation, schema: Schema, body: bytes, images: list[ResponseImage]
) -> Iterator[Violation]:
    """What is wrong with a JSON body; the images in it are added to `images`."""
    try:
        value = parse_json(body)
    except ValueError as error:
        yield response_violation(
            "answer-json-malformed",
            operation.name,
            "body",
            expected="JSON",
            found=report_text(body),
            message=f"the body is not JSON: {error}",
        )
        return
    yield from check_value(operation, schema, value, (), images)


def check_value(
    operation: ContractOperation,
    schema: Schema,
    value: Json,
    at: Path,
    images: list[ResponseImage],
) -> Iterator[Violation]:
    """What is wrong with a JSON value at a place of a response."""
    for problem in problems(operation, schema, value, formats=True):
        is_undeclared = problem.keyword == "additionalProperties"
        where = pointer((*at, *problem.path))
        yield response_violation(
            "answer-field-undeclared" if is_undeclared else "answer-schema",
            operation.name,
            where,
            expected=_expected_text(problem.keyword, problem.expected),
            found=report_value(problem.found),
            message=f"{where} {problem.message}",
        )
    for path in _undeclared_violations(operation, schema, value, at):
        yield response_violation(
            "answer-field-undeclared",
            operation.name,
            pointer(path),
            expected="no such field",
            found=str(path[-1]),
            message=f"{pointer(path)} is not declared",
            level="warning",
        )
    yield from _collect_images(operation, schema, value, at, images)


def _expected_text(keyword: str, limit: Json) -> Json:
    return keyword if limit is None else {keyword: limit}


def _matching_parts(operation: ContractOperation, schema: Schema, value: Json) -> list[Schema]:
    """The parts of a schema that apply to a value: of alternatives, those that it fits."""
    found: list[Schema] = []
    waiting: list[Schema] = [schema]
    while waiting:
        part = waiting.pop()
        if not isinstance(part, Mapping):
            continue
        found.append(part)
        if "$ref" in part:
            waiting.append(operation.resolve(part))
        waiting += part.get("allOf", ())
        options = [*part.get("anyOf", ()), *part.get("oneOf", ())]
        waiting += [option for option in options if fits(operation, option, value)] or options
    return found


def _undeclared_violations(
    operation: ContractOperation, schema: Schema, value: Json, at: Path
) -> Iterator[Path]:
    parts = _matching_parts(operation, schema, value)
    if isinstance(value, list):
        for items in (part["items"] for part in parts if "items" in part):
            for index, item in enumerate(value):
                yield from _undeclared_violations(operation, items, item, (*at, index))
    if not isinstance(value, dict):
        return
    declared = _properties(parts)
    # What a closed object refuses is reported by schema validation already.
    is_settled = not declared or any(key in part for part in parts for key in (*_OPEN, "x-opaque"))
    for name, item in value.items():
        if name in declared:
            yield from _undeclared_violations(operation, declared[name], item, (*at, name))
        elif not is_settled:
            yield (*at, name)


def _properties(parts: list[Schema]) -> Mapping[str, Schema]:
    return {name: node for part in parts for name, node in part.get("properties", {}).items()}


def _collect_images(
    operation: ContractOperation,
    schema: Schema,
    value: Json,
    at: Path,
    images: list[ResponseImage],
) -> Iterator[Violation]:
    parts = list(alternatives(operation.document, schema))
    encodings = next((part["x-image"]["json"] for part in parts if "x-image" in part), None)
    if encodings and isinstance(value, str):
        yield from _read_image(operation, encodings, value, at, images)
    elif isinstance(value, list):
        for items in (part["items"] for part in parts if "items" in part):
            for index, item in enumerate(value):
                yield from _collect_images(operation, items, item, (*at, index), images)
    elif isinstance(value, dict):
        declared = _properties(parts)
        for name in declared.keys() & value.keys():
            yield from _collect_images(operation, declared[name], value[name], (*at, name), images)


def _read_image(
    operation: ContractOperation,
    encodings: Collection[str],
    text: str,
    at: Path,
    images: list[ResponseImage],
) -> Iterator[Violation]:
    """The image that a text stands for, in one of the encodings that the contract lists."""
    uri = parse_data_uri(text) if "data-uri" in encodings else None
    if uri is not None and uri.is_base64:
        yield from _decode_image(operation, uri.payload, at, images, uri.media_type)
    elif "base64" in encodings and not ("url" in encodings and text.startswith(_URL)):
        yield from _decode_image(operation, text, at, images)
    else:
        images.append(ResponseImage(pointer(at), None))


def _decode_image(
    operation: ContractOperation,
    text: str,
    at: Path,
    images: list[ResponseImage],
    declared: str | None = None,
) -> Iterator[Violation]:
    try:
        images.append(ResponseImage(pointer(at), strict_base64(text), declared))
    except ValueError as error:
        images.append(ResponseImage(pointer(at), None))
        yield response_violation(
            "answer-base64-invalid",
            operation.name,
            pointer(at),
            expected="base64",
            found=report_value(text),
            message=f"{pointer(at)} is not valid base64: {error}",
        )
