"""Real releases of Xinference to talk to."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests_real.servers import answers, environment, free_port, running

PROGRAMS = Path(__file__).resolve().parent / "xinference_server"
RELEASES = (PROGRAMS / "releases.txt").read_text("utf-8").split()
NEWEST = RELEASES[-1]

_LEFT_OPEN = (
    "controlnet",
    "gguf_model_id",
    "gguf_quantizations",
    "gguf_model_file_name_template",
    "lightning_model_id",
    "lightning_versions",
    "lightning_model_file_name_template",
    "virtualenv",
)
_PORT = re.compile(r"^port (\d+)$", re.MULTILINE)


@dataclass(frozen=True)
class Server:
    """A running Xinference of some release."""

    release: str
    origin: str
    model: str
    home: Path
    """Where it keeps its files, the pictures of `response_format=url` too."""
    log: Path

    @property
    def document(self) -> str:
        """The address of its OpenAPI document."""
        return f"{self.origin}/openapi.json"

    def since(self, release: str) -> bool:
        """Whether it is that release or a newer one."""
        return RELEASES.index(self.release) >= RELEASES.index(release)


@contextmanager
def http_layer(release: str, folder: Path, *, locked: bool = False) -> Iterator[Server]:
    """The HTTP layer of a release, with Pillow in the place of a model; `locked`: it wants a key."""
    python = environment("xinference") / "bin" / "python"
    package, log = environment(f"xinference-{release}"), folder / "log.txt"
    env = {
        "PYTHONPATH": str(package),
        "XINFERENCE_HOME": str(folder),
        "XINFERENCE_AUTH_ADVANCED": str(int(locked)),
    }

    def port() -> str | None:
        found = _PORT.search(log.read_text("utf-8", "replace"))
        return found and found[1]

    with running([python, PROGRAMS / "light.py"], log=log, ready=lambda: bool(port()), env=env):
        yield Server(release, f"http://127.0.0.1:{port()}", "pillow", folder, log)


@contextmanager
def whole_server(folder: Path) -> Iterator[Server]:
    """The newest release with all its processes, and a model of random weights."""
    python = environment("xinference-full") / "bin" / "python"
    env = {
        "PYTHONPATH": str(environment(f"xinference-{NEWEST}")),
        "XINFERENCE_HOME": str(folder / "home"),
        "XINFERENCE_AUTH_ADVANCED": "0",
        "XINFERENCE_ENABLE_VIRTUAL_ENV": "0",
        "HF_HUB_OFFLINE": "1",
        "OMP_NUM_THREADS": "1",
    }
    weights, port, log = folder / "weights", free_port(), folder / "log.txt"
    subprocess.run([python, PROGRAMS / "tiny_pipeline.py", weights], env=env, check=True)
    origin = f"http://127.0.0.1:{port}"
    started = "from xinference.deploy.cmdline import local; local()"
    command = [python, "-c", started, "--host", "127.0.0.1", "--port", str(port)]
    with running(command, log=log, ready=lambda: answers(f"{origin}/v1/models"), env=env):
        _launch(origin, weights)
        yield Server(NEWEST, origin, "tiny", folder / "home", log)


def _launch(origin: str, weights: Path) -> None:
    family = {
        "version": 2,
        "model_family": "stable_diffusion",
        "model_name": "tiny",
        "model_id": "tests/tiny",
        "model_revision": "0",
        "model_ability": ["text2image", "image2image", "inpainting"],
        "default_model_config": {"torch_dtype": "float32"},
        "default_generate_config": {"num_inference_steps": 2},
    } | dict.fromkeys(_LEFT_OPEN)
    start = {
        "model_uid": "tiny",
        "model_name": "tiny",
        "model_type": "image",
        "model_engine": "diffusers",
        "model_path": str(weights),
        "n_gpu": None,
    }
    with httpx.Client(base_url=origin, timeout=120) as http:
        registered = {"model": json.dumps(family), "persist": False}
        http.post("/v1/model_registrations/image", json=registered).raise_for_status()
        http.post("/v1/models", json=start).raise_for_status()
