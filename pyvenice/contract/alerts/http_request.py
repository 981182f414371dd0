"""One HTTP request and its answer, within a time limit, with nothing secret in what is raised."""

from __future__ import annotations

import errno
import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request

from pyvenice.contract.errors import ContractError

_MOST_BYTES = 32 << 20
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


def exchange(  # noqa: PLR0913  (each is a fact of the request)
    method: str,
    url: str,
    body: bytes | None = None,
    *,
    headers: Mapping[str, str],
    receiver: str,
    timeout: float,
) -> Answer:
    """Send a request and read the whole answer, whatever its status, in `timeout` seconds.

    `receiver` is what the errors call the other side, since an address may be a secret. Raises
    `ContractError` when the address is not https (http to this machine excepted) or when no
    complete answer came.
    """
    _check(url, receiver)
    try:
        return _sent(Request(url, body, dict(headers), method=method), timeout)  # noqa: S310 - checked
    except (OSError, http.client.HTTPException, ValueError) as error:
        problem = _problem(error)
    raise ContractError(f"{receiver} could not be reached: {problem}")


def _check(url: str, receiver: str) -> None:
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        parts, host = None, None
    if parts is None or not host or parts.scheme not in {"http", "https"}:
        raise ContractError(f"the address of {receiver} is not an https URL")
    if parts.scheme == "http" and host not in _LOOPBACK:
        raise ContractError(
            f"the address of {receiver} is http, which would show secrets on the way; use https"
        )


def _sent(request: Request, timeout: float) -> Answer:
    deadline = time.monotonic() + timeout
    with _opener().open(request, timeout=timeout) as response:
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, headers, _body(response, deadline))


def _opener() -> OpenerDirector:
    """One that follows no redirect, since credentials are meant for one host, and raises no status."""
    opener = OpenerDirector()
    for handler in (ProxyHandler, HTTPHandler, HTTPSHandler):
        opener.add_handler(handler())
    return opener


def _body(response: http.client.HTTPResponse, deadline: float) -> bytes:
    pieces, size = [], 0
    while piece := response.read1(1 << 16):
        pieces.append(piece)
        size += len(piece)
        if size > _MOST_BYTES:
            raise OSError(errno.EFBIG, "its answer does not end")
        if time.monotonic() > deadline:
            raise TimeoutError
    if response.length:
        raise http.client.IncompleteRead(b"", response.length)
    return b"".join(pieces)


def _problem(error: Exception) -> str:
    """What went wrong, without the address, which some of these errors quote."""
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(cause, TimeoutError):
        return "it did not answer in time"
    if isinstance(cause, OSError) and cause.strerror:
        return cause.strerror
    return type(cause).__name__
