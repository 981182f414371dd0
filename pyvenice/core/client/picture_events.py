"""Events of a picture stream: one law for all dialects makes partial images and the result of them.

An event that holds a picture is the result, unless its name says that it is partial. A picture behind
a URL is left there, because a stream fetches nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import Any

from pyvenice.core.client.picture_items import (
    is_address,
    picture_items,
    picture_parent,
    picture_value,
)
from pyvenice.core.provider_rules import ProviderRules
from pyvenice.core.response.event_reader import EventReader
from pyvenice.core.response.images import EditedImage
from pyvenice.core.response.parsing import image_from_b64
from pyvenice.core.response.result import EditResult
from pyvenice.core.response.save_to import Destination
from pyvenice.core.response.streams import EditProgress, ImageEvent, PartialImage
from pyvenice.errors import AnswerError

_ENDINGS = ("complete", "completed", "done", "finished", "result", "succeeded")
_log = logging.getLogger("pyvenice")


class PictureEvents:
    """Reads the events of one stream by the rules of its provider."""

    def __init__(self, rules: ProviderRules, model: str | None, destination: Destination) -> None:
        self._rules = rules
        self._model = model
        self._destination = destination
        self._partial_images = 0

    def decoder(self) -> EventReader[ImageEvent]:
        """A push decoder of a response that is a stream."""
        return EventReader(self.read)

    def read(self, kind: str, data: Mapping[str, Any]) -> Iterator[ImageEvent]:
        """What an event stands for; nothing for one of an unknown kind."""
        if "partial" in kind.lower():
            yield from self._partial(data)
        elif items := self._items(kind, data):
            yield self._destination.keep(self._result(items, data))
        elif self._rules.progress_events:
            yield EditProgress(kind, data)

    def _partial(self, data: Mapping[str, Any]) -> Iterator[ImageEvent]:
        """The picture so far. One that cannot be read must not cost the picture that follows."""
        index = data.get(self._rules.partial_index_key or "")
        if not isinstance(index, int):
            index = self._partial_images
        self._partial_images += 1
        where = f"partial image {index}"
        try:
            place, value = picture_value(data, self._rules, where)
            yield PartialImage(index, _picture(value, place))
        except AnswerError as error:
            _log.warning("%s of a stream is skipped: %s", where, error)

    def _items(self, kind: str, data: Mapping[str, Any]) -> list[tuple[str, Any]]:
        """What should be pictures. An event that is no result by its name has to hold something."""
        is_last = kind.lower().endswith(_ENDINGS)
        keys = self._rules.picture_keys
        if any(key in data if is_last else data.get(key) for key in keys):
            return [("the completed image", data)]
        name = (self._rules.picture_list or "").rpartition(".")[2]
        parent = picture_parent(data, self._rules)
        if parent is None or name not in parent:
            return []
        if not is_last and not self._has_picture(parent[name]):
            return []
        return picture_items(data, self._rules, where="the stream")

    def _has_picture(self, items: object) -> bool:
        return isinstance(items, list) and any(
            any(item.get(key) for key in self._rules.picture_keys)
            if isinstance(item, dict)
            else isinstance(item, str)
            for item in items
        )

    def _result(self, items: list[tuple[str, Any]], data: Mapping[str, Any]) -> EditResult:
        images: list[EditedImage] = []
        problem: AnswerError | None = None
        for place, item in items:
            try:
                where, value = picture_value(item, self._rules, place)
                images.append(_picture(value, where))
            except AnswerError as error:
                problem = problem or error
        if problem is None:
            usage = data.get("usage")
            usage = usage if isinstance(usage, Mapping) else None
            return EditResult(tuple(images), model=self._model, usage=usage)
        if images:
            problem.result = EditResult(tuple(images), model=self._model).in_memory()
        raise problem


def _picture(value: Any, where: str) -> EditedImage:
    if is_address(value):
        return EditedImage(b"", "", url=value)
    return image_from_b64(value, where=where)
