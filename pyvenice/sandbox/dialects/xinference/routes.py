"""Xinference's dialect: OpenAI's paths, its own names, masks and order of complaints."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import ClassVar

from PIL import Image

from pyvenice.core.recording.recorded_exchange import WireResponse
from pyvenice.sandbox.dialects.base import Dialect, Route, check_words
from pyvenice.sandbox.dialects.xinference import errors
from pyvenice.sandbox.dialects.xinference.responses import (
    FORMS,
    Paint,
    answered,
    facts,
    model_entry,
    streamed,
)
from pyvenice.sandbox.painting import editor
from pyvenice.sandbox.painting.editor import Picture
from pyvenice.sandbox.painting.fit import Size
from pyvenice.sandbox.server.exchange import Exchange, Values, event, json_answer
from pyvenice.sandbox.server.files import Files
from pyvenice.sandbox.server.forms import FormRules
from pyvenice.sandbox.server.refusals import RefusalError

DEFAULT_MODEL = "sandbox-image"

_SIZE = re.compile(r"\s*(\d{1,5})\s*[x*]\s*(\d{1,5})\s*", re.IGNORECASE)
_SEEN_LATER = {("images", "required"), ("images", "type"), ("n", "minimum"), ("size", "pattern")}
_MOST_PIXELS = 33_177_600
_MOST_PICTURES = 10
_TRUE, _FALSE = ("1", "on", "t", "true", "y", "yes"), ("0", "off", "f", "false", "n", "no")


def _spellings() -> dict[str, bool]:
    """Booleans as pydantic reads them from a form."""
    return {
        spelled: words is _TRUE
        for words in (_TRUE, _FALSE)
        for word in words
        for spelled in (word, word.upper(), word.title())
    }


class Xinference(Dialect):
    """`/v1/images/edits` and its kin. No key is needed unless the sandbox is told so."""

    provider: ClassVar[str] = "xinference"
    prefix: ClassVar[str] = "/xinference"
    base_path: ClassVar[str] = "/xinference/v1"
    form_rules: ClassVar[FormRules] = FormRules(
        last_wins=True,
        empty_is_absent=True,
        truths=_spellings(),
        aliases={"images": ("images", "images[]", "image[]", "image")},
    )
    error_event: ClassVar[bytes] = event(
        "error", {"type": "image_edit_error", "error": "Internal Server Error"}
    )

    def __init__(self, *, api_key: str, files: Files, needs_key: bool = False) -> None:
        self._needs_key = needs_key
        super().__init__(api_key=api_key, files=files)

    def routes(self) -> Sequence[Route]:
        locked = self._needs_key
        return (
            Route("POST", "/v1/images/edits", self.edit, locked),
            Route("POST", "/v1/images/variations", self.vary, locked),
            Route("POST", "/v1/images/inpainting", self.inpaint, locked),
            Route("POST", "/v1/images/generations", self.generate, locked),
            Route("GET", "/v1/models", self.models, locked),
            Route("GET", "/v1/models/{model}", self.model, locked),
            Route("GET", "/v1/cluster/auth", self.cluster_auth, needs_key=False),
        )

    def refusal(self, refused: RefusalError, exchange: Exchange) -> WireResponse:
        return errors.refusal(refused, exchange, facts())

    def edit(self, exchange: Exchange) -> WireResponse:
        values = _checked(exchange)
        if not exchange.given("images"):
            raise RefusalError("image-missing")
        if values.get("response_format") not in {None, *FORMS}:
            raise RefusalError("value", "response_format must be 'url' or 'b64_json'")
        check_words(values["prompt"], values.get("model"))
        images = exchange.images("images")

        def work(mask: Image.Image | None) -> Paint:
            return _edited(values, images, mask)

        if values.get("stream"):
            return streamed(exchange, values, work)
        return answered(exchange, values, work(exchange.mask("mask")))

    def vary(self, exchange: Exchange) -> WireResponse:
        values = _checked(exchange)
        check_words(_prompt(values), values["model"])
        images, size, first = exchange.images("image"), _size(values), _seed(values)

        def painted(number: int) -> Picture:
            if prompt := _prompt(values):
                return editor.edit(images, prompt, size=size, variant=first + number)
            return editor.vary(images, size=size, variant=first + number)

        return answered(exchange, values, painted)

    def inpaint(self, exchange: Exchange) -> WireResponse:
        values = _checked(exchange)
        prompt = _prompt(values)
        check_words(prompt, values["model"])
        images, size, first = exchange.images("image"), _size(values), _seed(values)
        mask = _fitted(exchange.mask("mask_image"), images[0])

        def painted(number: int) -> Picture:
            return editor.edit(images, prompt, mask=mask, size=size, variant=first + number)

        return answered(exchange, values, painted)

    def generate(self, exchange: Exchange) -> WireResponse:
        values = _checked(exchange)
        prompt = _prompt(values)
        check_words(prompt, values["model"])
        size, first = _size(values) or (1024, 1024), _seed(values)

        def painted(number: int) -> Picture:
            return editor.generate(prompt, size, seed=first, variant=number)

        return answered(exchange, values, painted)

    def models(self, _: Exchange) -> WireResponse:
        listed = [{"id": DEFAULT_MODEL} | model_entry(DEFAULT_MODEL)]
        return json_answer(200, {"object": "list", "data": listed}, facts())

    def model(self, exchange: Exchange) -> WireResponse:
        name = exchange.parameters["model"]
        check_words(None, name)
        return json_answer(200, model_entry(name), facts())

    def cluster_auth(self, _: Exchange) -> WireResponse:
        return json_answer(200, {"auth": self._needs_key}, facts())


def _checked(exchange: Exchange) -> Values:
    """The fields without nulls. Raises `RefusalError` for what the server sees before it works."""
    now = [one for one in exchange.violations() if (one.name, one.keyword) not in _SEEN_LATER]
    if now:
        raise RefusalError("schema", violations=now)
    values = {name: value for name, value in exchange.form.values.items() if value is not None}
    return values | {"n": _count(values)}


def _count(values: Values) -> int:
    count = int(values.get("n") or 1)
    if count > _MOST_PICTURES:
        raise RefusalError(
            "value", f"the sandbox makes at most {_MOST_PICTURES} pictures at once, not {count}"
        )
    return count


def _not_a_number() -> RefusalError:
    return RefusalError("value", "invalid literal for int() with base 10: ''", status=500)


def _size(values: Values) -> Size | None:
    asked = values.get("size") or "original"
    if asked == "original":
        return None
    match = _SIZE.fullmatch(asked)
    if match is None:
        raise _not_a_number()
    size = int(match[1]), int(match[2])
    if not 0 < size[0] * size[1] <= _MOST_PIXELS:
        raise RefusalError(
            "value", f"the sandbox makes pictures of 1 to {_MOST_PIXELS:,} pixels, not {asked}"
        )
    return size


def _seed(values: Values) -> int:
    """The seed among the arguments for the pipeline; 0 if there is none."""
    try:
        arguments = json.loads(values.get("kwargs") or "{}")
    except (ValueError, RecursionError) as error:
        raise RefusalError("value", f"kwargs: {error}", status=500) from error
    seed = arguments.get("seed") if isinstance(arguments, dict) else None
    return abs(seed) % 1000 if isinstance(seed, int) else 0


def _prompt(values: Values) -> str:
    prompt = values.get("prompt") or ""
    return " ".join(prompt) if isinstance(prompt, list) else prompt


def _fitted(mask: Image.Image | None, image: Image.Image) -> Image.Image | None:
    """The mask as large as the image, which is how the pipeline takes it."""
    return None if mask is None else mask.resize(image.size)


def _edited(values: Values, images: Sequence[Image.Image], mask: Image.Image | None) -> Paint:
    if mask is not None and values.get("size") in {None, "original"}:
        raise _not_a_number()
    size, fitted = _size(values), _fitted(mask, images[0])

    def painted(number: int) -> Picture:
        return editor.edit(images, values["prompt"], mask=fitted, size=size, variant=number)

    return painted
