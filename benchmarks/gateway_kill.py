"""Kill a gateway with SIGKILL in the middle of edits, and count what was billed twice or lost.

    python benchmarks/gateway_kill.py --edits 200 --kills 3

Every edit has an Idempotency-Key and is repeated until the gateway answers it for good. Each tenth
request to the provider fails. Billed twice: the provider carried the same prompt out more than once.
Lost: an answer that came once and is another one, or none, when it is asked for again.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import collections
import io
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import httpx
from PIL import Image

from pyvenice.sandbox import background

PORT = 18_797
URL = f"http://127.0.0.1:{PORT}"
FINAL = {200, 400, 409, 500, 502}


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


async def edit(client: httpx.AsyncClient, number: int, image: bytes) -> tuple[int, bytes]:
    """The final answer to an edit, which is repeated while the gateway is down."""
    while True:
        try:
            response = await client.post(
                f"{URL}/v1/images/edits",
                data={"model": "venice/firered-image-edit", "prompt": f"edit {number:04}."},
                files={"image": ("a.png", image, "image/png")},
                headers={"idempotency-key": f"k{number}"},
            )
        except httpx.TransportError:
            await asyncio.sleep(0.2)
            continue
        if response.status_code in FINAL:
            picture_text = response.json()["data"][0]["b64_json"] if response.is_success else ""
            return response.status_code, picture_text.encode()
        await asyncio.sleep(0.2)


async def run(edits: int, kills: int, folder: Path) -> int:
    """Make the edits, kill the gateway, and print what came of it."""
    stream = io.BytesIO()
    Image.new("RGB", (512, 384), "teal").save(stream, "PNG")
    image = stream.getvalue()
    journal = folder / "journal.jsonl"
    with background(faults=["every 10th: reset:after"], journal=journal) as server:
        gateway = start(folder, server)
        slots = asyncio.Semaphore(8)
        answers: dict[int, tuple[int, bytes]] = {}
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
    bodies = [json.loads(line)["request"]["body"] for line in journal.read_text().splitlines()]
    sent = collections.Counter(
        name for body in bodies for name in re.findall(rb"edit \d{4}\.", base64.b64decode(body))
    )
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
