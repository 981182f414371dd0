"""Venice: one request, and the answer is the picture itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pyvenice.core.engine.calls import Flow, Reply, fetch
from pyvenice.core.images.inputs import is_url, resolve
from pyvenice.core.request.builder import prepare
from pyvenice.core.request.operation_table import ImageRule, Operation
from pyvenice.core.response.images import EditedImage, image_from
from pyvenice.core.response.parsing import answered, json_object, listed_under
from pyvenice.core.response.result import EditResult, images_from_b64
from pyvenice.core.response.save_to import Destination
from pyvenice.errors import AnswerError, ArgumentError
from pyvenice.generated.venice import operations as table

if TYPE_CHECKING:
    from pyvenice.generated.venice.responses import ListModelsResponse

Arguments = Mapping[str, Any]

_STYLE_REFERENCE = ImageRule(json=("base64", "url"), max_bytes=8_000_000)


def edit(arguments: Arguments) -> Flow[EditResult]:
    return (yield from _picture(table.IMAGE_EDIT, arguments))


def multi_edit(arguments: Arguments) -> Flow[EditResult]:
    return (yield from _picture(table.IMAGE_MULTI_EDIT, arguments))


def upscale(arguments: Arguments) -> Flow[EditResult]:
    return (yield from _picture(table.IMAGE_UPSCALE, arguments))


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
    return (yield from _picture(table.IMAGE_REMOVE_BACKGROUND, given))


def generate(arguments: Arguments) -> Flow[EditResult]:
    given = dict(arguments)
    references = given.get("style_references")
    if isinstance(references, Sequence) and not isinstance(references, str | bytes):
        given["style_references"] = list(_style_references(references))
    return (yield from _picture(table.IMAGE_GENERATE, given))


def styles(arguments: Arguments) -> Flow[list[str]]:
    reply = yield from fetch(prepare(table.IMAGE_STYLES, arguments))
    title = table.IMAGE_STYLES.title
    found = json_object(reply, where=title).get("data", [])
    if not isinstance(found, list):
        raise AnswerError(f"{title}: 'data' is {type(found).__name__} instead of a list")
    return [str(one) for one in found]


def models(arguments: Arguments) -> Flow[ListModelsResponse]:
    reply = yield from fetch(prepare(table.MODELS_LIST, arguments))
    listed: ListModelsResponse = answered(table.MODELS_LIST, reply)
    return listed


def _picture(operation: Operation, arguments: Arguments) -> Flow[EditResult]:
    with Destination(arguments) as destination:
        reply = yield from fetch(destination.receiving(prepare(operation, arguments)))
        images = _images(operation, reply)
        return destination.kept(EditResult(images, model=arguments.get("model"), reply=reply))


def _images(operation: Operation, reply: Reply) -> tuple[EditedImage, ...]:
    if not reply.holds_json:
        return (image_from(reply.picture, where=f"the answer of {operation.title}"),)
    answer = json_object(reply, where=operation.title)
    return images_from_b64(listed_under("images", answer, where=operation.title), where="images")


def _style_references(references: Sequence[Any]) -> Iterator[Any]:
    for number, reference in enumerate(references):
        if isinstance(reference, Mapping) and "image" in reference:
            argument = f"style_references[{number}]['image']"
            part = resolve(reference["image"], argument=argument, rule=_STYLE_REFERENCE)
            yield {**reference, "image": part.url or part}
        else:
            yield reference
