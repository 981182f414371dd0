"""An answer that is still open: its status, its headers, and a body that arrives in chunks.

The HTTP library is a parameter: httpx and httpx2 have the same names.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing, contextmanager
from types import ModuleType
from typing import Any, Self

from pyvenice.core.engine.calls import Reply, begins_events, request_id
from pyvenice.core.http.connection_pool import break_off
from pyvenice.core.http.decompression import Decoder, decoder_of, is_decoded
from pyvenice.core.http.headers import sent_secrets
from pyvenice.core.http.proxies import shown_proxy
from pyvenice.core.http.request import Request
from pyvenice.core.recording.redaction import shortened
from pyvenice.core.recording.secrets import redacted_url
from pyvenice.core.response.parsing import is_image, unknown_picture
from pyvenice.core.response.reader import ResponseReader
from pyvenice.errors import AnswerError, APIConnectionError, APITimeoutError

_SILENCE_SECONDS = 30.0
_NOT_SENT = ("ConnectError", "ConnectTimeout", "PoolTimeout", "ProxyError", "UnsupportedProtocol")


class _Exchange:
    def __init__(
        self, response: Any, library: ModuleType, url: str, request: Request, *, injected: bool
    ) -> None:
        self._response = response
        self.injected_secrets = sent_secrets(response.request) if injected else ()
        """Those that an injected client added to the request."""
        self._library = library
        self._url = url
        self._request = request
        self.status: int = response.status_code
        self.headers: dict[str, str] = dict(response.headers)
        announced = self.headers.get("content-length", "")
        self._announced = int(announced) if announced.isdecimal() else 0
        self.place = request.place if url == request.url else redacted_url(url)
        self.deadline = request.deadline
        succeeded = 200 <= self.status < 300
        # Only the first MiB of an error is read, whatever its length.
        self._max_bytes = request.max_bytes if succeeded else sys.maxsize
        # The responses of mock transports are read and decompressed already.
        self._is_read = bool(response.is_stream_consumed)
        self._raw_bytes = 0
        self._limit_reads()

    def _limit_reads(self) -> None:
        """Read no longer than until the deadline; what is not events may not pause for long."""
        left = self.deadline.left
        events = self.headers.get("content-type", "").startswith("text/event-stream")
        timeouts = self._response.request.extensions.get("timeout", {})
        timeouts["read"] = left if events else min(left, _SILENCE_SECONDS)

    def _decoder(self) -> Decoder | None:
        """What decompresses the body; `None` where it is not compressed."""
        encoding = None if self._is_read else self.headers.get("content-encoding")
        return decoder_of(encoding, self.place) if encoding else None

    def _check_coding(self, reply: Reply) -> Reply:
        """The reply, unless nobody here can read it.

        Raises `AnswerError` for a coding that was not asked for and is not known: its result has the
        bytes, which were paid for.
        """
        encoding = self.headers.get("content-encoding", "")
        if self._is_read or is_decoded(encoding) or not 200 <= self.status < 300:
            return reply
        if reply.holds_json or begins_events(reply.content[:100]) or is_image(reply.picture):
            return reply
        error = AnswerError(
            f"the answer of {self.place} is encoded as {shortened(encoding, 60)!r}, which was not asked"
            f" for and cannot be decoded; its {reply.size:,} bytes are in the error's result, as they came",
            request_id=request_id(reply.headers),
        )
        error.result = unknown_picture(reply.picture, reply)
        raise error

    def _check_raw(self, size: int) -> None:
        """Limit what arrives compressed, too: it may decompress to nothing, without an end."""
        self._raw_bytes += size
        self._check(0)
        if self._raw_bytes > self._max_bytes:
            raise self._too_large()

    def _too_large(self) -> AnswerError:
        return AnswerError(f"the answer of {self.place} is larger than {self._max_bytes:,} bytes")

    def _check(self, received: int) -> int:
        """Raise `AnswerError` if too much was received or announced, `APITimeoutError` if too late."""
        self.deadline.check(self.place)
        if max(received, self._announced) > self._max_bytes:
            raise self._too_large()
        return received

    def _reader(self) -> ResponseReader:
        return ResponseReader(self._request.call, self.status, self.headers)


class SyncExchange(_Exchange):
    """An open answer; iterate over it once for its chunks."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __iter__(self) -> Iterator[bytes]:
        received = self._check(0)
        with failures(self._library, self._url):
            packed = self._decoder()
            for raw in self._response.iter_bytes() if self._is_read else self._response.iter_raw():
                self._check_raw(len(raw))
                for chunk in (raw,) if packed is None else packed.feed(raw):
                    received = self._check(received + len(chunk))
                    yield chunk
            if packed is not None:
                packed.done()

    def reply(self) -> Reply:
        """The whole answer; an error is cut after 1 MiB. Raises `AnswerError` if it cannot be read."""
        reader = self._reader()
        for chunk in self:
            reader.feed(chunk)
            if reader.enough:
                break
        return self._check_coding(reader.done())

    def close(self) -> None:
        """Give the connection back, or close it where the answer was not read to its end."""
        self._response.close()

    def break_off(self) -> None:
        """End what another thread is reading here."""
        if (stream := self._response.extensions.get("network_stream")) is not None:
            break_off(stream.get_extra_info("socket"))


class AsyncExchange(_Exchange):
    """An open answer; iterate over it once for its chunks."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def __aiter__(self) -> AsyncGenerator[bytes, None]:
        received = self._check(0)
        with failures(self._library, self._url):
            packed = self._decoder()
            async for raw in (
                self._response.aiter_bytes() if self._is_read else self._response.aiter_raw()
            ):
                self._check_raw(len(raw))
                for chunk in (raw,) if packed is None else packed.feed(raw):
                    received = self._check(received + len(chunk))
                    yield chunk
            if packed is not None:
                packed.done()

    async def reply(self) -> Reply:
        """The whole answer; an error is cut after 1 MiB. Raises `AnswerError` if it cannot be read."""
        reader = self._reader()
        async with aclosing(aiter(self)) as body:
            async for chunk in body:
                reader.feed(chunk)
                if reader.enough:
                    break
        return self._check_coding(reader.done())

    async def aclose(self) -> None:
        """Give the connection back, or close it where the answer was not read to its end."""
        await self._response.aclose()


@contextmanager
def failures(library: ModuleType, url: str, proxy: str | None = None) -> Iterator[None]:
    """Turn what the HTTP library raises into our errors, which name the proxy if there is one."""
    try:
        yield
    except (library.InvalidURL, UnicodeError) as error:
        raise AnswerError(
            f"{shortened(redacted_url(url), 100)!r} is not an address: {error}"
        ) from error
    except library.TimeoutException as error:
        sent = not _not_sent(error)
        what = "no answer from" if sent else "no connection to"
        raise APITimeoutError(
            f"{what} {redacted_url(url)}{_through(proxy)} in time ({type(error).__name__})",
            maybe_executed=sent,
        ) from error
    except (library.RequestError, library.StreamError) as error:
        if (problem := _distrust(error)) is not None:
            raise _untrusted_error(redacted_url(url), problem) from error
        sent = not _not_sent(error)
        if type(error).__name__ == "ProxyError":
            raise _refused_by_proxy(redacted_url(url), proxy, str(error)) from error
        what = "the connection broke during the exchange with" if sent else "cannot connect to"
        why = shortened(str(error)) or type(error).__name__
        raise APIConnectionError(
            f"{what} {redacted_url(url)}{_through(proxy)}: {why}", maybe_executed=sent
        ) from error


def _through(proxy: str | None) -> str:
    if proxy is None:
        return ""
    return f" through the proxy {shown_proxy(proxy)} (HTTP_PROXY, HTTPS_PROXY or ALL_PROXY)"


def _refused_by_proxy(place: str, proxy: str | None, reason: str) -> APIConnectionError:
    """The error for a proxy that makes no connection: its 4xx would be the same next time."""
    status = reason[:3]
    hint = "; give user and password in its URL: http://user:password@host" * (status == "407")
    return APIConnectionError(
        f"no connection to {place}{_through(proxy) or ' through the proxy'}, which said:"
        f" {shortened(reason)}{hint}",
        maybe_executed=False,
        hopeless=status.startswith("4") and status not in {"408", "429"},
    )


def _distrust(error: BaseException | None) -> str | None:
    """What is wrong with the server's certificate, if that is why there is no connection."""
    while error is not None:
        if type(error).__name__ == "SSLCertVerificationError":
            return str(getattr(error, "verify_message", "") or error)
        error = error.__cause__ or error.__context__
    return None


def _untrusted_error(where: str, problem: str) -> APIConnectionError:
    return APIConnectionError(
        f"no connection to {where}: its certificate is not to be trusted ({problem}); check base_url"
        " and the clock, or name a file with the certificate of the server's own authority in"
        " SSL_CERT_FILE",
        maybe_executed=False,
        hopeless=True,
    )


def _not_sent(error: Exception) -> bool:
    return type(error).__name__ in _NOT_SENT
