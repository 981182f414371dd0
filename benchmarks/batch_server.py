"""A server that sells the same picture: `python batch_server.py PICTURE LOG True|False`.

It takes 50 ms a call, and writes the number of each picture that it sold into LOG. Of a hundred requests, a
faulty one refuses five, cuts two connections before and two after it has sold, and two in the answer.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import sys
from pathlib import Path

_HEAD = b"HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n%s\r\n"
_REFUSED = _HEAD % (b"429 Too Many Requests", b"application/json", 2, b"Retry-After: 1\r\n") + b"{}"
_SECONDS = 0.05


class Shop:
    """What all connections share."""

    def __init__(self, picture: Path, log: Path, *, is_faulty: bool) -> None:
        data = picture.read_bytes()
        self.answer = _HEAD % (b"200 OK", b"image/jpeg", len(data), b"") + data
        self._log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._random = random.Random(7 if is_faulty else None)  # noqa: S311
        self._is_faulty = is_faulty

    def draw(self) -> float:
        """What becomes of a request: below 0.11 a fault."""
        return self._random.random() if self._is_faulty else 1.0

    def sell(self, body: bytes) -> None:
        """Write down what was bought."""
        found = re.search(rb"item-\d+", body)
        os.write(self._log, (found[0] if found else b"?") + b"\n")


class Connection(asyncio.Protocol):
    """One connection of a buyer."""

    _transport: asyncio.Transport

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._got = bytearray()
        self._length: int | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        if isinstance(transport, asyncio.Transport):
            self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer a request when it is whole."""
        self._got += data
        if self._length is None:
            head, end, _ = self._got.partition(b"\r\n\r\n")
            size = re.search(rb"(?i)content-length: *(\d+)", head)
            if not end or size is None:
                return
            self._length = len(head) + 4 + int(size[1])
        if len(self._got) < self._length:
            return
        body, self._got, self._length = bytes(self._got), bytearray(), None
        self._receive(body, self._shop.draw())

    def _receive(self, body: bytes, chance: float) -> None:
        if chance < 0.05:
            self._transport.write(_REFUSED)
        elif chance < 0.07:
            self._transport.close()
        else:
            self._shop.sell(body)
            asyncio.get_running_loop().call_later(_SECONDS, self._answer, chance)

    def _answer(self, chance: float) -> None:
        answer = self._shop.answer
        if chance >= 0.09:
            self._transport.write(answer if chance >= 0.11 else answer[: len(answer) // 2])
        if chance < 0.11:
            self._transport.close()


async def serve(picture: Path, log: Path, *, is_faulty: bool) -> None:
    """Serve until the process is killed; the port is printed."""
    shop, loop = Shop(picture, log, is_faulty=is_faulty), asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(shop), "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), Path(sys.argv[2]), is_faulty=sys.argv[3] == "True"))
