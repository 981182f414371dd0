"""Refresh: what a live listing of models changes in the rows of a provider, shown, and written if asked.

Nothing moves by itself: `refresh` only reads, and `Refresh.write` is called by a person.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from pyvenice.codegen.catalogue.lines import Lines
from pyvenice.codegen.catalogue.listing import Listed, models_in, read_section
from pyvenice.codegen.catalogue.row_text import row_text
from pyvenice.codegen.catalogue.rows import (
    CatalogueError,
    Row,
    catalogue_path,
    read_rows,
    rows_of_text,
)
from pyvenice.contract.document import yaml12
from pyvenice.contract.fetching.fetch import fetch
from pyvenice.core.atomic_write import write_file
from pyvenice.core.request.unlisted import today


class Change(NamedTuple):
    """One fact that the listing states and the row does not, or states otherwise."""

    model: str
    """`venice/qwen-image-3-edit`."""
    place: str
    """`price.amount`; empty for a whole row that came or went."""
    old: Any
    new: Any

    def __str__(self) -> str:
        if not self.place:
            return f"{self.model}: {'is no longer listed' if self.new is None else 'is new'}"
        return f"{self.model}: {self.place}: {self.old} → {self.new}"


@dataclass(frozen=True, slots=True)
class Refresh:
    """What a listing changes, and the file as it would be then."""

    path: Path
    origin: str
    changes: tuple[Change, ...]
    before: str
    after: str
    """The same as `before` where only the date of the check is new."""

    @property
    def diff(self) -> str:
        """The change of the file as a unified diff; empty where there is none."""
        lines = difflib.unified_diff(
            self.before.splitlines(keepends=True),
            self.after.splitlines(keepends=True),
            f"{self.path} (now)",
            f"{self.path} (by {self.origin})",
        )
        return "".join(lines)

    def write(self) -> None:
        """Write the file as it would be. `python -m codegen` then generates the catalogue from it."""
        write_file(self.path, self.after)


def refresh(
    provider: str, specs: Path, origin: str | None = None, *, day: dt.date | None = None
) -> Refresh:
    """What the live listing of a provider changes in its rows. Writes nothing.

    `origin` is a file, an address or `-` instead of the address in the file of the catalogue; `day` is
    when the listing was made, today if left out. A model that the listing lacks is marked as
    deprecated, and keeps its date. Raises `CatalogueError` or `ContractError`.
    """
    path = catalogue_path(provider, specs)
    if not path.is_file():
        raise CatalogueError(f"{path}: there is no such file: {provider} has no rows")
    text = path.read_text(encoding="utf-8")
    document = yaml12.loads(text, name=str(path))
    section = read_section(document, path)
    fetched = fetch(origin or section.url)
    found = models_in(yaml12.loads(fetched.raw, name=fetched.url), section, fetched.url)
    names = {row["name"]: index for index, row in enumerate(document["models"])}
    merged = {row["name"]: row for row in read_rows(provider, specs).models}
    meant = {name for name, row in merged.items() if _is_meant(row, section.family, document)}
    changes = tuple(_changes(provider, found, merged, meant))
    editor = _Editor(text, document, (day or today()).isoformat())
    for listed in found:
        if listed.name in names:
            editor.update(names[listed.name], _differences(listed, merged[listed.name]))
        else:
            editor.add(_new_row(listed, section.family))
    for name in sorted(meant - {listed.name for listed in found}):
        editor.mark_missing(names[name], document)
    after = editor.text()
    rows_of_text(provider, path, after)
    return Refresh(path, fetched.url, changes, text, after)


def _is_meant(row: Row, family: str, document: Any) -> bool:
    """Whether the listing is about this row: it has an operation of the family of new rows."""
    operations = document["families"][family]["operations"]
    return bool(set(operations) & set(row["operations"]))


def _changes(
    provider: str, found: list[Listed], merged: dict[str, Row], meant: set[str]
) -> Iterator[Change]:
    for listed in found:
        model = f"{provider}/{listed.name}"
        if listed.name not in merged:
            yield Change(model, "", None, listed.facts)
        else:
            row = merged[listed.name]
            for place, value in _differences(listed, row).items():
                yield Change(model, place, _at(row, place), value)
    for name in sorted(meant - {listed.name for listed in found}):
        yield Change(f"{provider}/{name}", "", merged[name], None)


def _differences(listed: Listed, row: Row) -> dict[str, Any]:
    changed = {
        place: value for place, value in listed.facts.items() if not _same(_at(row, place), value)
    }
    if "price.variants" in changed and "amount" in row.get("price", {}):
        changed["price.amount"] = None
    if "price.amount" in changed and "variants" in row.get("price", {}):
        changed["price.variants"] = None
    return changed


def _same(old: Any, new: Any) -> bool:
    """Whether two values say the same; the order of a list says nothing."""
    if isinstance(old, list) and isinstance(new, list):
        return sorted(map(repr, old)) == sorted(map(repr, new))
    return bool(old == new)


def _new_row(listed: Listed, family: str) -> Row:
    row: Row = {"name": listed.name, "family": family}
    for place, value in listed.facts.items():
        if value is not None:
            _set(row, place, value)
    return row


class _Editor:
    """Changes rows in the text of a file; the other lines stay as they are."""

    def __init__(self, text: str, document: Any, day: str) -> None:
        self._lines = text.splitlines(keepends=True)
        self._document = document
        self._day = day
        places = Lines(text)
        count = len(document["models"])
        self._starts = [places.of(("models", index)) - 1 for index in range(count)]
        self._starts.append(len(self._lines))
        self._blocks: dict[int, str] = {}
        self._added: list[str] = []

    def update(self, index: int, facts: dict[str, Any]) -> None:
        """Write facts into the row of that number."""
        row = self._document["models"][index]
        for place, value in facts.items():
            _set(row, place, value)
        if facts:
            self._replace(index, row)

    def add(self, row: Row) -> None:
        self._added.append(row_text(row))

    def mark_missing(self, index: int, document: Any) -> None:
        """Mark the row as deprecated, and leave the date of its last check with it."""
        row = document["models"][index]
        row.setdefault("checked_on", document["checked_on"])
        row.setdefault("price", {}).setdefault("checked_on", document["checked_on"])
        row.setdefault("lifecycle", {"stage": "deprecated", "note": f"not listed on {self._day}"})
        self._replace(index, row)

    def text(self) -> str:
        """The file with its changed rows, and with the new date in its head."""
        head = "".join(self._lines[: self._starts[0]])
        date = re.escape(self._document["checked_on"])
        head = re.sub(rf"(?<=checked_on: ){date}", self._day, head)
        blocks = [
            self._blocks.get(index, "".join(self._lines[start:end]))
            for index, (start, end) in enumerate(zip(self._starts, self._starts[1:], strict=False))
        ]
        return "".join([head, *blocks, *self._added])

    def _replace(self, index: int, row: Row) -> None:
        own = "".join(self._lines[self._starts[index] : self._starts[index + 1]])
        if re.search(r"(?m)(^\s*#|[:\[{,-] ?[&*]\w)", own):
            raise CatalogueError(
                f"the row {row['name']} has comments or anchors, which would be lost: edit it by hand"
            )
        self._blocks[index] = row_text(row)


def _at(row: Row, place: str) -> Any:
    value: Any = row
    for key in place.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _set(row: Row, place: str, value: Any) -> None:
    *path, last = place.split(".")
    for key in path:
        row = row.setdefault(key, {})
    row[last] = value
