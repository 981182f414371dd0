"""A server that sells pictures: it answers after a while, and counts what each prompt bought.

`python purchase_server.py LOG [DELAY]` prints its port. Each line of LOG is a token of the form
`item-<number>` from a request that was carried out.
"""

from __future__ import annotations

import asyncio
import io
import os
import re
import sys

from PIL import Image

_TOKEN = re.compile(rb"item-\d+")


def png() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (256, 256), "teal").save(stream, "PNG")
    return stream.getvalue()


async def serve(log: str, delay: float) -> None:
    picture = png()
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = re.search(rb"(?i)content-length: *(\d+)", head)
                body = await reader.readexactly(int(length[1]) if length else 0)
                token = _TOKEN.search(body)
                # Bought as soon as the request is here: the buyer may be gone before the answer.
                os.write(descriptor, (token[0] if token else b"?") + b"\n")
                await asyncio.sleep(delay)
                writer.write(
                    b"HTTP/1.1 200 OK\r\ncontent-type: image/png\r\nx-request-id: r1\r\n"
                    b"content-length: %d\r\n\r\n" % len(picture) + picture
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=512)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 0.05))
