"""Pin the list of models of Venice: specs/venice/models.json, by which calls are checked and priced.

python scripts/pin_models.py [--from FILE|URL] [--check]

Reads `GET /models?type=all`, which needs no key; an answer of it that was saved, or `data/static-models.json` of the
provider's repository of documentation, may be given with --from. With --check nothing is written.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pyvenice.contract.errors import ContractError
from pyvenice.contract.fetching.fetch import fetch
from pyvenice.core import bounded_json
from pyvenice.core.atomic_write import write_file
from pyvenice.providers.venice.facts.capabilities import model_row

FILE = Path(__file__).resolve().parent.parent / "specs" / "venice" / "models.json"
_LIVE = "https://api.venice.ai/api/v1/models?type=all"
# An answer that lacks more than this share of the pinned models is an outage rather than news.
_MOST_GONE = 0.5

Row = Mapping[str, Any]


def rows_of(raw: bytes, origin: str) -> list[Row]:
    """The rows of a list of models. Raises `ContractError` for what is none."""
    try:
        tree = bounded_json.loads(raw)
        entries = tree["data"] if isinstance(tree, dict) else tree
        rows = [model_row(entry) for entry in entries if entry["type"]]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ContractError(f"{origin}: it is no list of models ({error!r:.100})") from error
    if not rows:
        raise ContractError(f"{origin}: it lists no model")
    return sorted(rows, key=lambda row: (row["type"], row["id"]))


def refuse_outage(pinned: Sequence[Row], rows: Sequence[Row], origin: str) -> None:
    """Raise `ContractError` for a list that lacks most of the pinned models."""
    gone = len({row["id"] for row in pinned} - {row["id"] for row in rows})
    if gone > _MOST_GONE * len(pinned):
        raise ContractError(f"{origin}: {gone} of {len(pinned)} pinned models are not in it")


def changes(pinned: Sequence[Row], rows: Sequence[Row]) -> Iterator[str]:
    """A line for each model that came, went or changed, with what changed of it."""
    before, after = ({row["id"]: row for row in side} for side in (pinned, rows))
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name, {}), after.get(name, {})
        if not (old and new):
            yield f"{name}: {'is new' if new else 'is no longer listed'}"
        elif old != new:
            facts = (fact for fact in sorted({*old, *new}) if old.get(fact) != new.get(fact))
            yield f"{name}: {', '.join(facts)}"


def text_of(rows: Sequence[Row]) -> str:
    """The file: a line for each model, so that a diff names the models that changed."""
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return f"[\n{lines}\n]\n"


def main(argv: Sequence[str] | None = None) -> int:
    """Exit status 0: written, or up to date; 1: --check found changes; 2: no list could be read."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--from", dest="origin", metavar="FILE|URL", default=_LIVE)
    parser.add_argument("--check", action="store_true", help="write nothing; 1 if it would change")
    arguments = parser.parse_args(argv)
    try:
        fetched = fetch(arguments.origin)
        pinned: list[Row] = json.loads(FILE.read_text("utf-8"))
        rows = rows_of(fetched.raw, fetched.url)
        refuse_outage(pinned, rows, fetched.url)
    except ContractError as error:
        print(f"pin_models: {error}", file=sys.stderr)
        return 2
    found = list(changes(pinned, rows))
    print("\n".join([*found, f"{len(found)} of {len(rows)} models changed"]))
    if not arguments.check:
        write_file(FILE, text_of(rows))
    return 1 if found and arguments.check else 0


if __name__ == "__main__":
    sys.exit(main())
