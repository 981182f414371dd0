"""Routes of characters: thirty that the sandbox made up, and their reviews."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pyvenice.core.recording.recorded_exchange import WireResponse
from pyvenice.sandbox.dialects.base import Route
from pyvenice.sandbox.server.errors import APIError
from pyvenice.sandbox.server.request import Request
from pyvenice.sandbox.server.responses import json_response

_TRADES = ("Astronomer", "Baker", "Carpenter", "Doctor", "Editor", "Farmer")
_MANNERS = ("Cheerful", "Patient", "Curious", "Strict", "Poetic")
_MODEL = "zai-org-glm-5-2"
_DAY = "2026-01-{:02d}T00:00:00.000Z"
_MOST = 100
_REVIEWS = 25
_SORTS = {
    "imports": lambda character: character["stats"]["imports"],
    "mostRecent": lambda character: character["createdAt"],
}


def _character(number: int) -> dict[str, Any]:
    manner, trade = _MANNERS[number // len(_TRADES)], _TRADES[number % len(_TRADES)]
    slug = f"{manner}-{trade}".lower()
    return {
        "adult": number % 10 == 9,
        "author": "pyvenice sandbox",
        "createdAt": _DAY.format(number + 1),
        "description": f"A {manner.lower()} {trade.lower()} that the sandbox made up.",
        "featured": number % 7 == 0,
        "id": f"00000000-0000-4000-8000-{number:012d}",
        "name": f"{manner} {trade}",
        "shareUrl": None,
        "photoUrl": None,
        "slug": slug,
        "stats": {
            "averageRating": 3 + number % 3,
            "imports": number * 17 % 101,
            "ratingCount": _REVIEWS,
            "ratingSum": _REVIEWS * (3 + number % 3),
            "userRating": None,
        },
        "tags": [manner.lower(), trade.lower()],
        "updatedAt": _DAY.format(number + 1),
        "webEnabled": number % 2 == 0,
        "modelId": _MODEL,
    }


CHARACTERS = tuple(map(_character, range(len(_TRADES) * len(_MANNERS))))


def routes() -> Sequence[Route]:
    return (
        Route("GET", "/characters", _list),
        Route("GET", "/characters/{slug}", _get),
        Route("GET", "/characters/{slug}/reviews", _reviews),
    )


def _list(request: Request) -> WireResponse:
    query = request.query
    tags = [
        tag
        for text in parse_qs(urlsplit(request.wire.url).query).get("tags", [])
        for tag in text.split(",")
    ]
    wanted = [
        character
        for character in CHARACTERS
        if query.get("isAdult", _text(character["adult"])) == _text(character["adult"])
        and query.get("isWebEnabled", _text(character["webEnabled"]))
        == _text(character["webEnabled"])
        and query.get("search", "").lower() in character["name"].lower()
        and (not tags or set(tags) & set(character["tags"]))
        and query.get("modelId", character["modelId"]) in character["modelId"]
    ]
    if order := _SORTS.get(query.get("sortBy", "")):
        wanted.sort(key=order, reverse=query.get("sortOrder", "desc") == "desc")
    start, size = _number(query, "offset", 0, 0, 10**9), _number(query, "limit", 50, 1, _MOST)
    page = [dict(character) for character in wanted[start : start + size]]
    return json_response(200, {"data": page, "object": "list"})


def find(slug: str) -> dict[str, Any]:
    """The character with this slug. Raises `APIError` with status 404."""
    for character in CHARACTERS:
        if character["slug"] == slug:
            return character
    raise APIError("value", f"Character {slug[:60]!r} not found", status=404)


def _get(request: Request) -> WireResponse:
    character = find(request.parameters["slug"])
    return json_response(200, {"data": character, "object": "character"})


def _reviews(request: Request) -> WireResponse:
    character = find(request.parameters["slug"])
    size = _number(request.query, "pageSize", 20, 1, _MOST)
    page = _number(request.query, "page", 1, 1, 10**6)
    rating = character["stats"]["averageRating"]
    numbers = range(_REVIEWS)[(page - 1) * size : page * size]
    pages = -(-_REVIEWS // size)
    data: list[dict[str, Any]] = [
        {
            "characterId": character["id"],
            "createdAt": _DAY.format(number + 1),
            "id": f"review-{number}",
            "isOwner": False,
            "locale": "en",
            "message": f"Review {number + 1} of {character['name']}.",
            "rating": rating,
            "userAvatarUrl": None,
            "username": f"user-{number}",
        }
        for number in numbers
    ]
    facts = {"page": page, "pageSize": size, "total": _REVIEWS, "totalPages": pages}
    names = {"page": "page", "pageSize": "per-page", "total": "total", "totalPages": "pages"}
    headers = [(f"x-pagination-{names[key]}", str(value)) for key, value in facts.items()]
    body: dict[str, Any] = {
        "data": data,
        "object": "list",
        "pagination": facts,
        "summary": {"averageRating": rating, "totalReviews": _REVIEWS},
    }
    return json_response(200, body, headers)


def _text(flag: bool) -> str:
    return "true" if flag else "false"


def _number(query: dict[str, str], name: str, usual: int, least: int, most: int) -> int:
    text = query.get(name, str(usual))
    if not text.isdecimal() or not least <= int(text) <= most:
        raise APIError("value", f"must be a number from {least} to {most}", path=(name,))
    return int(text)
