"""Serve the HTTP layer of the installed Xinference, with Pillow where its model would run.

Genuine: routes, parsing of forms, refusals, events, parameters of a diffusion model, encoding of
answers. Not genuine: the pipeline, and the processes between the HTTP layer and the model.
"""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Callable
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import absent
from pipeline import PillowPipeline

MODEL = "pillow"
LOADING = "loading"
ABILITIES = ["text2image", "image2image", "inpainting"]


class Handle:
    """A running model as the HTTP layer sees it: methods that answer JSON."""

    uid = b"pillow-0"

    def __init__(self, model: Any) -> None:
        self._model = model

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self._model, name)

        async def call(*arguments: Any, **named: Any) -> bytes:
            wanted = {key: value for key, value in named.items() if not key.startswith("_rpc")}
            answer = method(*arguments, **wanted)
            if inspect.isawaitable(answer):
                answer = await answer
            return json.dumps(answer).encode()

        return call


class Supervisor:
    """What the HTTP layer asks the cluster for; there is one model in it."""

    def __init__(self, model: Any) -> None:
        self._handle = Handle(model)
        self._facts = {
            "model_type": "image",
            "model_name": MODEL,
            "model_family": "pillow",
            "model_ability": ABILITIES,
            "address": "127.0.0.1:0",
            "accelerators": [],
            "replica": 1,
        }

    async def get_model(self, uid: str, **_: Any) -> Handle:
        self._check(uid)
        return self._handle

    async def describe_model(self, uid: str, **_: Any) -> dict[str, Any]:
        self._check(uid)
        return self._facts

    async def list_models(self, **_: Any) -> dict[str, Any]:
        return {MODEL: self._facts}

    async def list_virtual_models(self, **_: Any) -> dict[str, Any]:
        return {}

    def _check(self, uid: str) -> None:
        if uid == LOADING:
            raise import_module("xinference.core.exceptions").ModelNotReadyError(uid)
        if uid != MODEL:
            raise ValueError(f"Model not found in the model list, uid: {uid}")


def supervisor() -> Supervisor:
    """A supervisor whose one model is Xinference's own, up to the pipeline."""
    core = import_module("xinference.model.image.stable_diffusion.core")
    spec = SimpleNamespace(
        model_name=MODEL,
        model_ability=ABILITIES,
        model_base=None,
        default_generate_config={},
        default_model_config={},
    )
    model = core.DiffusionModel(MODEL, model_spec=spec)
    model._image_batch_scheduler = None
    model._model = PillowPipeline()
    model._get_model = lambda *_, **__: model._model
    return Supervisor(model)


def serve() -> None:
    """Serve on a free port of this machine, printed once the server takes requests."""
    layer: Any = import_module("xinference.api.restful_api")
    running = supervisor()

    class Server(layer.Server):  # type: ignore[misc]
        async def startup(self, sockets: Any = None) -> None:
            await super().startup(sockets)
            port = self.servers[0].sockets[0].getsockname()[1]
            sys.stdout.write(f"port {port}\n")
            sys.stdout.flush()

    async def get_supervisor(_: Any) -> Supervisor:
        return running

    layer.Server = Server
    layer.RESTfulAPI._get_supervisor_ref = get_supervisor
    layer.RESTfulAPI(supervisor_address="127.0.0.1:1", host="127.0.0.1", port=0).serve()


if __name__ == "__main__":
    absent.install()
    serve()
