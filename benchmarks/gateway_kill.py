"""Kill a gateway with SIGKILL in the middle of edits, and count what was billed twice or lost.

    python benchmarks/gateway_kill.py --edits 200 --kills 3

Every edit has an Idempotency-Key and is repeated until the gateway answers it for good. An eighth
of the requests to the provider fail, each kind of fault in its turn. Billed twice: the provider got the
same prompt once more after it may have carried it out. Lost: an answer that came once and is another
one, or none, when it is asked for again.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import collections
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
from PIL import Image

from pyvenice.sandbox import background

PORT = 18_797
URL = f"http://127.0.0.1:{PORT}"
FINAL = {200, 400, 409, 500, 502}
FAULTS = [
    "every 20th: reset:after",
    "every 31th: 429:0",
    "every 43th: 500",
    "every 59th: image:truncated",
    "every 97th: cut",
]
"""Together 12 % of the requests."""
NOT_CARRIED_OUT = 429


def start(folder: Path, server: Any) -> subprocess.Popen[bytes]:
    """A gateway in front of the sandbox."""
    config = folder / "gateway.toml"
    config.write_text(
        f'[gateway]\nport = {PORT}\ndata = "{folder}/data"\n'
        f'[providers.venice]\nbase_url = "{server.venice}"\nkey_env = "KILL_KEY"\n'
    )
    environment = {**os.environ, "KILL_KEY": server.api_key, "PYVENICE_STATE_DIR": str(folder)}
    command = [sys.executable, "-m", "pyvenice", "serve", "--config", str(config)]
    return subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)


async def edit(client: httpx.AsyncClient, number: int, image: bytes) -> tuple[int, str]:
    """The final answer to an edit, which is repeated while the gateway is down."""
    while True:
        try:
            response = await client.post(
                f"{URL}/v1/images/edits",
                data={"model": "venice/firered-image-edit", "prompt": f"edit {number:06}."},
                files={"image": ("a.png", image, "image/png")},
                headers={"idempotency-key": f"k{number}"},
            )
        except httpx.TransportError:
            await asyncio.sleep(0.2)
            continue
        if response.status_code in FINAL:
            picture = response.json()["data"][0]["b64_json"] if response.is_success else ""
            return response.status_code, hashlib.sha256(picture.encode()).hexdigest()
        await asyncio.sleep(0.2)


def prompts(journal: Path) -> Iterator[bytes]:
    """The prompts of the requests that the provider may have carried out."""
    with journal.open() as lines:
        for line in lines:
            exchange = json.loads(line)
            if exchange["status"] != NOT_CARRIED_OUT:
                body = base64.b64decode(exchange["request"]["body"])
                yield from re.findall(rb"edit \d{6}\.", body)


async def run(edits: int, kills: int, folder: Path) -> int:
    """Make the edits, kill the gateway, and print what came of it."""
    stream = io.BytesIO()
    Image.new("RGB", (256, 256), "teal").save(stream, "PNG")
    image = stream.getvalue()
    journal = folder / "journal.jsonl"
    with background(faults=FAULTS, journal=journal) as server:
        gateway = start(folder, server)
        slots = asyncio.Semaphore(8)
        answers: dict[int, tuple[int, str]] = {}
        async with httpx.AsyncClient(timeout=120) as client:

            async def carry_out(number: int) -> None:
                async with slots:
                    answers[number] = await edit(client, number, image)

            tasks = [asyncio.create_task(carry_out(number)) for number in range(edits)]
            for kill in range(1, kills + 1):
                while len(answers) < edits * kill // (kills + 1):  # noqa: ASYNC110
                    await asyncio.sleep(0.02)
                gateway.kill()
                gateway.wait()
                gateway = start(folder, server)
            await asyncio.gather(*tasks)
            again = {number: await edit(client, number, image) for number in answers}
        gateway.terminate()
        gateway.wait()
        executed = sum(visit.executed for visit in server.seen)
    sent = collections.Counter(prompts(journal))
    twice = sum(count > 1 for count in sent.values())
    statuses = collections.Counter(status for status, _ in answers.values())
    lost = sum(answers[number] != again[number] for number in answers if answers[number][0] == 200)
    print(f"edits {edits}, kills {kills}, answers {dict(statuses)}")
    print(f"carried out by the provider {executed}, billed twice {twice}, lost {lost}")
    return 1 if lost or twice or executed > edits else 0


def main() -> int:
    """Exit status 1 where anything was billed twice or lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=200)
    parser.add_argument("--kills", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(run(given.edits, given.kills, Path(folder)))


if __name__ == "__main__":
    raise SystemExit(main())
