"""The sandbox with one thing wrong: each fault is a way in which a server may break its contract."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from PIL import Image

from pyvenice.conformance.checks.operations import contract_of
from pyvenice.conformance.run.body_encoder import BodyEncoder
from pyvenice.conformance.run.invalid_requests import minimal_body
from pyvenice.conformance.run.run import root_of
from pyvenice.contract.pin.pin import effective
from pyvenice.core.recording.recorded_exchange import WireRequest, WireResponse
from pyvenice.sandbox import Sandbox

Honest = Callable[[WireRequest], WireResponse]
Serve = Callable[[WireRequest, Honest], WireResponse]

ORIGIN = "http://faulty.test"


def roots(origin: str) -> dict[str, str]:
    """The URL before the operations' paths for each dialect of a sandbox at this origin."""
    return {
        provider: root_of(url, list(contract_of(effective(provider)).operations.values()))
        for provider, url in Sandbox().addresses(origin).items()
    }


ROOTS = roots(ORIGIN)


def key_of(provider: str) -> dict[str, str]:
    """The header with the key of the sandbox, as the provider takes it."""
    operations = contract_of(effective(provider)).operations.values()
    return next(iter(operations)).key_headers("sandbox")


def provider_of(request: WireRequest) -> str:
    """The provider whose dialect a request is for."""
    return next(name for name, root in ROOTS.items() if request.url.startswith(root))


@dataclass(frozen=True)
class Fault:
    """A fault, the dialect that it is shown in, and the rule that must find it."""

    name: str
    provider: str
    rule: str
    serve: Serve


class FaultySandbox(Sandbox):
    """Answers as the sandbox does, but for one fault. Paints each picture once."""

    def __init__(self, fault: Fault | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.fault = fault
        self._painted: dict[tuple[str, ...], WireResponse] = {}

    def handle(self, request: WireRequest) -> WireResponse:
        return self.fault.serve(request, self.honest) if self.fault else self.honest(request)

    def honest(self, request: WireRequest) -> WireResponse:
        """The answer without the fault; the same object for the same request."""
        sent = [f"{name}: {value}" for name, value in sorted(request.headers.items())]
        key = (request.method, request.url, *sent, request.body.hex())
        if key not in self._painted:
            answer = super().handle(request)
            self._painted[key] = replace(answer, body=[b"".join(answer.body)])
        return self._painted[key]


def whole(answer: WireResponse, body: bytes | None = None, **headers: str | None) -> WireResponse:
    """The answer with another body, and with headers changed or (`None`) taken away."""
    data = b"".join(answer.body) if body is None else body
    changed = {name.replace("_", "-"): value for name, value in headers.items()}
    kept = [(name, value) for name, value in answer.headers if name not in changed]
    added = [(name, value) for name, value in changed.items() if value is not None]
    kept = [(name, value) for name, value in kept if name != "content-length"]
    return WireResponse(answer.status, [*kept, *added, ("content-length", str(len(data)))], [data])


def is_json(answer: WireResponse) -> bool:
    return dict(answer.headers)["content-type"].startswith("application/json")


def is_image(answer: WireResponse) -> bool:
    return dict(answer.headers)["content-type"].startswith("image/")


def fault_of_accepted(
    change: Callable[[WireResponse], WireResponse],
    where: Callable[[WireResponse], bool] = lambda _: True,
) -> Serve:
    """A fault of the answers of 200."""

    def serve(request: WireRequest, honest: Honest) -> WireResponse:
        answer = honest(request)
        return change(answer) if answer.status == 200 and where(answer) else answer

    return serve


def fault_of_refused(change: Callable[[WireResponse], WireResponse]) -> Serve:
    """A fault of the answers of 400."""

    def serve(request: WireRequest, honest: Honest) -> WireResponse:
        answer = honest(request)
        return change(answer) if answer.status == 400 else answer

    return serve


def in_json(change: Callable[[Any], None]) -> Callable[[WireResponse], WireResponse]:
    """Changes the value of a JSON answer."""

    def changed(answer: WireResponse) -> WireResponse:
        tree = json.loads(b"".join(answer.body))
        change(tree)
        return whole(answer, json.dumps(tree).encode())

    return changed


def in_events(
    change: Callable[[list[str]], Iterable[str]],
) -> Callable[[WireResponse], WireResponse]:
    """Changes the events of a stream, each given as its text."""

    def changed(answer: WireResponse) -> WireResponse:
        events = b"".join(answer.body).decode().split("\n\n")[:-1]
        text = "".join(f"{event}\n\n" for event in change(events))
        return WireResponse(answer.status, answer.headers, [text.encode()])

    return changed


def is_stream(answer: WireResponse) -> bool:
    return dict(answer.headers)["content-type"].startswith("text/event-stream")


def fault_of_validation(*words: str) -> Serve:
    """A server that does not look at something: what it would refuse for that, it takes."""

    def serve(request: WireRequest, honest: Honest) -> WireResponse:
        answer = honest(request)
        body = b"".join(answer.body)
        if answer.status in {400, 422} and any(word.encode() in body for word in words):
            return honest(good(request))
        return answer

    return serve


def good(request: WireRequest) -> WireRequest:
    """A request for the same operation that the contract allows."""
    provider = provider_of(request)
    operation = contract_of(effective(provider)).find(request.method, request.url)
    assert operation is not None
    kind = request.headers.get("content-type", "").partition(";")[0]
    media_type = kind if kind in operation.bodies else next(iter(operation.bodies))
    body, content_type = BodyEncoder(operation, media_type).encode(
        minimal_body(operation, media_type)
    )
    headers = {**request.headers, "content-type": content_type, **key_of(provider)}
    return replace(request, body=body, headers=headers)


def file_of(image: Image.Image, kind: str) -> bytes:
    stream = BytesIO()
    image.convert("RGB").save(stream, kind)
    return stream.getvalue()


def open_image(data: bytes) -> Image.Image:
    with Image.open(BytesIO(data)) as image:
        image.load()
        return image


def redraw(
    change: Callable[[Image.Image], Image.Image], kind: str = ""
) -> Callable[[bytes], bytes]:
    """Changes a picture, in its own format unless another is named."""

    def changed(data: bytes) -> bytes:
        image = open_image(data)
        return file_of(change(image), kind or image.format or "PNG")

    return changed


def picture(change: Callable[[bytes], bytes]) -> Callable[[WireResponse], WireResponse]:
    """Changes the picture that is the body."""
    return lambda answer: whole(answer, change(b"".join(answer.body)))


def pictures(change: Callable[[bytes], bytes]) -> Callable[[Any], None]:
    """Changes each picture in a list of pictures as base64."""

    def changed(tree: Any) -> None:
        for item in tree.get("data", ()):
            if item.get("b64_json"):
                data = base64.b64decode(item["b64_json"])
                item["b64_json"] = base64.b64encode(change(data)).decode()

    return changed
