"""Ask the sandbox as bytes on a wire, and read what it answers."""

from __future__ import annotations

import base64
import io
import json
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageChops

from pyvenice.core.recording.recorded_exchange import WireRequest
from pyvenice.sandbox import Sandbox

ORIGIN = "http://sandbox.test"
VENICE = "/venice/api/v1"
OPENAI = "/openai/v1"
XINFERENCE = "/xinference/v1"

Field = tuple[str, str | bytes] | tuple[str, bytes, str, str]


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def operations(self) -> str:
        return self.headers.get("x-sandbox-operations", "")

    @property
    def image(self) -> Image.Image:
        """The picture: the body itself, or the first one in its JSON."""
        if not self.headers["content-type"].startswith("application/json"):
            return opened(self.body)
        return self.images[0]

    @property
    def images(self) -> list[Image.Image]:
        return [opened(base64.b64decode(item["b64_json"])) for item in self.json["data"]]

    @property
    def events(self) -> list[tuple[str, Any]]:
        blocks = self.body.decode().strip().split("\n\n")
        pairs = [block.split("\n") for block in blocks]
        return [
            (name.removeprefix("event: "), json.loads(data.removeprefix("data: ")))
            for name, data in pairs
        ]


@dataclass(frozen=True)
class Asking:
    """A sandbox and the key that is sent to it."""

    sandbox: Sandbox
    key: str | None = "sandbox"

    def send(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> Answer:
        sent = {"authorization": f"Bearer {self.key}"} if self.key is not None else {}
        request = WireRequest(method, ORIGIN + path, sent | (headers or {}), body)
        answer = self.sandbox.handle(request)
        return Answer(answer.status, dict(answer.headers), b"".join(answer.body))

    def get(self, path: str, headers: dict[str, str] | None = None) -> Answer:
        return self.send("GET", path, headers=headers)

    def json(self, path: str, tree: Any, headers: dict[str, str] | None = None) -> Answer:
        body = json.dumps(tree).encode()
        return self.send("POST", path, body, {"content-type": "application/json"} | (headers or {}))

    def form(self, path: str, *fields: Field, headers: dict[str, str] | None = None) -> Answer:
        kind = {"content-type": "multipart/form-data; boundary=frontier"}
        return self.send("POST", path, multipart(*fields), kind | (headers or {}))


def multipart(*fields: Field) -> bytes:
    """A form; a field of four is a file: name, bytes, file name, media type."""
    body = b""
    for field in fields:
        head = f'--frontier\r\nContent-Disposition: form-data; name="{field[0]}"'
        if len(field) == 4:
            head += f'; filename="{field[2]}"\r\nContent-Type: {field[3]}'
        data = field[1] if isinstance(field[1], bytes) else field[1].encode()
        body += head.encode() + b"\r\n\r\n" + data + b"\r\n"
    return body + b"--frontier--\r\n"


def opened(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        return image


def scenery(width: int = 320, height: int = 240, mode: str = "RGB") -> Image.Image:
    """A picture without two equal quarters: colour gradients across and down."""
    across = Image.linear_gradient("L").rotate(90).resize((width, height))
    down = Image.linear_gradient("L").resize((width, height))
    flat = Image.new("L", (width, height), 90)
    return Image.merge("RGB", (across, down, flat)).convert(mode)


def farthest(image: Image.Image, other: Image.Image) -> int:
    """The largest difference of two pictures in any pixel and channel."""
    histogram = ImageChops.difference(image, other).histogram()
    return max(place % 256 for place, count in enumerate(histogram) if count)


def file(image: Image.Image | None = None, kind: str = "PNG", **options: Any) -> bytes:
    stream = io.BytesIO()
    (image or scenery()).save(stream, kind, **options)
    return stream.getvalue()


def base64_of(data: bytes) -> str:
    return base64.b64encode(data).decode()


def png_field(name: str = "image", image: Image.Image | None = None) -> Field:
    return name, file(image), "photo.png", "image/png"
