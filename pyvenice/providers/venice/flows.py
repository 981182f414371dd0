"""Venice's operations: one request, and the response is the picture itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from pyvenice.core.client.flows import Arguments, request_pictures
from pyvenice.core.engine.calls import Flow, fetch
from pyvenice.core.extras import LazyModule
from pyvenice.core.images.inputs import is_url, resolve
from pyvenice.core.request.builder import prepare
from pyvenice.core.request.operation_table import ImageRule, Operation
from pyvenice.core.request.serialization import readable_items
from pyvenice.core.response.parsing import json_object
from pyvenice.core.response.result import EditResult
from pyvenice.errors import AnswerError, ArgumentError
from pyvenice.generated.venice import operations as table
from pyvenice.providers.venice.rules import RULES

if TYPE_CHECKING:
    from pyvenice.providers.venice.facts import capabilities
else:
    capabilities = LazyModule("pyvenice.providers.venice.facts.capabilities")

_LISTED = ("aspect_ratio", "resolution", "quality")
"""Arguments with a list of values that depends on the model."""
_STYLE_REFERENCE = ImageRule(json=("base64", "url"), max_bytes=8_000_000)


def edit(arguments: Arguments) -> Flow[EditResult]:
    return request_pictures(table.IMAGE_EDIT, arguments, RULES)


def multi_edit(arguments: Arguments) -> Flow[EditResult]:
    return request_pictures(table.IMAGE_MULTI_EDIT, arguments, RULES)


def upscale(arguments: Arguments) -> Flow[EditResult]:
    return request_pictures(table.IMAGE_UPSCALE, arguments, RULES)


def remove_background(arguments: Arguments) -> Flow[EditResult]:
    """`image` and `image_url` are two fields of which the server takes exactly one."""
    given = {name: value for name, value in arguments.items() if value is not None}
    if is_url(given.get("image")) and "image_url" not in given:
        given["image_url"] = given.pop("image")
    if ("image" in given) == ("image_url" in given):
        raise ArgumentError(
            "venice image.remove_background takes exactly one of image= and image_url=",
            argument="image",
        )
    return request_pictures(table.IMAGE_REMOVE_BACKGROUND, given, RULES)


def generate(arguments: Arguments) -> Flow[EditResult]:
    given = dict(arguments)
    references = given.get("style_references")
    if isinstance(references, Sequence) and not isinstance(references, str | bytes):
        items = readable_items(partial(iter, references), "style_references")
        given["style_references"] = list(_style_references(items))
    return request_pictures(table.IMAGE_GENERATE, given, RULES)


def with_warnings(
    result: EditResult, operation: Operation, arguments: Arguments, client: object
) -> EditResult:
    """The result, with a warning for each argument that its model cannot do, by the list of models."""
    if not any(arguments.get(name) is not None for name in _LISTED):
        return result  # the list of models is not read for nothing
    found = capabilities.warnings(operation, arguments, capabilities.known_models(client))
    return replace(result, warnings=(*result.warnings, *found)) if found else result


def styles(arguments: Arguments) -> Flow[list[str]]:
    reply = yield from fetch(prepare(table.IMAGE_STYLES, arguments))
    title = table.IMAGE_STYLES.title
    names = json_object(reply, where=title).get("data", [])
    if not isinstance(names, list):
        raise AnswerError(f"{title}: 'data' is {type(names).__name__} instead of a list")
    return [str(name) for name in names]


def _style_references(references: Sequence[Any]) -> Iterator[Any]:
    for number, reference in enumerate(references):
        if isinstance(reference, Mapping) and "image" in reference:
            argument = f"style_references[{number}]['image']"
            part = resolve(reference["image"], argument=argument, rule=_STYLE_REFERENCE)
            yield {**reference, "image": part.url or part}
        else:
            yield reference
