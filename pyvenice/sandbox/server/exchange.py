"""One request on its way through a dialect: read, checked, and answered."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from PIL import Image

from pyvenice.core.recording.multipart_parser import FILE, FORM, Part
from pyvenice.core.recording.recorded_exchange import WireRequest, WireResponse
from pyvenice.sandbox.server import forms, inputs
from pyvenice.sandbox.server.files import Files
from pyvenice.sandbox.server.forms import FormRules
from pyvenice.sandbox.server.links import Links
from pyvenice.sandbox.server.refusals import Path, RefusalError, Violation
from pyvenice.sandbox.server.schema import RequestSchema, media_types, request_schema

Headers = list[tuple[str, str]]
Values = dict[str, Any]

MARK = ("x-sandbox", "pyvenice")


@dataclass(frozen=True)
class Exchange:
    """A request as a dialect sees it; `path` is what follows the dialect's base URL."""

    request: WireRequest
    path: str
    files: Files
    form_rules: FormRules
    provider: str
    contract_prefix: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        """Where this server is, as the client called it."""
        parts = urlsplit(self.request.url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def query(self) -> dict[str, str]:
        """The query parameters; of several with one name the last."""
        return {
            name: values[-1] for name, values in parse_qs(urlsplit(self.request.url).query).items()
        }

    @property
    def media_type(self) -> str:
        """The content type without its parameters, in lower case."""
        return self.request.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def contract_path(self) -> str:
        return self.contract_prefix + self.path

    @property
    def bearer(self) -> str | None:
        """The key that the request carries; empty text when the header has another form."""
        header = self.request.headers.get("authorization")
        if header is None:
            return None
        scheme, _, key = header.partition(" ")
        return key.strip() if scheme.lower() == "bearer" else ""

    @functools.cached_property
    def schema(self) -> RequestSchema:
        """The contract for this body. Raises `RefusalError` for another content type."""
        found = request_schema(
            self.provider, self.request.method, self.contract_path, self.media_type
        )
        if found is None:
            taken = media_types(self.provider, self.request.method, self.contract_path)
            given = self.media_type or "no content type"
            raise RefusalError(
                "content-type", f"{given} is not taken here, only {' and '.join(taken)}"
            )
        return found

    @functools.cached_property
    def form(self) -> forms.Form:
        """The fields of the body as they were sent. Raises `RefusalError` for a broken one."""
        schema = self.schema
        if self.media_type == FORM:
            content_type = self.request.headers.get("content-type", "")
            parts = forms.parts_of(self.request.body, content_type)
            return forms.read_form(parts, schema, self.form_rules)
        return forms.Form(_json_object(self.request.body))

    def violations(self) -> list[Violation]:
        """All places where the body breaks the contract."""
        values = self.form.values
        found = self.schema.violations(_without_files(values))
        if self.media_type == FORM:
            found += forms.file_violations(self.schema, values, self.form_rules)
        return found

    def checked(self) -> Values:
        """The fields of the body. Raises `RefusalError` with every violation of the contract."""
        found = self.violations()
        if found:
            raise RefusalError("schema", "the request breaks the contract", violations=found)
        return self.form.values

    @functools.cached_property
    def links(self) -> Links:
        return Links(self.origin, self.files)

    def images(self, name: str) -> list[Image.Image]:
        """The images of a field, decoded and checked. Raises `RefusalError`."""
        return [
            inputs.read_image(value, rule, path, self.links)
            for path, rule, value in self.given(name)
        ]

    def mask(self, name: str) -> Image.Image | None:
        """The mask of a field in mode L, 255 where to edit; `None` if there is none."""
        for path, rule, value in self.given(name):
            return inputs.read_mask(value, rule, path, self.links)
        return None

    def given(self, name: str) -> list[tuple[Path, inputs.Rule, Any]]:
        """The undecoded images of a field, where they stand and under which rules.

        Raises `RefusalError` for too many.
        """
        found = [
            one
            for one in self.schema.images(self.form.values)
            if one[0][0] == name and one[2] is not None
        ]
        most = found[0][1].get("max-count") if found else None
        if most and len(found) > most:
            raise RefusalError(
                "schema", violations=[Violation((name,), "maxItems", most, len(found))]
            )
        return found


def json_answer(
    status: int, tree: Any, headers: Iterable[tuple[str, str]] = (), operations: Sequence[str] = ()
) -> WireResponse:
    """A JSON body with its headers."""
    body = json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return whole_answer(status, body, "application/json", headers, operations)


def whole_answer(
    status: int,
    body: bytes,
    media_type: str,
    headers: Iterable[tuple[str, str]] = (),
    operations: Sequence[str] = (),
) -> WireResponse:
    """A complete body with its length."""
    told = [("content-type", media_type), ("content-length", str(len(body))), *headers]
    return WireResponse(status, [*told, *marks(operations)], [body])


def event_answer(
    events: Iterable[bytes], headers: Iterable[tuple[str, str]] = (), operations: Sequence[str] = ()
) -> WireResponse:
    """A stream of server-sent events."""
    told = [("content-type", "text/event-stream; charset=utf-8"), ("cache-control", "no-cache")]
    return WireResponse(200, [*told, *headers, *marks(operations)], events)


def event(name: str, tree: Any) -> bytes:
    """One server-sent event."""
    return f"event: {name}\ndata: {json.dumps(tree, separators=(',', ':'))}\n\n".encode()


def marks(operations: Sequence[str]) -> Headers:
    """The headers by which an answer says that no model made it, and what did."""
    done = ", ".join(dict.fromkeys(operations)).encode("ascii", "replace").decode()
    return [MARK, *([("x-sandbox-operations", done)] if done else [])]


def _json_object(body: bytes) -> Values:
    try:
        tree = json.loads(body, parse_constant=_refuse_constant, parse_float=_number)
        if b"\\ud" in body.lower():
            tree = json.loads(json.dumps(tree, ensure_ascii=False).encode("utf-8", "replace"))
    except (ValueError, RecursionError) as error:
        raise RefusalError("malformed", f"the body is not JSON: {error}") from error
    if not isinstance(tree, dict):
        kind = {list: "array", str: "string", type(None): "null", bool: "boolean"}.get(
            type(tree), "number"
        )
        raise RefusalError("schema", violations=[Violation((), "type", ["object"], kind)])
    return tree


def _number(text: str) -> float | int:
    """A number; a whole one is an integer however it is written, as in JSON Schema."""
    number = float(text)
    return int(number) if number.is_integer() else number


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _without_files(value: Any) -> Any:
    if isinstance(value, Part):
        return FILE
    if isinstance(value, dict):
        return {key: _without_files(one) for key, one in value.items()}
    return [_without_files(one) for one in value] if isinstance(value, list) else value


Handler = Callable[[Exchange], WireResponse]
