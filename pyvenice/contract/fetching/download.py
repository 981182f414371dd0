"""One GET, with a limit for everything that a server can make endless: time, bytes, redirects."""

from __future__ import annotations

import http.client
import socket
import ssl
import urllib.error
import urllib.parse
import urllib.request
from http.client import HTTPResponse
from typing import Any

from pyvenice.contract.document.document_limits import MAX_BYTES
from pyvenice.contract.document.precheck import gunzip, refuse_non_document
from pyvenice.contract.errors import UnreachableError
from pyvenice.contract.fetching.bounded_http import (
    Budget,
    TooManyBytesError,
    bounded_opener,
    read_all,
)
from pyvenice.contract.fetching.cache import Cache, Entry
from pyvenice.core.recording.secrets import redacted_url

CONNECT_SECONDS = 10.0
MAX_REDIRECTS = 5

_WHAT_TO_DO = {
    401: "it asks for credentials, and none are sent: download the document and give its path",
    403: "it does not let us in: download the document and give its path",
    404: "the document is not there any more: find its new address",
    410: "the document is not there any more: find its new address",
    429: "it has had enough requests: try again later",
}
_REASONS: dict[tuple[type[Exception], ...], str] = {
    (TooManyBytesError,): "it is larger than {limit} MiB",
    (
        TimeoutError,
    ): "no complete answer within {timeout:g} seconds; allow more time, or try again later",
    (ConnectionRefusedError,): "nothing answers at {host}; is the server running?",
    (
        socket.gaierror,
    ): "the host {host} is not known; is the address right, and is there a network?",
    (http.client.IncompleteRead, ConnectionError): "the answer broke off; try again",
    (http.client.BadStatusLine,): "what answers at {host} does not speak HTTP",
    (http.client.InvalidURL, ValueError): "this is no valid address",
}


def download(
    url: str, timeout: float, cache: Cache | None = None, key: str | None = None
) -> tuple[Entry, bool]:
    """The document at an http(s) address, and whether the server said that the cached one still holds.

    Raises `UnreachableError` or `DocumentError`.
    """
    name = redacted_url(url, "mark")
    _refuse_credentials(url, name)
    known = cache.get(url) if cache else None
    budget = Budget(timeout, MAX_BYTES)
    try:
        with _opener(budget).open(
            _request(url, known, key), timeout=budget.remaining(CONNECT_SECONDS)
        ) as response:
            entry = _entry(response, name)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == http.client.NOT_MODIFIED and known:
            return known, True
        raise UnreachableError(f"{name}: {_about_status(error)}") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise UnreachableError(f"{name}: {_about_failure(error, name, timeout)}") from error
    refuse_non_document(entry.raw, name=name)
    if cache:
        cache.put(url, entry)
    return entry, False


def _refuse_credentials(url: str, name: str) -> None:
    if "@" in url.partition("://")[2].partition("/")[0]:
        raise UnreachableError(
            f"{name}: an address with a password in it is not used: download the document and give its path"
        )


def _request(url: str, known: Entry | None, key: str | None) -> urllib.request.Request:
    headers = {
        "Accept": "application/yaml, application/json;q=0.9, */*;q=0.5",
        "Accept-Encoding": "gzip",
        "User-Agent": "pyvenice",
    }
    if known and known.etag:
        headers["If-None-Match"] = known.etag
    if known and known.last_modified:
        headers["If-Modified-Since"] = known.last_modified
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - the scheme is known
    if key is not None:
        request.add_unredirected_header("Authorization", f"Bearer {key}")
    return request


def _opener(budget: Budget) -> urllib.request.OpenerDirector:
    return bounded_opener(
        budget,
        urllib.request.UnknownHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _Redirects(),
    )


class _Redirects(urllib.request.HTTPRedirectHandler):
    max_redirections = MAX_REDIRECTS

    def http_error_302(
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any
    ) -> HTTPResponse | None:
        fp.close()  # its body may be endless, and the standard library would read it
        return super().http_error_302(req, fp, code, msg, headers)

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302

    def redirect_request(  # noqa: PLR0913, PLR0917 - the standard library's signature
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        if not _may_follow(req.full_url, newurl):
            raise urllib.error.HTTPError(req.full_url, code, msg, headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _may_follow(url: str, target: str) -> bool:
    """Only to http(s), and never from https back to http."""
    allowed = ("https",) if url.startswith("https:") else ("http", "https")
    return urllib.parse.urlsplit(target).scheme in allowed


def _entry(response: Any, name: str) -> Entry:
    if response.status != http.client.OK:
        raise UnreachableError(
            f"{name}: the server answered {response.status}, which is no document"
        )
    encoding = (response.headers.get("Content-Encoding") or "identity").lower()
    if encoding not in ("gzip", "x-gzip", "identity"):
        raise UnreachableError(f"{name}: the answer is packed as {encoding[:20]}, not as gzip")
    return Entry(
        gunzip(read_all(response), name=name),
        response.headers.get("ETag"),
        response.headers.get("Last-Modified"),
    )


def _about_status(error: urllib.error.HTTPError) -> str:
    location = error.headers.get("Location") if error.headers else None
    if error.code in (301, 302, 303, 307, 308) and location:
        target = urllib.parse.urljoin(error.url, location)
        if _may_follow(error.url, target):
            return f"it redirects more than {MAX_REDIRECTS} times; find the document's own address"
        return f"it redirects to {redacted_url(target, 'mark')}, which is not followed; find its https address"
    todo = _WHAT_TO_DO.get(error.code, "try again later" if error.code >= 500 else "is it right?")
    return f"the server answered {error.code}; {todo}"


def _about_failure(error: Exception, name: str, timeout: float) -> str:
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    host = name.partition("://")[2].partition("/")[0]
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"the certificate of {host} is not trusted: {cause.verify_message}"
    for kinds, reason in _REASONS.items():
        if isinstance(cause, kinds):
            return reason.format(host=host, timeout=timeout, limit=MAX_BYTES >> 20)
    return f"it cannot be fetched: {' '.join(str(cause).split())[:200]}"
