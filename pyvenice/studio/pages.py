"""Pages: HTML that the server renders; what moves in it, the modules in `static/` do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from pyvenice.studio.cards import card
from pyvenice.studio.pictures import Pictures
from pyvenice.studio.settings import Settings, example_photos
from pyvenice.studio.store import Store

NAVIGATION = {"/": "Edit"}
Render = Callable[[Request], dict[str, Any]]


class Pages:
    """The pages of one studio."""

    def __init__(self, settings: Settings, store: Store, pictures: Pictures) -> None:
        self._settings, self._store, self._pictures = settings, store, pictures
        self._templates = Environment(
            loader=FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def routes(self) -> list[Route]:
        """A route for each page."""
        pages: dict[str, tuple[str, Render]] = {"/": ("edit", self._edit)}
        return [
            Route(path, self._page(template, facts)) for path, (template, facts) in pages.items()
        ]

    def _page(self, template: str, facts: Render) -> Callable[[Request], Awaitable[Response]]:
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

    def _edit(self, request: Request) -> dict[str, Any]:
        source = self._store.edit(request.query_params.get("from", ""))
        recent = [card(edit) for edit in self._store.search(limit=6)]
        return {
            "photos": list(example_photos()),
            "start": card(source) if source else None,
            "as_input": request.query_params.get("use", "") == "result",
            "recent": recent,
            "revision": self._store.revision(),
        }
