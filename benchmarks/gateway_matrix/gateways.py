"""Gateways under test: ours, or LiteLLM's proxy, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx

from benchmarks.gateway_matrix.cases import TARGETS
from benchmarks.gateway_matrix.exchange import Address

PORT = 18_791
_START_SECONDS = 240.0
_LITELLM_MODELS = {
    "openai": ("openai/gpt-image-1.5", "openai"),
    "xinference": ("hosted_vllm/Qwen-Image", "xinference"),
    "gemini": ("gemini/gemini-2.5-flash-image", "gemini"),
    "stability": ("stability/inpaint", "stability"),
}
"""How LiteLLM reaches the targets that it has."""


@contextmanager
def our_gateway(providers: Mapping[str, str], folder: Path) -> Iterator[Address]:
    """Our gateway in front of providers at these base URLs."""
    config = folder / "gateway.toml"
    sections = [
        f'[providers.{name}]\nbase_url = "{url}"\nkey_env = "MATRIX_KEY"\n'
        for name, url in providers.items()
    ]
    data = json.dumps(str(folder / "data"))
    config.write_text(f"[gateway]\nport = {PORT}\ndata = {data}\n" + "".join(sections))
    command = [sys.executable, "-m", "pyvenice", "serve"]
    environment = {"MATRIX_KEY": "sandbox", "PYVENICE_STATE_DIR": str(folder)}
    made = subprocess.run(
        [*command, "--config", str(config), "key-add", "matrix"],
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
        text=True,
    )
    with _running([*command, "--config", str(config)], environment, "/health"):
        yield Address(f"http://127.0.0.1:{PORT}/v1", made.stdout.strip())


@contextmanager
def litellm_proxy(program: str, providers: Mapping[str, str], folder: Path) -> Iterator[Address]:
    """LiteLLM's proxy in front of the providers that it has."""
    models = {target.name: target.model for target in TARGETS}
    listed = [
        {
            "model_name": models[name],
            "litellm_params": {
                "model": model,
                "api_base": providers[provider],
                "api_key": "sandbox",
            },
        }
        for name, (model, provider) in _LITELLM_MODELS.items()
    ]
    settings = {
        "model_list": listed,
        "general_settings": {"master_key": "sk-matrix"},
        "router_settings": {"num_retries": 0, "disable_cooldowns": True},
    }
    config = folder / "litellm.yaml"
    config.write_text(json.dumps(settings))
    command = [program, "--config", str(config), "--port", str(PORT), "--host", "127.0.0.1"]
    environment = {"LITELLM_LOCAL_MODEL_COST_MAP": "True"}
    with _running(command, environment, "/health/liveliness"):
        yield Address(f"http://127.0.0.1:{PORT}/v1", "sk-matrix")


def offers(gateway: str, target: str) -> bool:
    """Whether a gateway has a way to a target."""
    return gateway == "pyvenice" or target in {*_LITELLM_MODELS, "errors"}


@contextmanager
def _running(
    command: list[str], environment: Mapping[str, str], path: str
) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            _await_answer(process, f"http://127.0.0.1:{PORT}{path}")
            yield process
        finally:
            process.terminate()


def _await_answer(process: subprocess.Popen[bytes], url: str) -> None:
    ends = time.monotonic() + _START_SECONDS
    while time.monotonic() < ends and process.poll() is None:
        try:
            httpx.get(url, timeout=2)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"the gateway did not start: {' '.join(map(str, process.args))}")  # type: ignore[arg-type]  # a list
