"""Applications imitated on the wire: the form or JSON body that each of them sends."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx

from benchmarks.gateway_matrix.exchange import Address, Answer, Wanted, answer_of

Shape = Literal["form", "images", "image_url", "image", "base64", "ref_images"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """How an application asks for an edit."""

    image: str = "image[]"
    """The form field of one image."""
    several: str = "image[]"
    """The form field of each of several; `{}` stands for its number."""
    mask: str | None = "mask"
    """`None`: it sends no mask."""
    habits: Mapping[str, Any] = field(default_factory=dict)
    """Fields that it always sends."""
    file_name: str = "image.png"
    media_type: str = "image/png"
    headers: Mapping[str, str] = field(default_factory=dict)
    path: str = "/v1/images/{route}"
    key_header: str = "authorization"
    shape: Shape = "form"
    is_chunked: bool = False

    def ask(self, address: Address, wanted: Wanted) -> Answer:
        """Send a request, and return what came back."""
        with httpx.Client(timeout=60, trust_env=False) as client:
            request = self.request(client, address, wanted)
            return answer_of(client.send(request))

    def request(self, client: httpx.Client, address: Address, wanted: Wanted) -> httpx.Request:
        """The request as it goes over the wire."""
        path = self.path.format(route=wanted.route, model=wanted.model)
        url = address.url.removesuffix("/v1") + path
        texts = {**{name: str(value) for name, value in self.habits.items()}, **wanted.texts}
        headers = {**self.headers, **self._credentials(address)}
        if self.shape != "form":
            body = {**texts, **self._json_images(wanted)}
            return client.build_request("POST", url, json=body, headers=headers)
        files = [
            (name, (self.file_name, content, self.media_type))
            for name, content in self._parts(wanted)
        ]
        request = client.build_request("POST", url, data=texts, files=files, headers=headers)
        if not self.is_chunked:
            return request
        chunks = _chunks(request.read())
        headers["content-type"] = request.headers["content-type"]
        return client.build_request("POST", url, content=chunks, headers=headers)

    def _credentials(self, address: Address) -> dict[str, str]:
        if not address.key:
            return {}
        if self.key_header == "authorization":
            return {"authorization": f"Bearer {address.key}"}
        return {self.key_header: address.key}

    def _parts(self, wanted: Wanted) -> Iterator[tuple[str, bytes]]:
        name = self.image if len(wanted.images) == 1 else self.several
        for number, content in enumerate(wanted.images):
            yield name.format(number), content
        if wanted.mask is not None and self.mask is not None:
            yield self.mask, wanted.mask

    def _json_images(self, wanted: Wanted) -> dict[str, Any]:
        uris = [_data_uri(content) for content in wanted.images]
        mask = {} if wanted.mask is None else {"mask": _data_uri(wanted.mask)}
        if self.shape == "images":
            boxed = {name: {"image_url": uri} for name, uri in mask.items()}
            return {"images": [{"image_url": uri} for uri in uris], **boxed}
        if self.shape == "image_url":
            return {"images": [{"image_url": {"url": uri}} for uri in uris], **mask}
        if self.shape == "image":
            return {"image": uris[0] if len(uris) == 1 else uris, **mask}
        plain = [base64.b64encode(content).decode() for content in wanted.images]
        if self.shape == "base64":
            return {"image": plain[0] if len(plain) == 1 else plain, **mask}
        return {"ref_images": plain}


def _data_uri(content: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(content).decode()}"


def _chunks(body: bytes) -> Iterator[bytes]:
    for start in range(0, len(body), 700):
        yield body[start : start + 700]


APPLICATIONS: Mapping[str, Application] = {
    "Open WebUI": Application(
        image="image",
        mask=None,
        habits={"n": 1, "response_format": "b64_json"},
        file_name="2f1c.png",
        headers={"x-openwebui-user-id": "u-1"},
    ),
    "LibreChat": Application(
        mask=None, habits={"quality": "auto", "size": "auto"}, is_chunked=True
    ),
    "n8n": Application(
        habits={"n": 1, "quality": "auto", "background": "auto", "input_fidelity": "low"}
    ),
    "go-openai": Application(
        image="image", several="image", habits={"n": 0, "size": "", "response_format": ""}
    ),
    "ruby-openai": Application(image="image", several="image[{}]"),
    "LobeChat": Application(image="image", habits={"n": 1, "response_format": "b64_json"}),
    "ComfyUI": Application(
        image="image", habits={"n": 1, "size": "auto", "moderation": "low", "background": "auto"}
    ),
    "GIMP": Application(habits={"n": 1, "moderation": "low"}),
    "Dify": Application(
        habits={"n": 1, "size": "auto", "quality": "auto"}, file_name="input_image.png"
    ),
    "Cherry Studio": Application(
        habits={"n": 1, "quality": "auto", "size": "auto", "moderation": "auto"}
    ),
    "Semantic Kernel": Application(image="image", habits={"response_format": "url"}),
    "LiteLLM client": Application(habits={"n": 1}, headers={"user-agent": "litellm/1.110.2"}),
    "Azure client": Application(
        image="image",
        path="/openai/deployments/{model}/images/{route}?api-version=2025-04-01-preview",
        key_header="api-key",
    ),
    "AnythingLLM": Application(
        shape="ref_images", path="/v1/images/generations", habits={"n": 1}, mask=None
    ),
    "JSON relay": Application(shape="images"),
}
"""What twenty SDKs and applications send, read in their public source."""
FORMS: Mapping[str, Application] = {
    "repeated image": Application(image="image", several="image"),
    "images[]": Application(image="images[]", several="images[]"),
    "octet-stream": Application(
        image="image", file_name="upload", media_type="application/octet-stream"
    ),
    "mask[]": Application(mask="mask[]"),
    "chunked": Application(is_chunked=True),
    "no /v1": Application(path="/images/{route}"),
    "doubled /v1": Application(path="/v1/v1/images/{route}"),
    "trailing slash": Application(path="/v1/images/{route}/"),
    "JSON image_url.url": Application(shape="image_url"),
    "JSON image": Application(shape="image"),
    "JSON base64": Application(shape="base64"),
    "x-api-key": Application(key_header="x-api-key"),
}
"""Ways to write the same request."""
PLAIN = Application(image="image")
