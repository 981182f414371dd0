"""Match requests with the operations of a document: `POST https://host/v1/orders/7` is `POST /v1/orders/{id}`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from pyvenice.contract.document.operation_key import operation_name

_ANY = "{}"
_PARAMETER = re.compile(r"\{[^{}]*\}")


class Request(NamedTuple):
    """A request that was seen in traffic or stands in code."""

    method: str
    url: str
    """Whole, or the path alone; `{}` stands for what is not known."""


class Operations:
    """The operations of a document by method and path, with the base paths of its servers."""

    def __init__(self, names: Iterable[str], servers: Collection[str] = ()) -> None:
        self._by_method: dict[str, list[str]] = {}
        for name in names:
            method, _, path = name.partition(" ")
            if path.startswith("/"):
                self._by_method.setdefault(method, []).append(path)
        self._hosts = {urlsplit(url).netloc for url in servers} - {""}
        bases = {urlsplit(url).path.rstrip("/") for url in servers} | {""}
        self._bases = sorted(bases, key=len, reverse=True)

    @property
    def names(self) -> list[str]:
        """All operations, such as `POST /v1/orders`, sorted by path."""
        pairs = [(path, method) for method, paths in self._by_method.items() for path in paths]
        return [operation_name(method, path) for path, method in sorted(pairs)]

    def used(self, requests: Iterable[Request]) -> list[str]:
        """The operations that requests are for; those to other hosts count where none is to a server."""
        found = set(self.matches(requests).values())
        return [name for name in self.names if name in found]

    def matches(self, requests: Iterable[Request]) -> dict[Request, str]:
        """The operation of each request that is for one; hosts count as they do for `used`."""
        every = {request: urlsplit(request.url).netloc for request in requests}
        has_ours = any(host in self._hosts for host in every.values())
        found = {
            request: self.find(request)
            for request, host in every.items()
            if not (has_ours and host) or host in self._hosts
        }
        return {request: name for request, name in found.items() if name}

    def find(self, request: Request) -> str | None:
        """The operation that a request is for, the one with the most literal path if several are."""
        paths = self._by_method.get(request.method.upper(), [])
        steps = _steps(_path_of(request.url))
        for candidates in self._spellings(steps):
            fitting = [path for path in paths if any(_fits(path, tried) for tried in candidates)]
            if fitting:
                return operation_name(request.method, min(fitting, key=_parameters))
        return self._with_unknown_base(request.method, paths, steps)

    def _spellings(self, steps: Sequence[str]) -> Iterator[list[Sequence[str]]]:
        """The path below each base path, then below a base path that the document does not name."""
        below = []
        for base in self._bases:
            prefix = _steps(base)
            if [*steps[: len(prefix)]] == prefix:
                below.append(steps[len(prefix) :])
        yield below
        yield [steps[start:] for start in range(1, len(steps))]

    @staticmethod
    def _with_unknown_base(method: str, paths: list[str], steps: Sequence[str]) -> str | None:
        """The operation whose path ends like the request's: a client adds the rest by its base URL."""
        ending = [path for path in paths if _fits_end(path, steps)]
        fewest = min(map(_parameters, ending), default=0)
        best = [path for path in ending if _parameters(path) == fewest]
        return operation_name(method, best[0]) if len(best) == 1 else None


def _parameters(path: str) -> int:
    return len(_PARAMETER.findall(path))


def _path_of(url: str) -> str:
    return unquote(urlsplit(url.partition("?")[0].partition("#")[0]).path)


def _steps(path: str) -> list[str]:
    return [step for step in path.split("/") if step]


def _fits(path: str, steps: Sequence[str]) -> bool:
    wanted = _steps(path)
    return len(wanted) == len(steps) > 0 and all(map(_fits_step, wanted, steps))


def _fits_end(path: str, steps: Sequence[str]) -> bool:
    wanted = _steps(path)
    has_literal = any(_ANY not in step for step in steps)
    return (
        has_literal and len(steps) < len(wanted) and _fits("/".join(wanted[-len(steps) :]), steps)
    )


def _fits_step(wanted: str, step: str) -> bool:
    """Whether a step of a path is one of a template; `{}` in it stands for what code fills in."""
    if not _PARAMETER.search(wanted):
        return step == wanted
    pattern = "".join(
        ".+" if _PARAMETER.fullmatch(part) else re.escape(part)
        for part in re.split(r"(\{[^{}]*\})", wanted)
    )
    return re.fullmatch(pattern, step) is not None
