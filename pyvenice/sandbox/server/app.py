"""The sandbox as a function from request to answer; servers and clients wrap it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pyvenice.core.recording.journal import Journal
from pyvenice.core.recording.recorded_exchange import WireRequest, WireResponse
from pyvenice.sandbox.dialects.base import Dialect
from pyvenice.sandbox.dialects.openai.routes import OpenAI
from pyvenice.sandbox.dialects.venice.routes import Venice
from pyvenice.sandbox.dialects.xinference.routes import Xinference
from pyvenice.sandbox.faults.grammar import Fault
from pyvenice.sandbox.faults.response_faults import carried_out
from pyvenice.sandbox.server.exchange import json_answer, whole_answer
from pyvenice.sandbox.server.files import Files
from pyvenice.sandbox.server.page import front_page
from pyvenice.sandbox.server.refusals import RefusalError
from pyvenice.sandbox.server.request_log import Visit, Visits

MOST_BYTES = 64 * 1024 * 1024
"""The largest body that is taken."""

_ROOT = frozenset(["", "/"])


class Sandbox:
    """Speaks the dialects of Venice, OpenAI and Xinference, and edits images without a model.

    Each dialect has its base URL on the one server: `/venice/api/v1`, `/openai/v1` and
    `/xinference/v1`. Requests are checked against the pinned contracts; what is refused is refused
    with the provider's own status, headers and body. The picture is made by drawing operations
    that words of the prompt stand for, so that the same request always gives the same picture.

    Three words play a part: a prompt with "forbidden" is refused as a violation of the content
    policy, a model whose id contains "unknown" does not exist, one with "deprecated" is about to
    be retired (Venice). The header `x-sandbox-fault` makes something go wrong, such as `429` or
    `image:truncated`; `faults` do so for all clients: `503`, or `every 10th: bad-json`. A
    `ValueError` is raised for one that there is not. Each exchange is added to the `journal`, without
    its key; `OSError` is raised where that cannot be written. Every answer carries `x-sandbox: pyvenice`,
    and `x-sandbox-operations` with what was done to the picture.
    """

    def __init__(
        self,
        *,
        api_key: str = "sandbox",
        xinference_needs_key: bool = False,
        faults: Iterable[str] = (),
        journal: Path | None = None,
    ) -> None:
        self.api_key = api_key
        self._journal = Journal(journal) if journal is not None else None
        self._visits = Visits(faults)
        self._files = Files()
        self._dialects: tuple[Dialect, ...] = (
            Venice(api_key=api_key, files=self._files),
            OpenAI(api_key=api_key, files=self._files),
            Xinference(api_key=api_key, files=self._files, needs_key=xinference_needs_key),
        )

    @property
    def seen(self) -> deque[Visit]:
        """The latest 20,000 requests, in the order in which they arrived."""
        return self._visits.seen

    def handle(self, request: WireRequest) -> WireResponse:
        """Answer a request. Safe to call from several threads at once."""
        visit = self.admit(request)
        if visit.fault is not None and visit.fault.on_wire:
            visit.refusal = _needs_server(visit.fault)
        elif len(request.body) > MOST_BYTES:
            visit.refusal = too_large()
        return self.answer(request, visit)

    def admit(self, request: WireRequest) -> Visit:
        """Note a request, of which only the head need be known, and find the fault due to it."""
        return self._visits.note(request, faultless=urlsplit(request.url).path in _ROOT)

    def answer(self, request: WireRequest, visit: Visit) -> WireResponse:
        """The answer to a request that was admitted, with the faults of content in it."""
        answer = self._answered(request, visit)
        return answer if self._journal is None else self._journal.noted(request, answer)

    def _answered(self, request: WireRequest, visit: Visit) -> WireResponse:
        path = urlsplit(request.url).path
        dialect = next((one for one in self._dialects if _below(path, one.prefix)), None)
        below = unquote(path[len(dialect.prefix) :]) if dialect else path
        if visit.refusal is not None:
            return (
                dialect.refuse(request, below, visit.refusal)
                if dialect
                else _plainly(visit.refusal)
            )
        if dialect is not None:
            return dialect.answer(request, below, visit)
        try:
            return self._plain(request, path, visit)
        except RefusalError as refused:
            return _plainly(refused)

    def addresses(self, origin: str) -> Mapping[str, str]:
        """The base URL of each dialect on a server at `origin`."""
        return {one.provider: origin + one.base_path for one in self._dialects}

    def _plain(self, request: WireRequest, path: str, visit: Visit) -> WireResponse:
        parts = urlsplit(request.url)
        if request.method not in {"GET", "HEAD"}:
            return json_answer(404, {"error": self._lost(path)})
        if path in _ROOT:
            origin = f"{parts.scheme}://{parts.netloc}"
            return front_page(request, self.addresses(origin), self.api_key)
        found = (
            self._files.find(path.removeprefix("/files/")) if path.startswith("/files/") else None
        )
        if found is None:
            return json_answer(404, {"error": self._lost(path)})
        return carried_out(visit, lambda: whole_answer(200, *found))

    def _lost(self, path: str) -> str:
        known = ", ".join(one.base_path for one in self._dialects)
        return f"there is nothing at {path}; the dialects are at {known}"


def too_large() -> RefusalError:
    """The refusal of a body of more than 64 MiB."""
    return RefusalError(
        "body-too-large", f"the body has more than {MOST_BYTES:,} bytes", status=413
    )


def _needs_server(fault: Fault) -> RefusalError:
    return RefusalError(
        "value",
        f"the fault {fault} breaks a connection, and in this process there is none; start a"
        " server with `python -m pyvenice.sandbox` or pyvenice.sandbox.background()",
    )


def _plainly(refused: RefusalError) -> WireResponse:
    told = {"error": refused.message or "a fault that was asked for"}
    return json_answer(refused.status or 400, told, refused.headers)


def _below(path: str, prefix: str) -> bool:
    return path == prefix or path.startswith(f"{prefix}/")
