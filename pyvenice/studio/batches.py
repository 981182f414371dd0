"""Batches: many pictures with one prompt; planned, confirmed, run, settled by `pyvenice.batch`."""

from __future__ import annotations

import asyncio
import json
import re
import secrets
import shlex
import threading
import time
from collections.abc import Mapping
from concurrent.futures import CancelledError
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from pyvenice.batch import session
from pyvenice.catalogue import lookup
from pyvenice.catalogue.estimation import dollars
from pyvenice.core.atomic_write import write_file
from pyvenice.errors import ArgumentError, ImageNotFoundError, PyveniceError
from pyvenice.studio.access import read_json
from pyvenice.studio.pictures import Pictures
from pyvenice.studio.settings import Settings

_MOST = 2000
_ID = re.compile(r"[0-9a-f]{16}")
_SHEET = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
}
"""The contact sheet is one file with its own styles and pictures, and without a script."""


class Batches:
    """The batches of one data folder; each has a folder with its manifest, journal and results."""

    def __init__(self, settings: Settings, pictures: Pictures) -> None:
        self._settings, self._pictures = settings, pictures
        self._folder = settings.folder / "batches"
        self._runs: dict[str, _Run] = {}

    def routes(self) -> list[Route]:
        """The routes of the page's requests."""
        return [
            Route("/api/batches", self._plan, methods=["POST"]),
            Route("/api/batches/{batch}", self._status),
            Route("/api/batches/{batch}/run", self._run, methods=["POST"]),
            Route("/api/batches/{batch}/{action:str}", self._settle, methods=["POST"]),
            Route("/batch/{batch}/contact-sheet", self._contact_sheet),
        ]

    def facts(self, _: Request) -> Mapping[str, Any]:
        """The facts of the page: all batches, the newest first, and the models that can edit."""
        found = sorted(self._folder.glob("*/batch.json"), key=lambda path: path.stat().st_mtime)
        ready = self._settings.ready_providers
        models = [
            model.id
            for model in lookup.models()
            if "edit" in model.operations
            and model.lifecycle.status != "retired"
            and model.provider in ready
        ]
        return {
            "batches": [self._state(path.parent.name) for path in reversed(found)],
            "models": models,
        }

    async def close(self) -> None:
        """Stop what runs; items that were sent are held, and the rest goes on with the next run."""
        await asyncio.gather(*(asyncio.to_thread(run.stop) for run in self._runs.values()))

    async def _plan(self, request: Request) -> Response:
        form = await read_json(request)
        images, model = form.get("images"), form.get("model")
        if not isinstance(images, list) or not 1 <= len(images) <= _MOST:
            raise ArgumentError(f"choose 1 to {_MOST:,} pictures", argument="images")
        if not isinstance(model, str) or not model:
            raise ArgumentError("choose a model", argument="model")
        batch = secrets.token_hex(8)
        folder = self._folder / batch
        folder.mkdir(parents=True, mode=0o700)
        rows = [self._row(image, number) for number, image in enumerate(images, start=1)]
        (folder / "manifest.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
        prompt = str(form.get("prompt", "")).replace("{", "{{").replace("}", "}}")
        plan = await asyncio.to_thread(
            session.plan,
            folder / "manifest.jsonl",
            folder / "journal.sqlite3",
            model=model,
            prompt=prompt,
        )
        limits = {name: session.documented_limits(name) for name in plan.providers}
        seconds, binding = plan.seconds(limits, concurrency=16)
        facts = {
            "created": datetime.fromtimestamp(time.time(), UTC).strftime("%Y-%m-%d %H:%M"),
            "model": model,
            "prompt": form.get("prompt", ""),
            "sandbox": self._settings.sandbox,
            "rows": plan.rows,
            "items": plan.items,
            "cost": dollars(plan.cost.likely),
            "unknown": plan.cost.unknown,
            "minutes": round(seconds / 60, 1),
            "binding": binding,
        }
        write_file(folder / "batch.json", json.dumps(facts))
        return JSONResponse(self._state(batch))

    def _row(self, image: object, number: int) -> Mapping[str, str]:
        picture = self._pictures.picture(image)
        stem = re.sub(r"[^\w.-]+", "-", Path(picture.name).stem) or "picture"
        return {"image": str(self._pictures.path(image)), "output": f"{number:04}-{stem}"}

    def _find_batch(self, request: Request) -> str:
        batch = str(request.path_params["batch"])
        if not _ID.fullmatch(batch) or not (self._folder / batch / "batch.json").is_file():
            raise ImageNotFoundError("there is no such batch", argument="batch", value="")
        return batch

    def _state(self, batch: str) -> dict[str, Any]:
        facts = json.loads((self._folder / batch / "batch.json").read_text("utf-8"))
        run = self._runs.get(batch)
        status = session.status(self._folder / batch / "journal.sqlite3")
        spent = status["usd"]["billed"] + status["usd"]["assumed"]
        return {
            "id": batch,
            **facts,
            "counts": {state: count for state, count in status["counts"].items() if count},
            "spent": f"${spent:.4f}",
            "is_running": run is not None and run.is_alive,
            "error": run.error if run else "",
            "command": self._command(batch, sandbox=facts["sandbox"]),
        }

    def _command(self, batch: str, *, sandbox: bool) -> str:
        """What runs the batch, or goes on with it, in a terminal."""
        folder = self._folder / batch
        words = ["pyvenice", "batch", "run", "--journal", str(folder / "journal.sqlite3")]
        words += ["--out", str(folder / "out"), *(["--sandbox"] if sandbox else [])]
        return shlex.join(words)

    async def _status(self, request: Request) -> Response:
        return JSONResponse(self._state(self._find_batch(request)))

    async def _run(self, request: Request) -> Response:
        batch = self._find_batch(request)
        state = self._state(batch)
        if not state["is_running"]:
            folder = self._folder / batch
            self._runs[batch] = _Run(folder, self._settings, sandbox=state["sandbox"])
        return JSONResponse(self._state(batch))

    async def _settle(self, request: Request) -> Response:
        journal = self._folder / self._find_batch(request) / "journal.sqlite3"
        action = request.path_params["action"]
        if action == "retry-dead":
            session.retry_dead(journal)
        elif action in ("buy-held", "give-up-held"):
            session.settle_held(journal, buy_again=action == "buy-held")
        else:
            raise ImageNotFoundError("there is no such action", argument="action", value="")
        return JSONResponse(self._state(self._find_batch(request)))

    async def _contact_sheet(self, request: Request) -> Response:
        folder = self._folder / self._find_batch(request)
        paths = await asyncio.to_thread(
            session.write_reports, folder / "journal.sqlite3", folder / "out", folder / "reports"
        )
        sheet = next(path for path in paths if path.suffix == ".html")
        return HTMLResponse(sheet.read_text("utf-8"), headers=_SHEET)


class _Run:
    """A run of a journal in a thread with an event loop of its own.

    In the studio's own loop, the run would take over the signals that end the server.
    """

    def __init__(self, folder: Path, settings: Settings, *, sandbox: bool) -> None:
        self.error = ""
        self._folder, self._settings, self._sandbox = folder, settings, sandbox
        self._loop = asyncio.new_event_loop()
        self._task: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def stop(self) -> None:
        """Cancel the run, and wait for its end."""
        if self._task is not None and self.is_alive:
            self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join(timeout=3)

    def _work(self) -> None:
        try:
            self._task = self._loop.create_task(self._run())
            with suppress(asyncio.CancelledError, CancelledError):
                self._loop.run_until_complete(self._task)
        except (PyveniceError, OSError) as error:
            self.error = str(error)
        finally:
            self._loop.close()

    async def _run(self) -> None:
        editor = self._settings.new_editor(sandbox=self._sandbox, max_retries=0)
        try:
            await session.run_async(
                self._folder / "journal.sqlite3", self._folder / "out", editor=editor
            )
        finally:
            await editor.aclose()
