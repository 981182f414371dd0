"""The application: what the pages of the studio ask for, as JSON, pictures and events."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from pyvenice.errors import ArgumentError, ImageNotFoundError, PyveniceError
from pyvenice.studio.access import Access, read_json
from pyvenice.studio.batches import Batches
from pyvenice.studio.cards import card
from pyvenice.studio.choices import (
    MOST_MODELS,
    button_text,
    choices,
    plan,
    read_order,
    supported_parameters,
)
from pyvenice.studio.jobs import Jobs
from pyvenice.studio.pages.contracts import contract_routes
from pyvenice.studio.pages.pages import Pages
from pyvenice.studio.pictures import Pictures
from pyvenice.studio.provenance import keep
from pyvenice.studio.settings import Settings, example_photos
from pyvenice.studio.snippets import snippets
from pyvenice.studio.store import Edit, Picture, Presence, Store

_OPAQUE = {"content-security-policy": "default-src 'none'; sandbox", "cache-control": "private"}
"""For pictures: whatever a file holds, opened on its own it may do nothing."""
Handler = Callable[[Request], Awaitable[Response]]


class Studio:
    """A studio over one data folder. `app` is what a server serves at a port of this computer."""

    def __init__(self, settings: Settings, *, port: int) -> None:
        folder = settings.folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.settings = settings
        self.store = Store(folder / "studio.sqlite3")
        self.pictures = Pictures(folder, self.store)
        self.token = self.store.token()
        self._presence = Presence(folder / "running")
        self._jobs: Jobs | None = None
        self.is_ending: Callable[[], bool] = lambda: False
        """Whether the server waits for the streams of events to end."""
        self._batches = Batches(settings, self.pictures)
        pages = Pages(settings, self.store, self._batches.facts)
        self.app = Starlette(
            routes=[
                *self._routes(),
                *self._batches.routes(),
                *contract_routes(self.store),
                *pages.routes(),
            ],
            lifespan=self._lifespan,
            middleware=[Middleware(Access, token=self.token, port=port)],
            exception_handlers={PyveniceError: _refused},
        )

    def _routes(self) -> list[Route | Mount]:
        static = StaticFiles(directory=Path(__file__).parent / "static")
        return [
            Mount("/static", static),
            Route("/pictures/{picture}", self._picture),
            Route("/pictures/{picture}/thumbnail", self._thumbnail),
            Route("/pictures/{picture}/mask/{polarity}", self._mask),
            Route("/api/pictures", self._upload, methods=["POST"]),
            Route("/api/pictures/{picture}", self._facts),
            Route("/api/examples/{name}", self._example, methods=["POST"]),
            Route("/api/choices", self._choices, methods=["POST"]),
            Route("/api/edits", self._edit, methods=["POST"]),
            Route("/api/snippets", self._snippets_of_order, methods=["POST"]),
            Route("/api/edits/{edit}", self._card),
            Route("/api/edits/{edit}/cancel", self._cancel, methods=["POST"]),
            Route("/api/edits/{edit}/keep", self._keep, methods=["POST"]),
            Route("/api/edits/{edit}/favourite", self._favourite, methods=["POST"]),
            Route("/api/edits/{edit}/snippets", self._snippets),
            Route("/api/votes", self._vote, methods=["POST"]),
            Route("/api/events", self._events),
            Route("/api/sandbox", self._sandbox, methods=["POST"]),
        ]

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        self._jobs = Jobs(self.store, self.pictures, self.settings, self._presence)
        self._jobs.start()
        yield
        await self._batches.close()
        await self._jobs.close()
        await self.settings.close()
        self._presence.close()
        self.store.close()

    @property
    def jobs(self) -> Jobs:
        if self._jobs is None:
            raise RuntimeError("the application has not started")
        return self._jobs

    async def _upload(self, request: Request) -> Response:
        try:
            if request.query_params.get("mask"):
                picture = await self.pictures.receive_mask(request.stream())
            else:
                name = request.query_params.get("name", "")
                picture = await self.pictures.receive(request.stream(), name)
        except ClientDisconnect:
            return Response(status_code=499)
        return JSONResponse(_picture_facts(picture))

    async def _facts(self, request: Request) -> Response:
        return JSONResponse(_picture_facts(self.pictures.picture(request.path_params["picture"])))

    async def _example(self, request: Request) -> Response:
        path = example_photos().get(request.path_params["name"])
        if path is None:
            raise ImageNotFoundError("there is no such photo", argument="name", value="")
        picture = self.pictures.add(path.read_bytes(), path.name)
        return JSONResponse(_picture_facts(picture))

    async def _picture(self, request: Request) -> Response:
        picture = self.pictures.picture(request.path_params["picture"])
        return FileResponse(
            self.pictures.path(picture.id), media_type=picture.media_type, headers=_OPAQUE
        )

    async def _thumbnail(self, request: Request) -> Response:
        path = await self.pictures.thumbnail(request.path_params["picture"])
        return FileResponse(path, media_type="image/webp", headers=_OPAQUE)

    async def _mask(self, request: Request) -> Response:
        """A mask as a provider receives it."""
        data = await self.pictures.mask(
            request.path_params["picture"], request.path_params["polarity"]
        )
        return Response(data, media_type="image/png", headers=_OPAQUE)

    async def _choices(self, request: Request) -> Response:
        form = await read_json(request)
        order = read_order(form, self.pictures)
        found = choices(
            order,
            self.pictures,
            ready=self.settings.ready_providers,
            preferences=self.store.preferences(),
            durations=self._durations(),
        )
        chosen = {name for name in form.get("models", []) if isinstance(name, str)}
        costs = [entry["micro"] for entry in found["models"] if entry["id"] in chosen]
        found["button"] = button_text(costs, sandbox=self.settings.sandbox)
        return JSONResponse(found)

    def _durations(self) -> dict[str, str]:
        """How long the user's own calls of each model took."""
        return {
            row.key: f"{row.duration / row.calls:.1f} s in {row.calls} of your calls"
            for row in self.settings.ledger.usage("model")
            if not row.sandbox and row.images
        }

    async def _edit(self, request: Request) -> Response:
        form = await read_json(request)
        edits = self._ordered(form)
        models = [edit.model for edit in edits]
        self.settings.editor(sandbox=self.settings.sandbox).check(*models)
        self.jobs.submit(edits)
        return JSONResponse({"edits": [card(edit) for edit in edits]}, 202)

    def _ordered(self, form: Mapping[str, Any]) -> list[Edit]:
        """The edits that a form asks for. Raises `ArgumentError` where a model cannot make one."""
        order = read_order(form, self.pictures)
        models = form.get("models", [])
        if not isinstance(models, list) or not 1 <= len(models) <= MOST_MODELS:
            raise ArgumentError(f"choose 1 to {MOST_MODELS} models", argument="models")
        if not order.images:
            raise ArgumentError("add a picture first", argument="images")
        plans = [plan(str(name), order, self.pictures) for name in dict.fromkeys(models)]
        batch, now = secrets.token_hex(8), time.time()
        return [
            Edit(
                id=secrets.token_hex(12),
                batch=batch,
                parent=self._parent(form, order.images[0].id),
                model=chosen.model.id,
                prompt=order.prompt,
                images=[image.id for image in order.images],
                mask=order.mask.id if order.mask else None,
                params=supported_parameters(chosen.model.id, order.params),
                sandbox=self.settings.sandbox,
                estimate=chosen.estimate.likely,
                warnings=list(chosen.warnings),
                created=now,
            )
            for chosen in plans
        ]

    def _parent(self, form: Mapping[str, Any], image: str) -> str | None:
        parent = self.store.edit(str(form.get("parent", "")))
        return parent.id if parent and image in parent.results else None

    def _find_edit(self, request: Request) -> Edit:
        edit = self.store.edit(request.path_params["edit"])
        if edit is None:
            raise ImageNotFoundError("there is no such edit", argument="edit", value="")
        return edit

    async def _card(self, request: Request) -> Response:
        edit = self._find_edit(request)
        chain = [card(earlier) for earlier in self.store.chain(edit)]
        return JSONResponse(card(edit) | {"chain": chain})

    async def _cancel(self, request: Request) -> Response:
        self.jobs.cancel(self._find_edit(request).id)
        return JSONResponse({})

    async def _keep(self, request: Request) -> Response:
        files = keep(
            self._find_edit(request), self.store, self.pictures, self.settings.folder / "kept"
        )
        return JSONResponse({"files": [str(file) for file in files]})

    async def _favourite(self, request: Request) -> Response:
        edit = self._find_edit(request)
        self.store.mark(edit.id, favourite=int(not edit.favourite))
        return JSONResponse({"favourite": not edit.favourite})

    async def _snippets(self, request: Request) -> Response:
        return JSONResponse(asdict(snippets(self._find_edit(request), self.pictures)))

    async def _snippets_of_order(self, request: Request) -> Response:
        """The snippets of an edit that was not sent yet, one for each model that is chosen."""
        edits = self._ordered(await read_json(request))
        made = {edit.model: snippets(edit, self.pictures) for edit in edits}
        texts = {
            name if len(made) == 1 else f"{name}, {model}": text
            for model, of_model in made.items()
            for name, text in of_model.texts.items()
        }
        files = {name: file for of_model in made.values() for name, file in of_model.files.items()}
        return JSONResponse({"texts": texts, "files": files})

    async def _vote(self, request: Request) -> Response:
        form = await read_json(request)
        names = [form.get("winner"), *form.get("losers", [])]
        edits = self.store.edits([str(name) for name in names])
        if len(edits) != len(names) or len(names) < 2:
            raise ArgumentError("a vote names one winner and the others", argument="winner")
        winner, *losers = edits
        self.store.add_vote(winner.id, [edit.id for edit in losers])
        return JSONResponse({"models": {edit.id: card(edit)["title"] for edit in edits}})

    async def _events(self, request: Request) -> Response:
        given = request.headers.get("last-event-id") or request.query_params.get("after", "")
        revision = int(given) if given.isdecimal() else self.store.revision()

        async def events() -> AsyncIterator[str]:
            yield ": connected\n\n"
            async for edit in self.jobs.changes(revision, self.is_ending):
                if edit is None:
                    yield ": alive\n\n"
                else:
                    yield f"id: {edit.revision}\ndata: {json.dumps(card(edit))}\n\n"

        return StreamingResponse(events(), media_type="text/event-stream")

    async def _sandbox(self, request: Request) -> Response:
        form = await read_json(request)
        self.settings.use_sandbox(bool(form.get("sandbox")))
        return JSONResponse({"sandbox": self.settings.sandbox})


def _picture_facts(picture: Picture) -> dict[str, Any]:
    return {
        "id": picture.id,
        "type": picture.media_type.partition("/")[2].upper(),
        "width": picture.width,
        "height": picture.height,
        "alpha": picture.has_alpha,
        "turned": picture.orientation != 1,
        "orientation": picture.orientation,
        "size": picture.size,
        "name": picture.name,
    }


async def _refused(_: Request, error: Exception) -> Response:
    status = 404 if isinstance(error, ImageNotFoundError) else 400
    argument = getattr(error, "argument", None)
    return JSONResponse({"error": str(error), "argument": argument}, status)
