"""Sandbox: the server as a function from request to response; servers and clients wrap it."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pyvenice.core.recording.journal import Journal
from pyvenice.core.recording.recorded_exchange import WireRequest, WireResponse
from pyvenice.sandbox.dialects.discovery import dialect_classes
from pyvenice.sandbox.faults.grammar import Fault
from pyvenice.sandbox.faults.response_faults import carry_out
from pyvenice.sandbox.server.errors import APIError
from pyvenice.sandbox.server.page import front_page
from pyvenice.sandbox.server.picture_links import FOLDER, PictureStore
from pyvenice.sandbox.server.request_log import LoggedRequest, RequestLog
from pyvenice.sandbox.server.responses import full_response, json_response

MAX_BODY_BYTES = 64 * 1024 * 1024

USUAL_KEY = "sandbox"
_ROOT = frozenset(["", "/"])


class Sandbox:
    """Speaks the dialect of each provider, and edits images without a model.

    Each dialect has its base URL on the one server, such as `/openai/v1`. Requests are checked
    against the pinned contracts, and rejected with the provider's own status, headers and body. The
    picture is made by drawing operations that words of the prompt stand for, so that the same
    request always gives the same picture.

    Three words have an effect: a prompt with "forbidden" is rejected as a violation of the content
    policy, a model whose id contains "unknown" does not exist, one with "deprecated" is about to
    be retired (Venice). The header `x-sandbox-fault` makes something go wrong, such as `429` or
    `image:truncated`; `faults` do so for all clients: `503`, or `every 10th: bad-json`.
    `dialect_options` are switches of single dialects, such as `xinference_needs_key=True`. Each
    exchange is added to the `journal`, without its key. Every response carries `x-sandbox:
    pyvenice`, and `x-sandbox-operations` with what was done to the picture.

    Raises `ValueError` for an unknown fault or option, `OSError` for a journal that cannot be
    written.
    """

    def __init__(
        self,
        *,
        api_key: str = USUAL_KEY,
        faults: Iterable[str] = (),
        journal: Path | None = None,
        **dialect_options: bool,
    ) -> None:
        self.api_key = api_key
        switches = _switches(dialect_options)
        self._log = RequestLog(faults)
        self._journal = _journal(journal, api_key) if journal is not None else None
        self._journal_failed = False
        self._pictures = PictureStore()
        self._dialects = tuple(
            dialect(api_key=api_key, pictures=self._pictures, switched_on=switches[name])
            for name, dialect in dialect_classes().items()
        )

    @property
    def seen(self) -> deque[LoggedRequest]:
        """The latest 20,000 requests, in the order in which they arrived."""
        return self._log.requests

    def handle(self, request: WireRequest) -> WireResponse:
        """Respond to a request. Safe to call from several threads at once."""
        logged = self.log(request)
        if logged.fault is not None and logged.fault.on_wire:
            logged.error = _needs_server(logged.fault)
        elif len(request.body) > MAX_BODY_BYTES:
            logged.error = body_too_large()
        return self.respond(request, logged)

    def log(self, request: WireRequest) -> LoggedRequest:
        """Log a request, of which only the head need be known, and find the fault due to it."""
        return self._log.record(request, faultless=urlsplit(request.url).path in _ROOT)

    def respond(self, request: WireRequest, logged: LoggedRequest) -> WireResponse:
        """The response to a request that was logged, with the faults of content in it."""
        response = self._response(request, logged)
        if self._journal is None:
            return response
        noted = self._journal.noted(request, response)
        return replace(noted, body=self._noted_body(noted.body))

    def addresses(self, origin: str) -> Mapping[str, str]:
        """The base URL of each dialect on a server at `origin`, by provider."""
        return {dialect.provider: origin + dialect.base_path for dialect in self._dialects}

    def _noted_body(self, body: Iterable[bytes]) -> Iterator[bytes]:
        """The body, which ends well even where the journal cannot be written any more."""
        try:
            yield from body
        except OSError as error:
            if not self._journal_failed:
                self._journal_failed = True
                message = f"the journal cannot be written: {error.strerror}; exchanges are missing"
                print(f"pyvenice sandbox: {message}", file=sys.stderr)  # noqa: T201

    def _response(self, request: WireRequest, logged: LoggedRequest) -> WireResponse:
        path = urlsplit(request.url).path
        for dialect in self._dialects:
            if _is_below(path, dialect.prefix):
                return dialect.respond(request, unquote(path[len(dialect.prefix) :]), logged)
        if logged.error is not None:
            return error_response(logged.error)
        try:
            return self._outside_dialects(request, path, logged)
        except APIError as error:
            return error_response(error)

    def _outside_dialects(
        self, request: WireRequest, path: str, logged: LoggedRequest
    ) -> WireResponse:
        if request.method not in {"GET", "HEAD"}:
            raise self._not_found(path)
        if path in _ROOT:
            parts = urlsplit(request.url)
            origin = f"{parts.scheme}://{parts.netloc}"
            return front_page(
                request, {origin + dialect.base_path: type(dialect) for dialect in self._dialects}
            )
        picture = self._pictures.find(path) if path.startswith(FOLDER) else None
        if picture is None:
            raise self._not_found(path)
        return carry_out(logged, lambda: full_response(200, *picture))

    def _not_found(self, path: str) -> APIError:
        known = ", ".join(dialect.base_path for dialect in self._dialects)
        message = f"there is nothing at {path}; the dialects are at {known}"
        return APIError("route", message, status=404)


def _journal(path: Path, api_key: str) -> Journal:
    # The usual key is no secret, and its text is a word that requests may well contain.
    secrets = () if api_key == USUAL_KEY else (api_key,)
    try:
        return Journal(path, secrets=secrets)
    except OSError as error:
        message = f"the journal {str(path)!r} cannot be written: {error.strerror}"
        raise OSError(error.errno, message) from error


def error_response(error: APIError) -> WireResponse:
    """An error outside all dialects."""
    body = {"error": error.message or "a fault on request"}
    return json_response(error.status or 400, body, error.headers)


def body_too_large() -> APIError:
    """The rejection of a body of more than 64 MiB."""
    return APIError(
        "body-too-large", f"the body has more than {MAX_BODY_BYTES:,} bytes", status=413
    )


def _needs_server(fault: Fault) -> APIError:
    return APIError(
        "value",
        f"the fault {fault} breaks a connection, and in this process there is none; start a"
        " server with `python -m pyvenice.sandbox` or pyvenice.sandbox.background()",
    )


def _switches(options: Mapping[str, bool]) -> Mapping[str, frozenset[str]]:
    """The options that are on, by provider. Raises `ValueError` for an unknown one."""
    classes = dialect_classes()
    known = {f"{name}_{option}" for name, dialect in classes.items() for option in dialect.options}
    for option in options:
        if option not in known:
            allowed = ", ".join(sorted(known)) or "none"
            raise ValueError(f"the sandbox has no option {option!r}; there are: {allowed}")
    return {
        name: frozenset(
            option for option in dialect.options if options.get(f"{name}_{option}", False)
        )
        for name, dialect in classes.items()
    }


def _is_below(path: str, prefix: str) -> bool:
    return path == prefix or path.startswith(f"{prefix}/")
