"""Send one HTTP request of an alert: https only, no redirects, nothing secret in errors."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request

from pyvenice.contract.errors import ContractError
from pyvenice.contract.fetching.bounded_http import (
    Budget,
    TooManyBytesError,
    bounded_opener,
    read_all,
)

_MAX_BYTES = 32 << 20
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Response:
    """What came back; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


def send_request(  # noqa: PLR0913  (each is a fact of the request)
    method: str,
    url: str,
    body: bytes | None = None,
    *,
    headers: Mapping[str, str],
    receiver: str,
    timeout: float,
) -> Response:
    """Send a request and read the whole response, whatever its status, in `timeout` seconds.

    `receiver` is what the errors call the other side, since an address may be a secret. Redirects are
    not followed: credentials are meant for one host. Raises `ContractError` when the address is not
    https (http to this machine excepted) or when no complete response came.
    """
    _check_address(url, receiver)
    request = Request(url, body, dict(headers), method=method)  # noqa: S310 - checked
    budget = Budget(timeout, _MAX_BYTES)
    try:
        with bounded_opener(budget).open(request, timeout=timeout) as response:
            received = {name.lower(): value for name, value in response.headers.items()}
            return Response(response.status, received, read_all(response))
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = _reason(error)
    raise ContractError(f"{receiver} could not be reached: {reason}")


def _check_address(url: str, receiver: str) -> None:
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


def _reason(error: Exception) -> str:
    """What went wrong, without the address, which some of these errors quote."""
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(cause, TooManyBytesError):
        return "its answer does not end"
    if isinstance(cause, TimeoutError):
        return "it did not answer in time"
    if isinstance(cause, OSError) and cause.strerror:
        return cause.strerror
    return type(cause).__name__
