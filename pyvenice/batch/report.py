"""Reports of a batch: results as CSV or JSONL, the dead as a new manifest, a contact sheet."""

from __future__ import annotations

import base64
import csv
import html
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from pyvenice.batch.manifest import PARAMETERS
from pyvenice.batch.remote_files import is_remote, read_remote
from pyvenice.batch.remote_outputs import Store
from pyvenice.batch.state.journal import Journal
from pyvenice.core.images.decoding import pillow_or_none
from pyvenice.core.images.inputs import is_url
from pyvenice.errors import PyveniceError
from pyvenice.ledger.money import dollars, known_dollars

COLUMNS: tuple[str, ...] = (
    "image",
    "mask",
    "prompt",
    "model",
    "params",
    "state",
    "files",
    "estimated_usd",
    "billed_usd",
    "is_billed",
    "seconds",
    "attempts",
    "request_id",
    "job_id",
    "error",
    "code",
    "warnings",
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_THUMBNAIL = 240
_MOST_CARDS = 1000
"""Cards of one contact sheet: two thumbnails of about 8 KB each make a page of 16 MB."""


def results(journal: Journal) -> Iterator[dict[str, Any]]:
    """A row for each purchase; amounts are in US dollars, `None` is unknown."""
    for record in journal.records():
        amounts = {"estimated_usd": record["estimate"], "billed_usd": record["billed"]}
        record |= {name: known_dollars(value) for name, value in amounts.items()}
        record["is_billed"] = bool(record["is_billed"])
        yield {name: record[name] for name in COLUMNS}


def as_csv(rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows as CSV; lists and mappings are JSON. Cells that a spreadsheet would run are quoted."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return stream.getvalue()


def as_jsonl(rows: Iterable[Mapping[str, Any]]) -> str:
    """A JSON object a line."""
    return "".join(f"{_line(row)}\n" for row in rows)


def _line(row: Mapping[str, Any]) -> str:
    line = json.dumps(row, ensure_ascii=False)
    # A path that is not UTF-8 can only be written as escapes.
    return json.dumps(row) if _SURROGATE.search(line) else line


def dead_rows(journal: Journal) -> Iterator[dict[str, Any]]:
    """The dead items as rows of a manifest: what was wrong stands in the column `error`."""
    for record in journal.records():
        if record["state"] != "dead":
            continue
        row = {name: record[name] for name in ("image", "mask", "model") if record[name]}
        if record["prompt"]:
            row["prompt"] = record["prompt"].replace("{", "{{").replace("}", "}}")
        parameters = {name: record["params"][name] for name in PARAMETERS & record["params"].keys()}
        yield {**row, **parameters, "error": record["error"]}


def contact_sheet(journal: Journal, out: Path | Store) -> str:
    """One HTML file, without a script and without other files: before and after, and the facts."""
    records = list(islice(journal.records(), _MOST_CARDS + 1))
    cards = "".join(_card(record, out) for record in records[:_MOST_CARDS])
    counts = ", ".join(f"{count} {state}" for state, count in journal.counts().items() if count)
    more = "" if len(records) <= _MOST_CARDS else f"; the first {_MOST_CARDS} are shown"
    return _PAGE.format(counts=html.escape(counts + more), cards=cards)


def _card(record: Mapping[str, Any], out: Path | Store) -> str:
    before = _thumbnail(record["image"], f"before: {record['image']}")
    afters = "".join(_thumbnail(name, f"after: {name}", out) for name in record["files"])
    facts = [record["model"], _price(record), _duration(record), record["state"]]
    error = f'<p class="error">{html.escape(record["error"])}</p>' if record["error"] else ""
    return (
        f'<article class="{record["state"]}"><div class="pictures">{before}{afters}</div>'
        f"<p>{html.escape(record['prompt'] or '')}</p>"
        f'<p class="facts">{html.escape(" · ".join(filter(None, facts)))}</p>{error}</article>\n'
    )


def _thumbnail(path: str, label: str, out: Path | Store = Path()) -> str:
    data = _thumbnail_bytes(path, out)
    text = html.escape(label)
    if data is None:
        return f'<span class="missing">{text}</span>'
    uri = f"data:image/jpeg;base64,{base64.b64encode(data).decode()}"
    return f'<img src="{uri}" alt="{text}" title="{text}">'


def _thumbnail_bytes(path: str, out: Path | Store) -> bytes | None:
    pillow = pillow_or_none()
    if pillow is None or is_url(path) or path.startswith("data:"):
        return None
    stream = io.BytesIO()
    try:
        with pillow.open(_source(path, out)) as image:
            image.draft("RGB", (_THUMBNAIL, _THUMBNAIL))
            image.thumbnail((_THUMBNAIL, _THUMBNAIL))
            image.convert("RGB").save(stream, "JPEG", quality=80)
    except (OSError, ValueError, SyntaxError, PyveniceError):
        return None
    return stream.getvalue()


def _source(path: str, out: Path | Store) -> io.BytesIO | Path:
    if isinstance(out, Store):
        return io.BytesIO(out.read(path) or b"")
    return io.BytesIO(read_remote(path, "image")) if is_remote(path) else out / path


def _price(record: Mapping[str, Any]) -> str:
    if not record["is_billed"]:
        return "not billed" if record["state"] in {"dead", "planned"} else ""
    amount = record["billed"]
    return "price unknown" if amount is None else f"${dollars(amount):.4f}"


def _duration(record: Mapping[str, Any]) -> str:
    return f"{record['seconds']:.1f} s" if record["seconds"] else ""


def _cell(value: object) -> object:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False) if value else ""
    if isinstance(value, str) and value[:1] in tuple("=+-@\t\r"):
        return f"'{value}"
    return value


_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Contact sheet</title>
<meta name="viewport" content="width=device-width">
<style>
:root {{ color-scheme: light dark; font: 15px/1.4 system-ui, sans-serif; }}
body {{ margin: 1.5rem; }}
main {{ display: grid; gap: 1rem; align-items: start; grid-template-columns: repeat(auto-fill, minmax(20rem, 1fr)); }}
article {{ border: 1px solid #8884; border-radius: 8px; padding: .75rem; overflow-wrap: anywhere; }}
.pictures {{ display: grid; grid-template-columns: 1fr 1fr; gap: .5rem; }}
img {{ width: 100%; border-radius: 4px; }}
p {{ margin: .5rem 0 0; }}
.facts, .missing {{ font-size: .85rem; opacity: .75; }}
.error {{ color: light-dark(#a40000, #ff8a80); }}
.held {{ border-color: #c80; }} .dead {{ border-color: #c00; }}
</style></head><body><h1>Contact sheet</h1><p>{counts}</p><main>
{cards}</main></body></html>
"""
