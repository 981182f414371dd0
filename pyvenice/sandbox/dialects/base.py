"""Dialect: the base of all providers' servers, with routes, the key check and rate limits."""

from __future__ import annotations

import re
import secrets
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from pyvenice.core.images.header import sniff
from pyvenice.core.recording.recorded_exchange import WireRequest, WireResponse
from pyvenice.sandbox.dialects.rules import RateWindow
from pyvenice.sandbox.faults.response_faults import carry_out
from pyvenice.sandbox.faults.stream_faults import EventFormat
from pyvenice.sandbox.server.errors import APIError
from pyvenice.sandbox.server.forms import FormRules
from pyvenice.sandbox.server.picture_links import PictureStore
from pyvenice.sandbox.server.request import Handler, Request
from pyvenice.sandbox.server.request_log import LoggedRequest
from pyvenice.sandbox.server.responses import Headers

_PARAMETER = re.compile(r"\{(\w+)\}")
# Of a shorter key, its last four characters would be too much of it.
_MIN_SHOWN_KEY = 12


@dataclass(frozen=True, slots=True)
class Route:
    """A method, a path in which `{name}` stands for a segment, or for several, and its handler."""

    method: str
    path: str
    handler: Handler
    needs_key: bool = True
    slashes: bool = False
    """What stands for a name may hold slashes."""

    def parameters(self, path: str) -> dict[str, str] | None:
        """The values of the parameters in a path; `None` if it is another path."""
        pattern = _PARAMETER.sub(rf"(?P<\1>{'.+' if self.slashes else '[^/]+'})", self.path)
        match = re.fullmatch(pattern, path)
        return match.groupdict() if match else None


@dataclass(frozen=True, slots=True)
class Option:
    """A switch of a dialect; on the command line it is `--<provider>-<flag>`."""

    flag: str
    help: str


class Dialect(ABC):
    """One provider's server, below one path of the sandbox.

    A subclass stands in `dialects/<provider>/routes.py`, and is found there.
    """

    provider: ClassVar[str]
    title: ClassVar[str]
    summary: ClassVar[str]
    """Which bodies it takes and gives, in a few words."""
    prefix: ClassVar[str]
    base_path: ClassVar[str]
    """What a client takes as the path of its base URL."""
    edit_path: ClassVar[str]
    """Where, below the base path, an image is edited."""
    example: ClassVar[str] = '-F image=@photo.jpg -F prompt="make it sepia"'
    """The arguments with which curl sends an edit there."""
    default_model: ClassVar[str]
    """The model of a request that names none, or one that can be named."""
    contract_prefix: ClassVar[str] = ""
    key_header: ClassVar[str] = "authorization"
    """The header of the key: a bearer token in this one, the bare key in any other."""
    requests_per_minute: ClassVar[int] = 0
    form_rules: ClassVar[FormRules] = FormRules()
    options: ClassVar[Mapping[str, Option]] = {}
    """Switches of this dialect by name: `Sandbox(<provider>_<name>=True)`."""
    error_event: ClassVar[bytes] = b""
    """How a stream of events says that something went wrong."""

    def __init__(
        self, *, api_key: str, pictures: PictureStore, switched_on: frozenset[str] = frozenset()
    ) -> None:
        self._api_key = api_key
        self._pictures = pictures
        self._switched_on = switched_on
        self._routes = tuple(self.routes())
        self._window = RateWindow(self.requests_per_minute)

    @abstractmethod
    def routes(self) -> Sequence[Route]:
        """All routes of this dialect."""

    @abstractmethod
    def error_response(self, error: APIError, request: Request) -> WireResponse:
        """An error in the provider's own shape, with its true status and headers."""

    def result_events(self, tree: Any) -> Iterable[bytes]:
        """A plain JSON response as the events of a stream; one event without a name by default."""
        return EventFormat().result_events(tree)

    def respond(self, wire: WireRequest, path: str, logged: LoggedRequest) -> WireResponse:
        """The response to a request whose path below the prefix is `path`."""
        response = self._response(self.request(wire, path), logged)
        limits = self.rate_limit_headers(*self._window.count())
        return replace(response, headers=[*response.headers, *limits])

    def rate_limit_headers(self, left: int, seconds: float) -> Headers:  # noqa: ARG002
        """The headers that say how many requests are `left`, and when they are counted anew."""
        return []

    def _response(self, request: Request, logged: LoggedRequest) -> WireResponse:
        if logged.error is not None:
            return self.error_response(logged.error, request)
        try:
            return self._routed(request, logged)
        except APIError as error:
            return self.error_response(error, request)

    def request(
        self,
        wire: WireRequest,
        path: str,
        template: str = "",
        parameters: Mapping[str, str] | None = None,
    ) -> Request:
        """The request whose path below the prefix is `path`, and that of its route `template`."""
        return Request(
            wire,
            path,
            self._pictures,
            self.form_rules,
            self.provider,
            self.contract_prefix,
            template,
            parameters or {},
        )

    def _routed(self, request: Request, logged: LoggedRequest) -> WireResponse:
        route, parameters = self._route(request)

        def work() -> WireResponse:
            if route.needs_key:
                self._check_key(request)
            return route.handler(self.request(request.wire, request.path, route.path, parameters))

        return carry_out(logged, work, self._event_format(request))

    def _event_format(self, request: Request) -> EventFormat:
        def link(picture: bytes) -> str:
            return request.origin + self._pictures.keep(picture, sniff(picture) or "image/png")

        return EventFormat(self.error_event, self.result_events, link)

    def _route(self, request: Request) -> tuple[Route, dict[str, str]]:
        method = "GET" if request.wire.method == "HEAD" else request.wire.method
        at_path = [
            (route, parameters)
            for route in self._routes
            if (parameters := route.parameters(request.path)) is not None
        ]
        for route, parameters in at_path:
            if route.method == method:
                return route, parameters
        if at_path:
            raise APIError("method", ", ".join(sorted({route.method for route, _ in at_path})))
        raise APIError("route", request.path)

    def _check_key(self, request: Request) -> None:
        key = request.key(self.key_header)
        if key is None:
            raise APIError("key-missing")
        if not secrets.compare_digest(key.encode(), self._api_key.encode()):
            raise APIError("key-wrong", shortened_key(key))


def shortened_key(key: str) -> str:
    """A key of which only its length and its last characters show, as providers print it."""
    end = key[-4:] if len(key) > _MIN_SHOWN_KEY else ""
    return "*" * min(max(len(key) - len(end), 3), 20) + end


def new_id(prefix: str = "") -> str:
    """An id for a request or a picture."""
    return prefix + secrets.token_hex(16)
