"""Xinference's dialect: OpenAI's paths, its own names, masks, errors and events."""

from __future__ import annotations

import base64
import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar

from PIL import Image

from pyvenice.core.wire import WireResponse
from pyvenice.sandbox import paint, xinference_words
from pyvenice.sandbox.dialect import Dialect, Route, check_words, new_id
from pyvenice.sandbox.encode import Format, encoded
from pyvenice.sandbox.exchange import Exchange, Headers, Values, event, event_answer, json_answer
from pyvenice.sandbox.files import Files
from pyvenice.sandbox.fit import Size
from pyvenice.sandbox.forms import FormRules
from pyvenice.sandbox.paint import Picture
from pyvenice.sandbox.refusals import Refused

DEFAULT_MODEL = "sandbox-image"

_SIZE = re.compile(r"\s*(\d{1,5})\s*[x*]\s*(\d{1,5})\s*", re.IGNORECASE)
_MOST_PIXELS = 33_177_600
_MOST_PICTURES = 10
_ABILITIES = ["text2image", "image2image", "inpainting"]
_TRUE, _FALSE = ("1", "on", "t", "true", "y", "yes"), ("0", "off", "f", "false", "n", "no")

Paint = Callable[[int], Picture]


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

    def refusal(self, refused: Refused, exchange: Exchange) -> WireResponse:
        return xinference_words.refusal(refused, exchange, _facts())

    def edit(self, exchange: Exchange) -> WireResponse:
        values = _checked(exchange)
        if not exchange.given("images"):
            raise Refused("image-missing")
        check_words(values["prompt"], values.get("model"))
        if values.get("stream"):
            return event_answer(_events(exchange, values), _told(exchange))
        pictures = _painted(_edit_work(exchange, values), values)
        return _answered(exchange, values, pictures)

    def vary(self, exchange: Exchange) -> WireResponse:
        values = _checked(exchange)
        prompt = _prompt(values)
        check_words(prompt, values["model"])
        first = _seed(values)
        images, size = exchange.images("image"), _size(values)

        def paint_one(number: int) -> Picture:
            if not prompt:
                return paint.vary(images, size=size, variant=first + number)
            return paint.edit(images, prompt, size=size, variant=first + number)

        return _answered(exchange, values, _painted(paint_one, values))

    def inpaint(self, exchange: Exchange) -> WireResponse:
        values = _checked(exchange)
        prompt = _prompt(values)
        check_words(prompt, values["model"])
        first = _seed(values)
        images, size = exchange.images("image"), _size(values)
        mask = _mask(exchange, "mask_image", images[0].size)

        def paint_one(number: int) -> Picture:
            return paint.edit(images, prompt, mask=mask, size=size, variant=first + number)

        return _answered(exchange, values, _painted(paint_one, values))

    def generate(self, exchange: Exchange) -> WireResponse:
        values = _checked(exchange)
        prompt = _prompt(values)
        check_words(prompt, values["model"])
        first = _seed(values)
        size = _size(values) or (1024, 1024)

        def paint_one(number: int) -> Picture:
            return paint.generate(prompt, size, seed=first, variant=number)

        return _answered(exchange, values, _painted(paint_one, values))

    def models(self, _: Exchange) -> WireResponse:
        listed = {"object": "list", "data": [{"id": DEFAULT_MODEL} | _model(DEFAULT_MODEL)]}
        return json_answer(200, listed, _facts())

    def model(self, exchange: Exchange) -> WireResponse:
        name = exchange.parameters["model"]
        check_words(None, name)
        return json_answer(200, _model(name), _facts())

    def cluster_auth(self, _: Exchange) -> WireResponse:
        return json_answer(200, {"auth": self._needs_key}, _facts())


def _checked(exchange: Exchange) -> Values:
    """The fields without nulls; `Refused` in the order in which the server finds fault."""
    later: list[Refused] = []
    now = []
    values = {name: value for name, value in exchange.form.values.items() if value is not None}
    for one in exchange.violations():
        if one.name == "images" and one.keyword in {"required", "type"}:
            continue
        if one.keyword == "pattern":
            later.append(_not_a_number(str(one.value)))
        elif one.name == "n" and one.keyword == "minimum":
            later += [Refused("value", f"n must be at least 1, not {one.value}", status=500)][
                : one.value != 0
            ]
        else:
            now.append(one)
    if now:
        raise Refused("schema", violations=now)
    if later:
        raise later[0]
    return values | {"n": _count(values)}


def _count(values: Values) -> int:
    count = int(values.get("n") or 1)
    if count > _MOST_PICTURES:
        raise Refused(
            "value", f"the sandbox makes at most {_MOST_PICTURES} pictures at once, not {count}"
        )
    return count


def _not_a_number(text: str) -> Refused:
    return Refused("value", f"invalid literal for int() with base 10: {text!r}", status=500)


def _size(values: Values) -> Size | None:
    asked = values.get("size") or "original"
    if asked == "original":
        return None
    match = _SIZE.fullmatch(asked)
    if match is None:
        raise _not_a_number(asked[:40])
    size = int(match[1]), int(match[2])
    if not 0 < size[0] * size[1] <= _MOST_PIXELS:
        raise Refused(
            "value", f"the sandbox makes pictures of 1 to {_MOST_PIXELS:,} pixels, not {asked}"
        )
    return size


def _seed(values: Values) -> int:
    """The seed among the arguments for the pipeline; 0 if there is none."""
    try:
        arguments = json.loads(values.get("kwargs") or "{}")
    except (ValueError, RecursionError) as error:
        raise Refused("value", f"kwargs: {error}", status=500) from error
    seed = arguments.get("seed") if isinstance(arguments, dict) else None
    return abs(seed) % 1000 if isinstance(seed, int) else 0


def _prompt(values: Values) -> str:
    prompt = values.get("prompt") or ""
    return " ".join(prompt) if isinstance(prompt, list) else prompt


def _mask(exchange: Exchange, name: str, size: Size) -> Image.Image | None:
    """The mask as large as the image, which is how the pipeline takes it."""
    mask = exchange.mask(name)
    return None if mask is None else mask.resize(size)


def _edit_work(exchange: Exchange, values: Values) -> Paint:
    """Everything that can fail is done here; what is left is painting."""
    images = exchange.images("images")
    mask = _mask(exchange, "mask", images[0].size)
    if mask is not None and values.get("size") in {None, "original"}:
        raise _not_a_number("")
    size = _size(values)
    return lambda number: paint.edit(images, values["prompt"], mask=mask, size=size, variant=number)


def _painted(paint_one: Paint, values: Values) -> list[Picture]:
    return [paint_one(number) for number in range(values["n"])]


def _answered(exchange: Exchange, values: Values, pictures: Sequence[Picture]) -> WireResponse:
    operations = [name for picture in pictures for name in picture.operations]
    return json_answer(200, _image_list(exchange, values, pictures), _told(exchange), operations)


def _image_list(exchange: Exchange, values: Values, pictures: Sequence[Picture]) -> dict[str, Any]:
    """JPEG, or PNG for what has an alpha channel; `url` is a path on this machine's disk."""
    form = values.get("response_format") or "url"
    if form not in {"url", "b64_json"}:
        raise Refused("value", f"Unsupported response format: {form[:40]}", status=500)
    items: list[dict[str, str | None]] = []
    for picture in pictures:
        kind: Format = "png" if picture.image.mode == "RGBA" else "jpeg"
        data = encoded(picture.image, kind)
        if form == "url":
            path = exchange.files.write(data, ".png" if kind == "png" else ".jpg")
            items.append({"url": str(path), "b64_json": None})
        else:
            items.append({"url": None, "b64_json": base64.b64encode(data).decode()})
    return {"created": int(time.time()), "data": items}


def _events(exchange: Exchange, values: Values) -> Iterator[bytes]:
    """`start`, `processing`, and `complete` or `error`: once begun, the status is 200 in any case."""
    count = len(exchange.given("images"))
    started = {"type": "image_edit_started", "timestamp": time.time()}
    yield event("start", started | {"prompt": values["prompt"], "image_count": count})
    try:
        work = _edit_work(exchange, values)
        if mask := exchange.mask("mask"):
            yield event("processing", {"type": "mask_loaded", "mask_size": list(mask.size)})
        yield event("processing", {"type": "starting_generation"})
        listed = _image_list(exchange, values, _painted(work, values))
    except Refused as refused:
        failed = {"type": "image_edit_error", "timestamp": time.time()}
        yield event("error", failed | {"error": xinference_words.sentence(refused)})
    else:
        yield event("complete", listed)


def _model(name: str) -> dict[str, Any]:
    return {
        "object": "model",
        "created": 0,
        "owned_by": "sandbox",
        "model_type": "image",
        "model_name": name,
        "model_family": "sandbox",
        "model_ability": _ABILITIES,
        "address": "127.0.0.1:0",
        "accelerators": [],
        "replica": 1,
    }


def _facts() -> Headers:
    """The headers of every answer."""
    return [("x-request-id", new_id())]


def _told(exchange: Exchange) -> Headers:
    """Those, and which fields were passed over as the real server passes them over."""
    known = exchange.schema
    unknown = [name for name in exchange.form.values if not known.variants(name)]
    ignored = ", ".join([*unknown, *exchange.form.ignored])
    told = ignored.encode("ascii", "replace").decode()[:200]
    printable = "".join(one if one.isprintable() else "?" for one in told).strip()
    return [*_facts(), *([("x-sandbox-ignored", printable)] if printable else [])]
