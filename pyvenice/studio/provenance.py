"""Provenance: a result that is kept, with a file that says what it was made of, by what, for how much."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyvenice
from pyvenice.core.atomic_write import write_file
from pyvenice.ledger.money import known_dollars
from pyvenice.studio.pictures import Pictures
from pyvenice.studio.store import Edit, Store

_SUFFIXES = {"image/jpeg": ".jpg"}


def keep(edit: Edit, store: Store, pictures: Pictures, folder: Path) -> list[Path]:
    """Copy the results of an edit into the folder, each with a `.json` file. Returns the files.

    Keeping again writes the same files. Raises `OSError`.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    files = []
    for number, result in enumerate(edit.results, start=1):
        picture = pictures.picture(result)
        suffix = _SUFFIXES.get(picture.media_type, f".{picture.media_type.partition('/')[2]}")
        target = folder / f"{_stem(edit)}-{number}{suffix}"
        part = target.with_name(f".{target.name}.part")
        shutil.copyfile(pictures.path(result), part)
        part.replace(target)
        facts = {"file": target.name, "sha256": result, **provenance(edit, store)}
        write_file(target.with_name(f"{target.name}.json"), json.dumps(facts, indent=2) + "\n")
        files.append(target)
    store.mark(edit.id, kept=files[0].name if files else None)
    return files


def provenance(edit: Edit, store: Store) -> dict[str, Any]:
    """Where the results of an edit come from, as plain data; each earlier edit of its chain too."""
    return {
        "pyvenice": pyvenice.__version__,
        **_facts(edit),
        "chain": [_facts(earlier) for earlier in store.chain(edit)[:-1]],
    }


def _facts(edit: Edit) -> Mapping[str, Any]:
    return {
        "edit": edit.id,
        "state": edit.state,
        "made": _time(edit.ended),
        "inputs_sha256": list(edit.images),
        "mask_sha256": edit.mask,
        "model": edit.model,
        "prompt": edit.prompt,
        "parameters": dict(edit.params),
        "sandbox": edit.sandbox,
        "estimated_usd": known_dollars(edit.estimate),
        "billed_usd": None if edit.sandbox else known_dollars(edit.billed),
        "cost_source": edit.cost_source,
        "warnings": list(edit.warnings),
    }


def _stem(edit: Edit) -> str:
    day = (_time(edit.ended) or "")[:10]
    model = re.sub(r"[^a-zA-Z0-9.]+", "-", edit.model)
    return f"{day}-{model}-{edit.id[:8]}"


def _time(seconds: float | None) -> str | None:
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
