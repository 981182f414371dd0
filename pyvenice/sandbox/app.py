"""The sandbox as a function from request to answer; servers and clients wrap it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from pyvenice.core.wire import WireRequest, WireResponse
from pyvenice.sandbox.dialect import Dialect
from pyvenice.sandbox.exchange import json_answer, whole_answer
from pyvenice.sandbox.files import Files
from pyvenice.sandbox.openai import OpenAI
from pyvenice.sandbox.page import front_page
from pyvenice.sandbox.refusals import RefusalError
from pyvenice.sandbox.venice import Venice
from pyvenice.sandbox.xinference import Xinference

MOST_BYTES = 64 * 1024 * 1024
"""The largest body that is taken."""


class Sandbox:
    """Speaks the dialects of Venice, OpenAI and Xinference, and edits images without a model.

    Each dialect has its base URL on the one server: `/venice/api/v1`, `/openai/v1` and
    `/xinference/v1`. Requests are checked against the pinned contracts; what is refused is refused
    with the provider's own status, headers and body. The picture is made by drawing operations
    that words of the prompt stand for, so that the same request always gives the same picture.

    Three words play a part: a prompt with "forbidden" is refused as a violation of the content
    policy, a model whose id contains "unknown" does not exist, one with "deprecated" is about to
    be retired (Venice). The header `x-sandbox-fault: 429`, or any other status from 400 to 599,
    makes the answer that fault. Every answer carries `x-sandbox: pyvenice`, and
    `x-sandbox-operations` with what was done to the picture.
    """

    def __init__(self, *, api_key: str = "sandbox", xinference_needs_key: bool = False) -> None:
        self.api_key = api_key
        self._files = Files()
        self._dialects: tuple[Dialect, ...] = (
            Venice(api_key=api_key, files=self._files),
            OpenAI(api_key=api_key, files=self._files),
            Xinference(api_key=api_key, files=self._files, needs_key=xinference_needs_key),
        )

    def handle(self, request: WireRequest) -> WireResponse:
        """Answer a request. Safe to call from several threads at once."""
        if len(request.body) > MOST_BYTES:
            return self.too_large(request)
        path = urlsplit(request.url).path
        for dialect in self._dialects:
            if _below(path, dialect.prefix):
                return dialect.answer(request, unquote(path[len(dialect.prefix) :]))
        return self._plain(request, path)

    def too_large(self, request: WireRequest) -> WireResponse:
        """The answer to a body of more than 64 MiB, in the shape of the dialect asked."""
        path = urlsplit(request.url).path
        message = f"the body has more than {MOST_BYTES:,} bytes"
        for dialect in self._dialects:
            if _below(path, dialect.prefix):
                return dialect.refuse(request, path, RefusalError("body-too-large", message))
        return json_answer(413, {"error": message})

    def addresses(self, origin: str) -> Mapping[str, str]:
        """The base URL of each dialect on a server at `origin`."""
        return {one.provider: origin + one.base_path for one in self._dialects}

    def _plain(self, request: WireRequest, path: str) -> WireResponse:
        parts = urlsplit(request.url)
        if request.method not in {"GET", "HEAD"}:
            return json_answer(404, {"error": self._lost(path)})
        if path in {"", "/"}:
            origin = f"{parts.scheme}://{parts.netloc}"
            return front_page(request, self.addresses(origin), self.api_key)
        found = (
            self._files.find(path.removeprefix("/files/")) if path.startswith("/files/") else None
        )
        if found is None:
            return json_answer(404, {"error": self._lost(path)})
        return whole_answer(200, *found)

    def _lost(self, path: str) -> str:
        known = ", ".join(one.base_path for one in self._dialects)
        return f"there is nothing at {path}; the dialects are at {known}"


def _below(path: str, prefix: str) -> bool:
    return path == prefix or path.startswith(f"{prefix}/")
