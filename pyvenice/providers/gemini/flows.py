"""Gemini's operations: messages of texts and images, and a response that is the next message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from pyvenice.core.client.flows import Arguments, read_items
from pyvenice.core.engine.calls import Flow, Reply, fetch
from pyvenice.core.images.base64_codec import encoder
from pyvenice.core.images.part import ImagePart
from pyvenice.core.provider_rules import ResultWarning
from pyvenice.core.request.builder import prepare
from pyvenice.core.request.serialization import nested_values
from pyvenice.core.response.base64_extraction import CutOut
from pyvenice.core.response.images import EditedImage
from pyvenice.core.response.parsing import json_object
from pyvenice.core.response.result import EditResult
from pyvenice.core.response.save_to import Destination
from pyvenice.core.response.sinks import opened
from pyvenice.core.response.status_errors import content_refusal
from pyvenice.errors import AnswerError, ArgumentError, PyveniceError
from pyvenice.generated.gemini import operations as table
from pyvenice.providers.gemini.rules import RULES

Message = Mapping[str, Any]
"""A role and its parts. An image is an `ImagePart` if it was sent, an `EditedImage` if it came."""

_IMAGES, _PROMPT = "contents.parts.inlineData", "contents.parts.text"
_REFUSALS = frozenset([
    "BLOCKLIST", "ESCALATION", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION", "IMAGE_SAFETY",
    "PROHIBITED_CONTENT", "RECITATION", "SAFETY", "SPII",
])  # fmt: skip
"""The finish and block reasons that are about the content of the prompt or of a picture."""
_FINISHED = frozenset(["STOP", "FINISH_REASON_UNSPECIFIED", ""])


def edit(arguments: Arguments) -> Flow[EditResult]:
    """One message more. The result has all messages, so that a later call can go on from it."""
    given = dict(arguments)
    messages = list(_earlier_messages(given.pop("after", None)))
    if given.get("image") is None and not messages:
        raise ArgumentError(
            "gemini image.edit needs image=…, or after= with the result to go on from",
            argument="image",
        )
    return (yield from _converse(given, messages))


def generate(arguments: Arguments) -> Flow[EditResult]:
    """A first message without images. The result has it, so that an edit can go on from it."""
    given = {name: value for name, value in arguments.items() if value is not None}
    for name in ("image", "after"):
        if name in given:
            raise ArgumentError(
                f"gemini image.generate takes no {name}: image.edit changes pictures", argument=name
            )
    return (yield from _converse(given, []))


def _converse(given: dict[str, Any], messages: list[Message]) -> Flow[EditResult]:
    """Send the messages with one more, and read the next."""

    def compose(values: dict[str, object]) -> dict[str, object]:
        messages.append(_own_message(values.pop(_IMAGES, []), values.pop(_PROMPT)))
        wire = [{**each, "parts": list(map(_wire_part, each["parts"]))} for each in messages]
        return {"contents": wire, **nested_values(values)}

    with Destination(given) as destination:
        call = prepare(table.IMAGE_EDIT, given, compose)
        reply = yield from fetch(destination.receiving(call))
        return (yield from _read(reply, given, messages, destination))


def _earlier_messages(result: object) -> Sequence[Message]:
    if result is None:
        return ()
    if isinstance(result, EditResult) and result.conversation:
        return result.conversation
    raise ArgumentError(
        f"gemini image.edit: after= must be a result of this method, not {type(result).__name__};"
        " pass the images of another result as image=",
        argument="after",
        value=type(result).__name__,
        allowed="an EditResult with a conversation",
    )


def _own_message(images: object, prompt: object) -> Message:
    sent = images if isinstance(images, list) else [images]
    return {"role": "user", "parts": [*({"inlineData": part} for part in sent), {"text": prompt}]}


def _wire_part(part: Mapping[str, Any]) -> Mapping[str, Any]:
    image = part.get("inlineData")
    if image is None:
        return part
    sent = image.part("after") if isinstance(image, EditedImage) else cast("ImagePart", image)
    return {**part, "inlineData": {"mimeType": sent.media_type, "data": sent}}


def _read(
    reply: Reply, given: Arguments, messages: list[Message], destination: Destination
) -> Flow[EditResult]:
    document = json_object(reply, where=table.IMAGE_EDIT.title)
    candidate = _first_candidate(document)
    parts = list(_answer_parts(candidate))
    text = "".join(part["text"] for part in parts if isinstance(part.get("text"), str)) or None
    items = [(place, value) for part in parts for place, value in _image_values(part)]
    if not items:
        raise _without_image(reply, document, candidate, text)
    images, problem = yield from read_items(items, RULES, destination)
    if problem is not None and not images:
        raise problem
    result = EditResult(
        tuple(images),
        model=document.get("modelVersion") or given.get("model"),
        request_id=document.get("responseId"),
        usage=document.get("usageMetadata"),
        warnings=tuple(_warnings(candidate)),
        reply=reply,
        text=text,
    )
    if problem is not None:
        problem.result = result.in_memory()
        raise problem
    result = destination.keep(result)
    answer = {"role": "model", "parts": list(_repeatable_parts(parts, result.images))}
    return replace(result, conversation=(*messages, answer))


def _first_candidate(document: Mapping[str, Any]) -> Mapping[str, Any]:
    candidates = document.get("candidates")
    first = candidates[0] if isinstance(candidates, list) and candidates else {}
    return first if isinstance(first, Mapping) else {}


def _answer_parts(candidate: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The parts of the message but for thoughts, whose images are drafts."""
    content = candidate.get("content")
    parts = content.get("parts") if isinstance(content, Mapping) else None
    for part in parts if isinstance(parts, list) else ():
        if isinstance(part, Mapping) and not part.get("thought"):
            yield part


def _image_values(part: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, key in (("inlineData", "data"), ("fileData", "fileUri")):
        if isinstance(part.get(name), Mapping):
            yield f"{name}.{key}", part[name].get(key)


def _repeatable_parts(
    parts: Iterable[Mapping[str, Any]], images: Sequence[EditedImage]
) -> Iterator[Mapping[str, Any]]:
    """The parts as a later request sends them: with their signatures, and the images as they came."""
    left = iter(images)
    for part in parts:
        kept = {name: _plain(value) for name, value in part.items()}
        if any(_image_values(part)):
            kept = {name: kept[name] for name in kept if name not in ("inlineData", "fileData")}
            kept["inlineData"] = next(left)
        yield kept


def _plain(value: Any) -> Any:
    """A text that was cut out because it looks like a picture, as a long signature does."""
    if not isinstance(value, CutOut):
        return value
    with opened(value.content) as stream:
        return encoder()(stream.read()).decode()


def _warnings(candidate: Mapping[str, Any]) -> Iterator[ResultWarning]:
    reason = candidate.get("finishReason") or ""
    if reason not in _FINISHED:
        words = candidate.get("finishMessage") or "the model did not end its answer normally"
        yield ResultWarning("finish-reason", f"{reason}: {words}")


def _without_image(
    reply: Reply, document: Mapping[str, Any], candidate: Mapping[str, Any], text: str | None
) -> PyveniceError:
    """Why there is no image: refused content, or something else that the response says."""
    feedback = document.get("promptFeedback")
    blocked = feedback.get("blockReason") if isinstance(feedback, Mapping) else None
    reason = str(blocked or candidate.get("finishReason") or "")
    words = str(candidate.get("finishMessage") or text or "")
    if blocked and isinstance(feedback, Mapping):
        words = str(feedback.get("blockReasonMessage") or words)
    if blocked or reason in _REFUSALS:
        what = "the prompt was blocked" if blocked else "the picture was withheld"
        message = f"{what}: {words}" if words else what
        return content_refusal(reply, table.IMAGE_EDIT, code=reason, message=message)
    said = [f"; finishReason is {reason}"] * bool(reason) + [f"; it says: {words}"] * bool(words)
    return AnswerError(
        f"{table.IMAGE_EDIT.title}: the answer holds no image{''.join(said)}",
        request_id=document.get("responseId"),
        details={"finishReason": reason or None, "text": text},
    )
