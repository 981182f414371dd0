"""Routes of augment: a search in pages that the sandbox made up, its own pages, and documents as text."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any

from pyvenice.core.json_types import Json
from pyvenice.core.recording.multipart_parser import Part
from pyvenice.core.recording.recorded_exchange import WireResponse
from pyvenice.sandbox.dialects.base import Route
from pyvenice.sandbox.dialects.venice.account import Account
from pyvenice.sandbox.server.errors import APIError
from pyvenice.sandbox.server.request import Request
from pyvenice.sandbox.server.responses import full_response, json_response

_PRICE = 0.01
"""US dollars for a search or a page: ten for a thousand of them."""
_REFUSED = re.compile(r"https?://(www\.)?(x|twitter|reddit)\.com(/|$)", re.IGNORECASE)
_PAGES = tuple(
    (f"https://sandbox.example/{name}", title, text)
    for name, title, text in (
        ("kites", "How kites fly", "A kite flies because the wind lifts it; the line holds it."),
        ("lakes", "Lakes", "A lake is water that land surrounds. Lakes freeze from above."),
        ("contracts", "What a contract says", "A contract lists operations, fields and bounds."),
        ("tones", "Tones", "A tone has a frequency. Twice the frequency is an octave."),
        ("cats", "Cats", "A cat sleeps most of the day. Red cats are mostly male."),
    )
)
_DATE = "2026-01-01"
_LONGEST = 25 * 1024 * 1024
_XML = {"word/document.xml": "w:p", "xl/sharedStrings.xml": "si", "ppt/slides/": "a:p"}
_TAG = re.compile(r"<[^>]*>")
_MOST_UNPACKED = 50 * 1024 * 1024


class AugmentRoutes:
    """Handlers of search, pages and documents."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def routes(self) -> Sequence[Route]:
        return (
            Route("POST", "/augment/search", self.search),
            Route("POST", "/augment/scrape", self.scrape),
            Route("POST", "/augment/text-parser", self.parse),
        )

    def search(self, request: Request) -> WireResponse:
        values = request.valid_fields()
        words = set(values["query"].lower().split())
        self._account.bill(request, "web-search", 1, _PRICE)
        ranked = sorted(_PAGES, key=lambda page: -len(words & set(page[2].lower().split())))
        results: list[Json] = [
            {"title": title, "url": url, "content": text, "date": _DATE}
            for url, title, text in ranked[: values.get("limit", 10)]
        ]
        return json_response(200, {"query": values["query"], "results": results})

    def scrape(self, request: Request) -> WireResponse:
        url: str = request.valid_fields()["url"]
        if _REFUSED.match(url):
            raise APIError("value", "this site cannot be scraped", path=("url",))
        page = next((page for page in _PAGES if page[0] == url), None)
        if page is None:
            known = ", ".join(known for known, _, _ in _PAGES)
            raise APIError("value", f"the sandbox has no internet, only {known}", path=("url",))
        self._account.bill(request, "web-scrape", 1, _PRICE)
        content = f"# {page[1]}\n\n{page[2]}\n"
        return json_response(200, {"url": url, "content": content, "format": "markdown"})

    def parse(self, request: Request) -> WireResponse:
        values = request.valid_fields()
        given = values.get("file")
        if not isinstance(given, Part):
            raise APIError("value", "a file is required", path=("file",))
        text = text_of(given.data)
        self._account.bill(request, "text-parser", 1, _PRICE)
        if values.get("response_format") == "text":
            return full_response(200, text.encode(), "text/plain")
        return json_response(200, {"text": text, "tokens": len(text.split())})


def text_of(data: bytes) -> str:
    """The text of a document. Raises `APIError` for a type that the sandbox cannot read."""
    if len(data) > _LONGEST:
        raise APIError("body-too-large", "the file has more than 25 MB", status=413)
    if data.startswith(b"PK"):
        return _office_text(data)
    if data.startswith(b"%PDF"):
        raise APIError("value", "the sandbox reads no PDF, only text, DOCX, XLSX and PPTX")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise APIError(
            "value", "the file is no document that can be read", path=("file",)
        ) from error


def _office_text(data: bytes) -> str:
    """The text of a DOCX, XLSX or PPTX, a line for each paragraph."""
    lines: list[str] = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in sorted(archive.infolist(), key=lambda entry: entry.filename):
                if entry.file_size < _MOST_UNPACKED:
                    lines += _paragraphs(entry.filename, archive.read(entry))
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError) as error:
        raise APIError("value", f"the file cannot be read: {error}", path=("file",)) from error
    if not lines:
        raise APIError("value", "the archive holds no document that can be read", path=("file",))
    return "\n".join(lines)


def _paragraphs(name: str, xml: bytes) -> list[str]:
    tag = next((tag for start, tag in _XML.items() if name.startswith(start)), None)
    if tag is None or not name.endswith(".xml"):
        return []
    text = xml.decode("utf-8", "replace")
    found: list[Any] = re.findall(rf"<{tag}[ >].*?</{tag}>", text, re.DOTALL)
    plain = (_TAG.sub("", paragraph).strip() for paragraph in found)
    return [line for line in plain if line]
