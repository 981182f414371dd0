"""HTTP for conformance runs: single exchanges within limits of bytes and time.

Uses requests, because Schemathesis does: its cases become `requests.PreparedRequest`.
"""

from __future__ import annotations

import ipaddress
import threading
import time
from collections.abc import Iterator, Mapping
from http.cookiejar import DefaultCookiePolicy
from queue import Empty, SimpleQueue
from typing import Protocol
from urllib.parse import urlsplit

import requests
import urllib3

from pyvenice.core.http.decompression import decoder_of
from pyvenice.core.recording.recorded_exchange import Exchange
from pyvenice.errors import PyveniceError

SECONDS = 180
"""For a whole exchange: the slowest image models of today take two minutes."""
MOST_BYTES = 64 * 1024 * 1024
"""Of a response, decompressed: four images of 10 MB in base64, with room."""
_SILENCE_SECONDS = 60
_CHUNK = 64 * 1024


class ResponseLimitError(requests.RequestException):
    """A response was larger, or took longer, than is read."""


class Wire(Protocol):
    """Sends one prepared request. Tests replace it."""

    def exchange(self, request: requests.PreparedRequest) -> Exchange:
        """The request with its response. Raises `requests.RequestException`."""
        ...

    def close(self) -> None:
        """Close the connections."""
        ...


class HttpWire:
    """Sends requests over HTTP, without retries, redirects or cookies.

    A loopback address is reached directly, whatever HTTP_PROXY says: through a proxy it would be that of
    another machine, and the key would travel there without a question.
    """

    def __init__(
        self, base_url: str, *, seconds: float = SECONDS, most_bytes: int = MOST_BYTES
    ) -> None:
        self._seconds = seconds
        self._most_bytes = most_bytes
        self._is_loopback = is_loopback(base_url)
        self._session = self._new_session()

    def exchange(self, request: requests.PreparedRequest) -> Exchange:
        """The request with its response.

        Raises `requests.RequestException`; it is a `ResponseLimitError` at the limits.
        """
        # In a thread, because no timeout of a socket ends a server that sends a byte now and then
        # before its headers are complete.
        outcome: SimpleQueue[Exchange | BaseException] = SimpleQueue()
        session = self._session

        def deliver() -> None:
            try:
                outcome.put(self._perform(session, request))
            except BaseException as error:  # noqa: BLE001  (raised again by the caller)
                outcome.put(error)

        threading.Thread(target=deliver, daemon=True).start()
        try:
            done = outcome.get(timeout=self._seconds + 1)
        except Empty:
            self._session = self._new_session()
            raise ResponseLimitError(_too_slow(self._seconds)) from None
        if isinstance(done, BaseException):
            raise done
        return done

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def _new_session(self) -> requests.Session:
        session = requests.Session()
        session.trust_env = not self._is_loopback
        # A cookie of one response would make the next request depend on it.
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        return session

    def _perform(self, session: requests.Session, request: requests.PreparedRequest) -> Exchange:
        """The exchange, in the calling thread."""
        deadline = time.monotonic() + self._seconds
        request.headers.setdefault("Accept-Encoding", "gzip, deflate")
        settings = session.merge_environment_settings(
            str(request.url), {}, stream=True, verify=None, cert=None
        )
        timeout = (min(10, self._seconds), min(_SILENCE_SECONDS, self._seconds))
        response = session.send(request, timeout=timeout, allow_redirects=False, **settings)
        try:
            body = b"".join(self._chunks(response, deadline))
        except BaseException:
            response.close()
            raise
        response.raw.release_conn()
        return Exchange(
            method=str(request.method),
            url=str(request.url),
            status=response.status_code,
            request_headers=_lower_case(request.headers),
            request_body=_body_bytes(request),
            answer_headers=_lower_case(response.headers),
            answer_body=body,
        )

    def _chunks(self, response: requests.Response, deadline: float) -> Iterator[bytes]:
        """The decompressed body. Raises `ResponseLimitError` and other `RequestException`s."""
        decoder = decoder_of(response.headers.get("content-encoding", ""), "the server")
        received = size = 0
        try:
            while raw := response.raw.read1(_CHUNK, decode_content=False):
                received += len(raw)
                for chunk in decoder.feed(raw):
                    size += len(chunk)
                    self._check(max(received, size), deadline)
                    yield chunk
                self._check(received, deadline)
            decoder.done()
        except requests.RequestException:
            raise
        except urllib3.exceptions.ReadTimeoutError as error:
            raise requests.ReadTimeout(f"no data for {_SILENCE_SECONDS} s") from error
        except (urllib3.exceptions.HTTPError, OSError, PyveniceError) as error:
            raise requests.exceptions.ChunkedEncodingError(error) from error

    def _check(self, size: int, deadline: float) -> None:
        if size > self._most_bytes:
            raise ResponseLimitError(f"the response is larger than {self._most_bytes:,} bytes")
        if time.monotonic() > deadline:
            raise ResponseLimitError(_too_slow(self._seconds))


def _too_slow(seconds: float) -> str:
    return f"the response takes longer than {seconds:g} s"


def is_loopback(url: str) -> bool:
    """Whether a URL names this machine by a loopback address or as `localhost`."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _body_bytes(request: requests.PreparedRequest) -> bytes:
    body = request.body or b""
    if isinstance(body, str):
        return body.encode()
    if not isinstance(body, bytes):
        raise TypeError(f"a body is a {type(body).__name__}, not bytes")
    return body


def _lower_case(headers: Mapping[str, str | bytes]) -> dict[str, str]:
    return {
        str(name).lower(): value.decode("latin-1") if isinstance(value, bytes) else str(value)
        for name, value in headers.items()
    }
