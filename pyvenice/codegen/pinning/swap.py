"""Replace several files together, or none of them."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from pyvenice.core.atomic_write import PartFile, write_file

Texts = Mapping[Path, str | None]

_JOURNAL = "journal.json"


def swap(texts: Texts, journal: Path) -> list[Path]:
    """Give each file its new text (`None` removes it), or leave all of them as they are.

    `journal` is a folder that exists only while this runs: what stood in the files before. When a
    file cannot be written, those already written are put back and the error is raised; after a
    kill, `recover` puts them back. Returns the paths that changed, sorted.
    """
    old = {path: _text(path) for path in texts}
    changed = sorted(path for path, text in texts.items() if old[path] != text)
    if not changed:
        return []
    with _prepared({path: texts[path] for path in changed}) as parts:
        _record({path: old[path] for path in changed}, journal)
        try:
            for path in changed:
                _put(parts.get(path), path)
        except BaseException:
            recover(journal)
            raise
        shutil.rmtree(journal)
    return changed


def recover(journal: Path) -> list[Path]:
    """Put back what stood in the files before a swap that did not end. Returns their paths."""
    if not (journal / _JOURNAL).is_file():
        shutil.rmtree(journal, ignore_errors=True)
        return []
    old = {Path(name): text for name, text in json.loads((journal / _JOURNAL).read_bytes()).items()}
    with _prepared(old) as parts:
        for path in old:
            _put(parts.get(path), path)
    shutil.rmtree(journal)
    return sorted(old)


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


@contextlib.contextmanager
def _prepared(texts: Texts) -> Iterator[dict[Path, PartFile]]:
    """The new texts, each on disk next to its place: a full disk is noticed before anything moves."""
    parts: dict[Path, PartFile] = {}
    try:
        for path, text in texts.items():
            if text is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                parts[path] = PartFile(path)
                parts[path].write(text.encode())
        yield parts
    finally:
        for part in parts.values():
            part.discard()


def _record(old: Texts, journal: Path) -> None:
    journal.mkdir(exist_ok=True)
    write_file(journal / _JOURNAL, json.dumps({str(path): text for path, text in old.items()}))


def _put(part: PartFile | None, path: Path) -> None:
    if part is None:
        path.unlink(missing_ok=True)
    else:
        part.replace(path)
