"""WaveSpeed's routes: a model takes a job, which is polled; files can be uploaded before."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any, ClassVar

from PIL import Image

from pyvenice.core.images.header import sniff
from pyvenice.core.recording.recorded_exchange import WireResponse
from pyvenice.sandbox.dialects.base import Dialect, Route, new_id
from pyvenice.sandbox.dialects.rules import check_prompt
from pyvenice.sandbox.dialects.wavespeed import errors, models
from pyvenice.sandbox.dialects.wavespeed.jobs import JobStore, SandboxJob, Work
from pyvenice.sandbox.painting import editor
from pyvenice.sandbox.painting.encode import MEDIA_TYPES, Format, encode
from pyvenice.sandbox.painting.geometry import Size, with_ratio
from pyvenice.sandbox.server.errors import APIError
from pyvenice.sandbox.server.image_inputs import align_mask
from pyvenice.sandbox.server.request import Request, Values
from pyvenice.sandbox.server.responses import Headers, full_response, json_response

_BALANCE = 100.0
_MOST_UPLOADED = 300_000_000
_MOST_SIDES = 8192
_BUDGETS = {"alibaba/wan-2.5/image-edit": (768 * 768, 1280 * 1280, 4)}
"""The fewest and most pixels of a size, and how many times longer one side may be."""


class WaveSpeed(Dialect):
    """Edits by any pinned model, polls, uploads, prices, the balance."""

    provider: ClassVar[str] = "wavespeed"
    title: ClassVar[str] = "WaveSpeed"
    summary: ClassVar[str] = "JSON in, a job out, which is polled for the addresses of its images"
    prefix: ClassVar[str] = "/wavespeed/api/v3"
    base_path: ClassVar[str] = "/wavespeed/api/v3"
    edit_path: ClassVar[str] = "/wavespeed-ai/qwen-image/edit"
    example: ClassVar[str] = (
        '-H "content-type: application/json"'
        ' -d \'{"prompt": "make it sepia", "image": "data:image/png;base64,…"}\''
    )
    default_model: ClassVar[str] = "wavespeed-ai/qwen-image/edit"

    def routes(self) -> Sequence[Route]:
        self._jobs = JobStore()
        self._uploads: dict[str, str] = {}
        return (
            *(Route("POST", f"/{name}", self.submit) for name in models.model_ids()),
            Route("GET", "/predictions/{id}/result", self.result),
            Route("POST", "/predictions", self.jobs),
            Route("POST", "/predictions/delete", self.delete),
            Route("GET", "/models", self.models),
            Route("POST", "/model/price", self.price),
            Route("POST", "/media/upload/binary", self.upload),
            Route("POST", "/media/uploads", self.ticket),
            Route("PUT", "/media/uploads/{id}", self.put, needs_key=False),
            Route("GET", "/media/uploads/{id}", self.download, needs_key=False),
            Route("GET", "/balance", self.balance),
            Route("GET", "/webhook/secret", self.secret),
        )

    def error_response(self, error: APIError, request: Request) -> WireResponse:  # noqa: ARG002
        return errors.error_response(error, _headers())

    def submit(self, request: Request) -> WireResponse:
        values = request.valid_fields()
        name = "images" if "images" in values else "image"
        images, mask = request.images(name), request.mask("mask_image")
        if not images:
            raise APIError("image-missing", "at least one image is needed", path=(name,))
        mask = None if mask is None else align_mask(mask, images[0])
        model = request.path.removeprefix("/")
        size = _size(values, model, images[0].size)
        job = self._jobs.add(SandboxJob(model, self._work(request, values, images, mask, size)))
        if values.get("enable_sync_mode"):
            job.finish()
        return self._job_response(request, job)

    def _work(
        self,
        request: Request,
        values: Values,
        images: list[Image.Image],
        mask: Image.Image | None,
        size: Size | None,
    ) -> Work:
        """Paints when it is called, which a poll does."""
        form: Format = values.get("output_format") or _default_format(request)

        def work() -> tuple[list[str], tuple[str, ...]]:
            check_prompt(values.get("prompt"))
            prompt = values.get("prompt", "")
            picture = editor.edit(images, prompt, mask=mask, size=size)
            data = encode(picture.image, form)
            if values.get("enable_base64_output"):
                text = base64.b64encode(data).decode()
                return [f"data:{MEDIA_TYPES[form]};base64,{text}"], picture.operations
            path = request.pictures.keep(data, MEDIA_TYPES[form])
            return [request.origin + path], picture.operations

        return work

    def _job_response(self, request: Request, job: SandboxJob) -> WireResponse:
        return _answer(job.data(request.origin + self.base_path), job.operations)

    def result(self, request: Request) -> WireResponse:
        job = self._jobs.find(request.parameters["id"])
        job.finish()
        return self._job_response(request, job)

    def jobs(self, request: Request) -> WireResponse:
        values = request.valid_fields()
        wanted = {name: values[name] for name in ("model", "status") if name in values}
        origin = request.origin + self.base_path
        found = [
            job.data(origin)
            for job in self._jobs.newest_first()
            if all(getattr(job, name) == value for name, value in wanted.items())
        ]
        page, size = values["page"], values["page_size"]
        return _answer({"page": page, "items": found[(page - 1) * size : page * size]})

    def delete(self, request: Request) -> WireResponse:
        self._jobs.delete(request.valid_fields()["ids"])
        return _answer({})

    def models(self, _: Request) -> WireResponse:
        return _answer(models.listing())

    def price(self, request: Request) -> WireResponse:
        model_id = request.valid_fields()["model_id"]
        if model_id not in models.model_ids():
            raise APIError("model", f"model not found: {model_id:.80}")
        price = models.price(model_id)
        facts = {"price": price, "discounted_price": price, "discount_rate": 1, "currency": "USD"}
        return _answer({"model_id": model_id, **facts})

    def upload(self, request: Request) -> WireResponse:
        part = request.valid_fields()["file"]
        return _answer(self._uploaded(request, part.data, part.filename or "file"))

    def _uploaded(self, request: Request, data: bytes, filename: str) -> dict[str, Any]:
        media_type = sniff(data)
        if media_type is None:
            raise APIError("image-type", "the sandbox keeps images only", path=("file",))
        url = request.origin + request.pictures.keep(data, media_type)
        return {"type": "image", "download_url": url, "filename": filename, "size": len(data)}

    def ticket(self, request: Request) -> WireResponse:
        """Where to put a file, as the provider's newer SDK uploads it."""
        size = request.json_object().get("size")
        if not isinstance(size, int) or not 0 < size <= _MOST_UPLOADED:
            raise APIError("value", f"must be 1 to {_MOST_UPLOADED}", path=("size",))
        name = new_id()
        url = f"{request.origin}{self.base_path}/media/uploads/{name}"
        self._uploads[name] = ""
        upload = {"method": "PUT", "url": url, "headers": {}}
        return _answer({"upload": upload, "download_url": url})

    def put(self, request: Request) -> WireResponse:
        name = request.parameters["id"]
        if name not in self._uploads:
            raise APIError("model", "there is no such upload")
        uploaded = self._uploaded(request, request.wire.body, name)
        self._uploads[name] = uploaded["download_url"]
        return full_response(200, b"", "text/plain", _headers())

    def download(self, request: Request) -> WireResponse:
        url = self._uploads.get(request.parameters["id"], "")
        kept = request.pictures.find(url.removeprefix(request.origin))
        if kept is None:
            raise APIError("model", "there is no such upload")
        return full_response(200, kept[0], kept[1], _headers())

    def balance(self, _: Request) -> WireResponse:
        return _answer({"balance": _BALANCE})

    def secret(self, _: Request) -> WireResponse:
        return _answer({"secret": "whsec_sandbox"})


def _answer(data: Any, operations: Sequence[str] = ()) -> WireResponse:
    body = {"code": 200, "message": "success", "data": data}
    return json_response(200, body, _headers(), operations)


def _headers() -> Headers:
    return [("x-request-id", new_id())]


def _default_format(request: Request) -> Format:
    """The format that the contract has as the default of the model."""
    schemas = request.schema.variants("output_format")
    return next((schema["default"] for schema in schemas if "default" in schema), "jpeg")


def _size(values: Values, model: str, size: Size) -> Size | None:
    """The size of the result; `None` for that of the image. Raises `APIError`."""
    if "aspect_ratio" in values:
        return with_ratio(size, values["aspect_ratio"])
    text = values.get("size")
    if text is None:
        return None
    across, star, down = text.partition("*")
    if not (star and across.isdecimal() and down.isdecimal()):
        raise APIError("value", f"{text[:40]!r} is not like 1024*768", path=("size",))
    wanted = int(across[:6]), int(down[:6])
    fewest, most, longer = _BUDGETS.get(model, (1, _MOST_SIDES**2, _MOST_SIDES))
    pixels = wanted[0] * wanted[1]
    if not fewest <= pixels <= most or max(wanted) > longer * min(wanted):
        message = f"{text[:40]} is not {fewest} to {most} pixels, 1:{longer} to {longer}:1"
        raise APIError("value", message, path=("size",))
    return wanted
