"""Pages: what each of them shows; what moves in it, the modules in `static/` do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from pyvenice import models
from pyvenice.catalogue import lookup
from pyvenice.catalogue.estimation import estimate
from pyvenice.errors import ArgumentError, PyveniceError
from pyvenice.studio.cards import card
from pyvenice.studio.choices import price_text
from pyvenice.studio.pages import contracts, usage
from pyvenice.studio.pictures import MOST_BYTES, MOST_PIXELS
from pyvenice.studio.settings import Settings, access, example_photos
from pyvenice.studio.store import Store

NAVIGATION = {
    "/": "Edit",
    "/history": "History",
    "/models": "Models",
    "/batch": "Batch",
    "/usage": "Usage",
    "/contracts": "Contracts",
    "/settings": "Settings",
}
_PAGE = 50
_MOST_COMPARED = 4
Facts = Callable[[Request], Mapping[str, Any]]


class Pages:
    """The pages of one studio. `batches` gives the facts of the page for batches."""

    def __init__(self, settings: Settings, store: Store, batches: Facts) -> None:
        self._settings, self._store, self._batches = settings, store, batches
        self._templates = Environment(
            loader=FileSystemLoader(Path(__file__).parents[1] / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def routes(self) -> list[Route]:
        """A route for each page."""
        pages: dict[str, tuple[str, Facts]] = {
            "/": ("edit", self._edit),
            "/compare": ("compare", self._compare),
            "/history": ("history", self._history),
            "/models": ("models", self._models),
            "/models/compare": ("model", self._compared_models),
            "/batch": ("batch", self._batches),
            "/usage": ("usage", self._usage),
            "/contracts": ("contracts", self._contracts),
            "/settings": ("settings", self._shown_settings),
        }
        return [
            Route(path, self._page(template, facts)) for path, (template, facts) in pages.items()
        ]

    def _page(self, template: str, facts: Facts) -> Callable[[Request], Awaitable[Response]]:
        async def page(request: Request) -> Response:
            text = self._templates.get_template(f"{template}.html").render(
                path=request.url.path,
                navigation=NAVIGATION,
                sandbox=self._settings.sandbox,
                has_keys=self._settings.has_keys,
                **facts(request),
            )
            return HTMLResponse(text)

        return page

    def _edit(self, request: Request) -> Mapping[str, Any]:
        source = self._store.edit(request.query_params.get("from", ""))
        return {
            "photos": list(example_photos()),
            "start": card(source) if source else None,
            "as_input": request.query_params.get("use", "") == "result",
            "revision": self._store.revision(),
            "recent": [card(edit) for edit in self._store.search(limit=8)],
        }

    def _compare(self, request: Request) -> Mapping[str, Any]:
        ids = request.query_params.get("edits", "").split(",")[:_MOST_COMPARED]
        edits = [edit for edit in self._store.edits(ids) if edit.results]
        return {"cards": [card(edit) for edit in edits]}

    def _history(self, request: Request) -> Mapping[str, Any]:
        query = request.query_params
        text, favourites = query.get("text", ""), bool(query.get("favourites"))
        before = float(query["before"]) if _is_number(query.get("before")) else 1e12
        revision = self._store.revision()
        edits = self._store.search(text, favourites=favourites, before=before, limit=_PAGE)
        return {
            "text": text,
            "favourites": favourites,
            "revision": revision,
            "cards": [card(edit) for edit in edits],
            "older": edits[-1].created if len(edits) == _PAGE else None,
        }

    def _models(self, request: Request) -> Mapping[str, Any]:
        query = request.query_params
        text, provider = query.get("text", "").lower(), query.get("provider", "")
        with_retired = bool(query.get("retired"))
        rows = [
            {
                "id": model.id,
                "title": model.title,
                "price": price_text(estimate(model)),
                "source": str(estimate(model)),
                "tier": model.tier or "unknown",
                "operations": ", ".join(model.operations),
                "images": str(model.images),
                "mask": f"{model.mask.polarity} is edited" if model.mask else "no",
                "status": model.lifecycle.status,
                "ends": model.lifecycle.retired_on,
                "successor": model.lifecycle.replaced_by,
            }
            for model in lookup.models()
            if text in f"{model.id} {model.title} {' '.join(model.operations)}".lower()
            and provider in ("", model.provider)
            and (with_retired or model.lifecycle.status != "retired")
        ]
        return {
            "rows": rows,
            "text": text,
            "provider": provider,
            "providers": lookup.providers(),
            "retired": with_retired,
        }

    def _compared_models(self, request: Request) -> Mapping[str, Any]:
        names = request.query_params.getlist("model")[:_MOST_COMPARED]
        if not names:
            raise ArgumentError("choose a model", argument="model")
        if len(names) == 1:
            facts = [
                {"field": field, "texts": [text], "differs": False}
                for field, text in models.show(names[0]).items()
            ]
            return {"titles": [lookup.get(names[0]).title], "facts": facts, "ids": names}
        found = models.compare(names)
        facts = [
            {"field": row.field, "texts": row.values, "differs": row.differs} for row in found.rows
        ]
        return {"titles": [model.title for model in found.models], "facts": facts, "ids": names}

    def _usage(self, _: Request) -> Mapping[str, Any]:
        return usage.usage_facts(self._settings.ledger)

    def _contracts(self, _: Request) -> Mapping[str, Any]:
        return contracts.contract_facts(self._store)

    def _shown_settings(self, _: Request) -> Mapping[str, Any]:
        config = self._settings.config
        try:
            values = [value for value in config.values() if value.name != "sandbox"]
        except PyveniceError:
            values = []
        return {
            "providers": access(config),
            "values": values,
            "folder": str(self._settings.folder),
            "ledger": str(self._settings.ledger.path),
            "config_path": str(config.path),
            "megabytes": MOST_BYTES // 2**20,
            "megapixels": MOST_PIXELS // 1_000_000,
        }


def _is_number(text: str | None) -> bool:
    return text is not None and text.replace(".", "", 1).isdecimal()
