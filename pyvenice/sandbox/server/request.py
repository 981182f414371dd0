"""A request as a dialect sees it: route, key, body against the contract, and decoded images."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from PIL import Image

from pyvenice.contract.schema.reader import Path, Violation
from pyvenice.core.json_types import Json, Schema
from pyvenice.core.recording.multipart_parser import FILE, FORM, Part
from pyvenice.core.recording.recorded_exchange import WireRequest, WireResponse
from pyvenice.sandbox.server import forms, image_inputs
from pyvenice.sandbox.server.body_schema import BodySchema, body_schema, media_types
from pyvenice.sandbox.server.errors import APIError
from pyvenice.sandbox.server.forms import FormRules
from pyvenice.sandbox.server.picture_links import Links, PictureStore

Values = dict[str, Any]


@dataclass(frozen=True)
class Request:
    """A request below the base URL of a dialect; `path` is the rest of its path.

    `template` is the path of its route, and `parameters` are what stands there for `{model}`.
    """

    wire: WireRequest
    path: str
    pictures: PictureStore
    form_rules: FormRules
    provider: str
    contract_prefix: str = ""
    template: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        """The scheme, host and port by which the client called this server."""
        parts = urlsplit(self.wire.url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def query(self) -> dict[str, str]:
        """The query parameters; of several with one name the last."""
        query = parse_qs(urlsplit(self.wire.url).query)
        return {name: values[-1] for name, values in query.items()}

    @property
    def media_type(self) -> str:
        """The content type without its parameters, in lower case."""
        return self.wire.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def contract_path(self) -> str:
        return self.contract_prefix + (self.template or self.path)

    def key(self, header: str) -> str | None:
        """The key in this header; empty text when that has another form."""
        given = self.wire.headers.get(header)
        if given is None or header != "authorization":
            return given
        scheme, _, key = given.partition(" ")
        return key.strip() if scheme.lower() == "bearer" else ""

    @functools.cached_property
    def schema(self) -> BodySchema:
        """The contract for this body. Raises `APIError` for another content type."""
        operation = self.provider, self.wire.method, self.contract_path
        schema = body_schema(*operation, self.media_type)
        if schema is None:
            allowed = " and ".join(media_types(*operation))
            given = self.media_type or "no content type"
            raise APIError("content-type", f"{given} is not taken here, only {allowed}")
        return schema

    @functools.cached_property
    def form(self) -> forms.Form:
        """The fields of the body as they were sent. Raises `APIError` for a broken one."""
        schema = self.schema
        if self.media_type == FORM:
            content_type = self.wire.headers.get("content-type", "")
            parts = forms.parts_of(self.wire.body, content_type)
            return forms.read_form(parts, schema, self.form_rules)
        return forms.Form(_json_object(self.wire.body))

    def json_object(self) -> Values:
        """The body as a JSON object, which no contract describes. Raises `APIError`."""
        return _json_object(self.wire.body)

    def violations(self) -> list[Violation]:
        """All places where the body breaks the contract."""
        values = self.form.values
        violations = self.schema.violations(_without_files(values))
        if self.media_type == FORM:
            violations += forms.file_violations(self.schema, values, self.form_rules)
        return violations

    def valid_fields(self) -> Values:
        """The fields of the body. Raises `APIError` with every violation of the contract."""
        violations = self.violations()
        if violations:
            raise APIError("schema", "the request breaks the contract", violations=violations)
        return self.form.values

    @functools.cached_property
    def links(self) -> Links:
        return Links(self.origin, self.pictures)

    def images(self, name: str) -> list[Image.Image]:
        """The images of a field, decoded and checked. Raises `APIError`."""
        return [
            image_inputs.read_image(value, rule, path, self.links)
            for path, rule, value in self.raw_images(name)
        ]

    def mask(self, name: str) -> Image.Image | None:
        """The mask of a field in mode L, 255 where to edit; `None` if there is none."""
        for path, rule, value in self.raw_images(name):
            return image_inputs.read_mask(value, rule, path, self.links)
        return None

    def raw_images(self, name: str) -> list[tuple[Path, Schema, Any]]:
        """The undecoded images of a field, with their paths and rules.

        Raises `APIError` for more than the contract allows.
        """
        images = [
            (path, rule, value)
            for path, rule, value in self.schema.images(self.form.values)
            if path[0] == name and value is not None
        ]
        limit = images[0][1].get("max-count") if images else None
        if limit and len(images) > limit:
            violation = Violation((name,), "maxItems", limit, len(images))
            raise APIError("schema", violations=[violation])
        return images


Handler = Callable[[Request], WireResponse]


def _json_object(body: bytes) -> Values:
    try:
        tree = json.loads(body, parse_constant=_refuse_constant, parse_float=_number)
        if b"\\ud" in body.lower():
            # A lone surrogate cannot be encoded again; real servers replace it as well.
            tree = json.loads(json.dumps(tree, ensure_ascii=False).encode("utf-8", "replace"))
    except (ValueError, RecursionError) as error:
        raise APIError("malformed", f"the body is not JSON: {error}") from error
    if not isinstance(tree, dict):
        raise APIError("schema", violations=[Violation((), "type", ["object"], type(tree)())])
    return tree


def _number(text: str) -> float | int:
    """A number; a whole one is an integer however it is written, as in JSON Schema."""
    number = float(text)
    return int(number) if number.is_integer() else number


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _without_files(value: Any) -> Json:
    if isinstance(value, Part):
        return FILE
    if isinstance(value, dict):
        return {key: _without_files(item) for key, item in value.items()}
    return [_without_files(item) for item in value] if isinstance(value, list) else value
