"""What the tests of the one call share: an editor in both colours, and what reaches the sandbox."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import pyvenice
from pyvenice import PricedResult
from pyvenice.core.client import construction
from pyvenice.core.recording.multipart_parser import parse_form
from pyvenice.core.recording.recorded_exchange import WireRequest, WireResponse
from pyvenice.sandbox.server.app import Sandbox


@dataclass
class Sent:
    """A request as the sandbox received it: fields of a form or JSON body, each with all its values."""

    path: str
    fields: dict[str, list[Any]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        (value,) = self.fields[name]
        return value


class Recorder(Sandbox):
    """A sandbox that keeps the bytes of what it receives; `refuses` may answer in its place."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[WireRequest] = []
        self.refuses: Callable[[int], WireResponse | None] = lambda _: None

    def handle(self, request: WireRequest) -> WireResponse:
        self.requests.append(request)
        return self.refuses(len(self.requests)) or super().handle(request)

    @property
    def sent(self) -> list[Sent]:
        return [parsed(request) for request in self.requests]

    @property
    def only(self) -> Sent:
        (sent,) = self.sent
        return sent


def parsed(request: WireRequest) -> Sent:
    """The request, its body taken apart."""
    sent = Sent(request.url.partition("http://sandbox")[2])
    kind = request.headers.get("content-type", "")
    if kind.startswith("multipart/"):
        for part in parse_form(request.body, kind):
            value = part.data if part.filename is not None else part.data.decode()
            sent.fields.setdefault(part.name, []).append(value)
    elif request.body:
        sent.fields = {name: [value] for name, value in json.loads(request.body).items()}
    return sent


def refusal(status: int, message: str = "no") -> WireResponse:
    body = json.dumps({"error": {"message": message}}).encode()
    return WireResponse(status, [("content-type", "application/json")], [body])


@pytest.fixture(autouse=True)
def wire(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    """The sandbox that all clients of the test talk to."""
    recorder = Recorder()
    monkeypatch.setattr(construction, "_sandbox", lambda: recorder)
    return recorder


@dataclass
class Desk:
    """An editor of either colour, called in the same way."""

    mode: str
    settings: dict[str, Any]

    def __call__(
        self, verb: str, *args: Any, editor: dict[str, Any] | None = None, **options: Any
    ) -> PricedResult:
        """What one call of a new editor returns."""
        result: PricedResult = self.all([(verb, args, options)], **(editor or {}))[0]
        return result

    def edit(
        self, *args: Any, editor: dict[str, Any] | None = None, **options: Any
    ) -> PricedResult:
        return self("edit", *args, editor=editor, **options)

    def all(self, calls: list[tuple[str, Any, Any]], **settings: Any) -> list[Any]:
        """What several calls of one editor return, one after another."""
        given = {**self.settings, **settings}
        if self.mode == "sync":
            with pyvenice.Editor(**given) as editor:
                return [getattr(editor, verb)(*args, **options) for verb, args, options in calls]
        return asyncio.run(self._all_async(given, calls))

    async def _all_async(
        self, given: dict[str, Any], calls: list[tuple[str, Any, Any]]
    ) -> list[Any]:
        async with pyvenice.AsyncEditor(**given) as editor:
            return [await getattr(editor, verb)(*args, **options) for verb, args, options in calls]


@pytest.fixture(params=["sync", "async"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Desk:
    """An editor on the recorded sandbox, with a ledger of the test's own."""
    return Desk(request.param, {"sandbox": True, "ledger": tmp_path / "ledger.sqlite"})


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[pyvenice.Ledger]:
    """The ledger of the desk."""
    with pyvenice.Ledger(tmp_path / "ledger.sqlite") as ledger:
        yield ledger
