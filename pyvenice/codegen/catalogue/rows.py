"""The rows of `specs/catalogue/<provider>.yaml`: defaults and families merged, checked, with lines.

A row is merged from three places, the later ones first: the row itself, its family, the defaults of the
file. Mappings are merged key by key, lists are replaced, and `null` removes a key.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError

from pyvenice.catalogue.model import Model
from pyvenice.codegen.catalogue.lines import Lines
from pyvenice.codegen.catalogue.row_rules import problems
from pyvenice.contract.document import yaml12
from pyvenice.contract.errors import ContractError

Row = dict[str, Any]
_KEYS = {
    "source",
    "checked_on",
    "confidence",
    "defaults",
    "families",
    "listing",
    "open",
    "models",
    "enforced",
}
_NOT_WRITTEN = {"id", "provider", "listed", "contradictions"}
"""What codegen adds."""
_COMMON = ("source", "checked_on", "confidence")
_MODEL = TypeAdapter(Model)


class Rows(NamedTuple):
    """The rows of one provider, whole and checked."""

    models: list[Row]
    open: Row | None
    """What holds for a model without a row, where the provider runs any model."""
    enforced: bool = False
    """Whether clients refuse what the sure rows of the file do not have."""


class CatalogueError(ContractError):
    """A row of the catalogue is broken; the text names the file, the line and the reason."""


def catalogue_path(provider: str, specs: Path) -> Path:
    """Where the rows of a provider stand."""
    return specs / "catalogue" / f"{provider}.yaml"


def refuse_unknown_files(specs: Path, providers: Collection[str]) -> None:
    """Raise `CatalogueError` for a file of rows whose provider there is not: nobody would read it."""
    for path in sorted((specs / "catalogue").glob("*")):
        if path.suffix != ".yaml" or path.stem not in providers:
            raise CatalogueError(f"{path}: there is no provider {path.stem!r} in specs/")


def read_rows(
    provider: str, specs: Path, lifecycles: Mapping[str, Mapping[str, str]] | None = None
) -> Rows:
    """The rows of a provider, none where it has no file.

    `lifecycles` are those that the overlay of the provider states: value → `ends` and `instead`.
    Raises `CatalogueError` with file and line for what is broken.
    """
    path = catalogue_path(provider, specs)
    if not path.is_file():
        return Rows([], None)
    return rows_of_text(provider, path, path.read_text(encoding="utf-8"), lifecycles)


def rows_of_text(
    provider: str,
    path: Path,
    text: str,
    lifecycles: Mapping[str, Mapping[str, str]] | None = None,
) -> Rows:
    """The rows in the text of a file; `path` is how messages name it."""
    document = yaml12.loads(text, name=str(path))
    return _Reader(provider, path, text, document, lifecycles or {}).rows()


class _Reader:
    def __init__(
        self,
        provider: str,
        path: Path,
        text: str,
        document: Any,
        lifecycles: Mapping[str, Mapping[str, str]],
    ) -> None:
        self._provider = provider
        self._path = path
        self._lines = Lines(text)
        if not isinstance(document, dict) or not isinstance(document.get("models"), list):
            raise self._error((), "the file has no list 'models'")
        if unknown := sorted(document.keys() - _KEYS):
            raise self._error((unknown[0],), f"{unknown[0]!r} is not one of {sorted(_KEYS)}")
        self._document = document
        self._lifecycles = lifecycles

    def rows(self) -> Rows:
        models = [self._row(("models", index)) for index in range(len(self._document["models"]))]
        self._check_names(models)
        is_enforced = self._document.get("enforced") is True
        opened = self._document.get("open")
        if opened is None:
            return Rows(models, None, is_enforced)
        template = self._row(("open",), name="*") | {"listed": False}
        return Rows(models, template, is_enforced)

    def _row(self, place: tuple[str | int, ...], **extra: object) -> Row:
        own = self._at(place)
        if not isinstance(own, dict):
            raise self._error(place, "a row is a mapping")
        if written := sorted(_NOT_WRITTEN & own.keys()):
            raise self._error((*place, written[0]), f"{written[0]!r} is added by codegen")
        places = [place]
        merged: Any = {key: self._document[key] for key in _COMMON if key in self._document}
        merged = _merge(merged, self._document.get("defaults") or {})
        places.append(("defaults",))
        if family := own.get("family"):
            if family not in (self._document.get("families") or {}):
                raise self._error((*place, "family"), f"there is no family {family!r}")
            places.insert(1, ("families", family))
            merged = _merge(merged, self._document["families"][family])
        merged = _merge(merged, {key: own[key] for key in own if key != "family"} | extra)
        self._add_lifecycle(merged, place)
        self._check(merged, places)
        row: Row = merged
        return row

    def _add_lifecycle(self, row: Row, place: tuple[str | int, ...]) -> None:
        """The overlay is the one place that says when a value of the contract ends."""
        if (stated := self._lifecycles.get(str(row.get("name")))) is None:
            return
        if row.get("lifecycle", {}).keys() - {"note"}:
            raise self._error(
                (*place, "lifecycle"),
                f"{row['name']} has its dates in the overlay (x-lifecycle): remove them here",
            )
        dates = {"stage": "deprecated", "retired_on": str(stated["ends"])}
        row["lifecycle"] = dates | row.get("lifecycle", {})
        if instead := stated.get("instead"):
            row["lifecycle"]["replaced_by"] = f"{self._provider}/{instead}"

    def _check(self, row: Row, places: list[tuple[str | int, ...]]) -> None:
        identity = {"id": f"{self._provider}/{row.get('name')}", "provider": self._provider}
        try:
            _MODEL.validate_json(json.dumps(row | identity), strict=True)
        except ValidationError as error:
            first = error.errors()[0]
            raise self._in_row(places, first["loc"], _reason(first)) from error
        for loc, reason in problems(row):
            raise self._in_row(places, loc, reason)

    def _in_row(
        self, places: list[tuple[str | int, ...]], loc: tuple[str | int, ...], reason: str
    ) -> CatalogueError:
        """The error of a merged row: the line of the value, and that of the row if it is another."""
        found = self._place_of(places, loc)
        row = self._lines.of(places[0])
        if found[: len(places[0])] != places[0]:
            reason += f" (in the row of line {row})"
        return self._error(found, reason)

    def _place_of(
        self, places: list[tuple[str | int, ...]], loc: tuple[str | int, ...]
    ) -> tuple[str | int, ...]:
        """Where a value of a merged row is written: in the row, in its family, or in the defaults."""
        for length in range(len(loc), 0, -1):
            for place in places:
                if self._lines.has((*place, *loc[:length])):
                    return (*place, *loc[:length])
        return places[0]

    def _check_names(self, models: list[Row]) -> None:
        owners: dict[str, int] = {}
        for index, row in enumerate(models):
            for name in (row["name"], *row.get("aliases", ()), *row.get("wire_names", ())):
                if owners.setdefault(name.lower(), index) != index:
                    raise self._error(("models", index), f"the name {name!r} stands twice")

    def _at(self, place: tuple[str | int, ...]) -> Any:
        value: Any = self._document
        for step in place:
            value = value[step]
        return value

    def _error(self, place: tuple[str | int, ...], reason: str) -> CatalogueError:
        where = ".".join(map(str, place)) or "the file"
        return CatalogueError(f"{self._path}, line {self._lines.of(place)}: {where}: {reason}")


def _reason(error: Any) -> str:
    where = ".".join(map(str, error["loc"]))
    given = "" if isinstance(error["input"], dict | list) else f", not {error['input']!r}"
    return f"{where}: {error['msg']}{given}"


def _merge(base: Any, over: Any) -> Any:
    if not isinstance(base, dict) or not isinstance(over, dict):
        return over
    keys = dict.fromkeys([*base, *over])
    both = {key: _one(base, over, key) for key in keys}
    return {key: value for key, value in both.items() if value is not None}


def _one(base: Row, over: Row, key: str) -> Any:
    if key not in over:
        return base[key]
    return _merge(base[key], over[key]) if key in base else _merge({}, over[key])
