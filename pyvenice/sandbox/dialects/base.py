"""What all dialects share: routes, the key, faults on demand, and two words that play a part."""

from __future__ import annotations

import re
import secrets
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from pyvenice.core.recording.recorded_exchange import WireRequest, WireResponse
from pyvenice.sandbox.faults.response_faults import carried_out
from pyvenice.sandbox.server.exchange import Exchange, Handler
from pyvenice.sandbox.server.files import Files
from pyvenice.sandbox.server.forms import FormRules
from pyvenice.sandbox.server.refusals import RefusalError
from pyvenice.sandbox.server.request_log import Visit

_FORBIDDEN = re.compile(r"\bforbidden\b", re.IGNORECASE)
_NAMED = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Route:
    """A method and a path, `{name}` standing for one step of it, and who answers."""

    method: str
    path: str
    handler: Handler
    needs_key: bool = True

    def parameters(self, path: str) -> dict[str, str] | None:
        """What stands in a path for the names of this route; `None` if it is another path."""
        pattern = _NAMED.sub(r"(?P<\1>[^/]+)", self.path)
        match = re.fullmatch(pattern, path)
        return match.groupdict() if match else None


class Dialect(ABC):
    """One provider's way to be asked and to answer, below one path of the server."""

    provider: ClassVar[str]
    prefix: ClassVar[str]
    base_path: ClassVar[str]
    """What a client takes as the path of its base URL."""
    contract_prefix: ClassVar[str] = ""
    form_rules: ClassVar[FormRules] = FormRules()
    needs_key: ClassVar[bool] = True
    error_event: ClassVar[bytes] = b""
    """How a stream of events says that something went wrong."""

    def __init__(self, *, api_key: str, files: Files) -> None:
        self._api_key = api_key
        self._files = files
        self._routes = tuple(self.routes())

    @abstractmethod
    def routes(self) -> Sequence[Route]:
        """All that this dialect answers."""

    @abstractmethod
    def refusal(self, refused: RefusalError, exchange: Exchange) -> WireResponse:
        """A refusal in the provider's own shape, with its true status and headers."""

    def answer(self, request: WireRequest, path: str, visit: Visit) -> WireResponse:
        """The answer to a request whose path below the prefix is `path`."""
        exchange = self._exchange(request, path)
        try:
            return self._answered(exchange, visit)
        except RefusalError as refused:
            return self.refusal(refused, exchange)

    def refuse(self, request: WireRequest, path: str, refused: RefusalError) -> WireResponse:
        """A refusal without a look at the request's body."""
        return self.refusal(refused, self._exchange(request, path))

    def _answered(self, exchange: Exchange, visit: Visit) -> WireResponse:
        route, parameters = self._route(exchange)

        def work() -> WireResponse:
            if route.needs_key:
                self._check_key(exchange)
            return route.handler(self._exchange(exchange.request, exchange.path, parameters))

        return carried_out(visit, work, self.error_event)

    def _exchange(
        self, request: WireRequest, path: str, parameters: dict[str, str] | None = None
    ) -> Exchange:
        return Exchange(
            request,
            path,
            self._files,
            self.form_rules,
            self.provider,
            self.contract_prefix,
            parameters or {},
        )

    def _route(self, exchange: Exchange) -> tuple[Route, dict[str, str]]:
        method = "GET" if exchange.request.method == "HEAD" else exchange.request.method
        known = [
            (route, parameters)
            for route in self._routes
            if (parameters := route.parameters(exchange.path)) is not None
        ]
        for route, parameters in known:
            if route.method == method:
                return route, parameters
        if known:
            raise RefusalError("method", ", ".join(sorted({route.method for route, _ in known})))
        raise RefusalError("route", exchange.path)

    def _check_key(self, exchange: Exchange) -> None:
        if not self.needs_key:
            return
        given = exchange.bearer
        if given is None:
            raise RefusalError("key-missing")
        if not secrets.compare_digest(given.encode(), self._api_key.encode()):
            raise RefusalError("key-wrong", masked(given))


def check_words(prompt: str | None, model: str | None) -> None:
    """Play the censor for a prompt with the word "forbidden", and miss a model named "unknown".

    Raises `RefusalError`. All other prompts and models are taken.
    """
    if model and "unknown" in model.lower():
        raise RefusalError("model", model, path=("model",))
    if prompt and _FORBIDDEN.search(prompt):
        raise RefusalError("policy", path=("prompt",))


def masked(key: str) -> str:
    """A key of which only its length and its last characters show, as providers print it."""
    shown = key[-4:] if len(key) > 12 else ""
    return "*" * min(max(len(key) - len(shown), 3), 20) + shown


def new_id(prefix: str = "") -> str:
    """An id for a request or a picture."""
    return prefix + secrets.token_hex(16)
