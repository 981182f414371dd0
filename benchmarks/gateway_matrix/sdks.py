"""SDKs themselves: openai-python, openai-node, the AI SDK, and curl."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openai

from benchmarks.gateway_matrix.exchange import Address, Answer, Wanted, answer_of_document

_NODE = Path(__file__).with_name("sdks.mjs")
_KNOWN = (
    "n", "size", "quality", "background", "output_format", "input_fidelity", "response_format",
    "user", "stream", "partial_images",
)  # fmt: skip
"""Arguments of the SDK's method; other fields go into `extra_body`."""


def ask_with_python(address: Address, wanted: Wanted) -> Answer:
    """Ask with openai-python."""
    known = {name: value for name, value in wanted.fields.items() if name in _KNOWN}
    extra = {name: value for name, value in wanted.fields.items() if name not in _KNOWN}
    arguments: dict[str, Any] = {"model": wanted.model, "extra_body": extra or None, **known}
    if wanted.images:
        files = [
            (f"{number}.png", content, "image/png") for number, content in enumerate(wanted.images)
        ]
        arguments["image"] = files[0] if len(files) == 1 else files
    if wanted.mask is not None:
        arguments["mask"] = ("mask.png", wanted.mask, "image/png")
    if wanted.route != "variations":
        arguments["prompt"] = wanted.prompt
    with openai.OpenAI(
        base_url=address.url, api_key=address.key, max_retries=0, timeout=60
    ) as client:
        methods: dict[str, Any] = {
            "edits": client.images.edit,
            "generations": client.images.generate,
            "variations": client.images.create_variation,
        }
        try:
            result = methods[wanted.route](**arguments)
            if known.get("stream"):
                return _answer_of_events([event.model_dump() for event in result])
        except openai.APIStatusError as error:
            body = error.body if isinstance(error.body, dict) else None
            return Answer(error.status_code, error=body, text=error.message)
        except openai.APIError as error:
            return Answer(0, text=f"{type(error).__name__}: {error}")
    return answer_of_document(200, result.model_dump())


def _answer_of_events(events: list[dict[str, Any]]) -> Answer:
    kinds = [event["type"] for event in events]
    return Answer(
        200,
        images=sum(kind.endswith(".completed") for kind in kinds),
        partials=sum(kind.endswith(".partial_image") for kind in kinds),
        text=str([{**event, "b64_json": ""} for event in events]),
    )


def ask_with_curl(address: Address, wanted: Wanted) -> Answer:
    """Ask with curl, as in OpenAI's documentation."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["curl", "-sS", "-m", "60", "-w", "\n%{http_code}"]
        command += [f"{address.url}/images/{wanted.route}", "--noproxy", "*"]
        command += ["-H", f"Authorization: Bearer {address.key}"]
        for name, value in wanted.texts.items():
            command += ["--form-string", f"{name}={value}"]
        files = [("image[]", content) for content in wanted.images]
        if wanted.mask is not None:
            files.append(("mask", wanted.mask))
        for number, (name, content) in enumerate(files):
            path = Path(folder, f"{number}.png")
            path.write_bytes(content)
            command += ["-F", f"{name}=@{path}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    body, _, status = done.stdout.rpartition("\n")
    try:
        return answer_of_document(int(status or 0), json.loads(body))
    except ValueError:
        return Answer(int(status or 0), text=body or done.stderr)


class NodeClients:
    """A process of node that asks with openai-node and the AI SDK."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask_with_node(self, address: Address, wanted: Wanted) -> Answer:
        """Ask with openai-node."""
        return self._ask("openai", address, wanted)

    def ask_with_ai_sdk(self, address: Address, wanted: Wanted) -> Answer:
        """Ask with the AI SDK's provider for compatible servers."""
        return self._ask("ai", address, wanted)

    def _ask(self, client: str, address: Address, wanted: Wanted) -> Answer:
        order = {
            "client": client,
            "url": address.url,
            "key": address.key,
            "route": wanted.route,
            "model": wanted.model,
            "prompt": wanted.prompt,
            "images": [base64.b64encode(content).decode() for content in wanted.images],
            "mask": None if wanted.mask is None else base64.b64encode(wanted.mask).decode(),
            "fields": dict(wanted.fields),
        }
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("node has no pipes")
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            return Answer(0, text="node has ended")
        return Answer(**json.loads(line))


@contextmanager
def node_clients(folder: Path) -> Iterator[NodeClients]:
    """Clients of node, whose packages are in `folder/node_modules`."""
    script = folder / _NODE.name
    script.write_text(_NODE.read_text("utf-8"), "utf-8")
    process = subprocess.Popen(
        [shutil.which("node") or "node", script.name],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield NodeClients(process)
    finally:
        process.kill()
        process.wait()
