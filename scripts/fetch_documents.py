"""Fetch published API documents into .documents/, for the tests that read real ones.

python scripts/fetch_documents.py [NAME…]   # all, or those named; what is there already is fetched again
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

from pyvenice.contract.errors import ContractError
from pyvenice.contract.fetching.fetch import fetch
from pyvenice.contract.pin import pin
from pyvenice.core.atomic_write import write_file

FOLDER = Path(__file__).resolve().parent.parent / ".documents"
OTHERS = {
    "foreign/bedrock": "https://raw.githubusercontent.com/boto/botocore/develop/botocore/data/"
    "bedrock-runtime/2023-09-30/service-2.json",
    "foreign/bfl": "https://api.bfl.ai/openapi.json",
    "large/github": "https://raw.githubusercontent.com/github/rest-api-description/main/"
    "descriptions/api.github.com/api.github.com.json",
    "foreign/replicate": "https://api.replicate.com/openapi.json",
    "large/stripe": "https://raw.githubusercontent.com/stripe/openapi/master/openapi/spec3.json",
    "foreign/together": "https://raw.githubusercontent.com/togethercomputer/openapi/main/openapi.yaml",
    "large/twilio": "https://raw.githubusercontent.com/twilio/twilio-oai/main/spec/json/"
    "twilio_messaging_v1.json",
}
"""Documents that this package does not pin, by the folder that tests look for them in; of those in `large/` no code is generated."""

_TIMEOUT = 60.0


def addresses() -> Iterator[tuple[str, str]]:
    """The folder and the live address of each document that is read without a key."""
    for provider in pin.providers():
        source = pin.source(provider)
        public = [url for url in source.live if urlsplit(url).hostname not in {None, "127.0.0.1"}]
        if public and not source.live_key:
            yield f"upstream/{provider}", public[0]
    yield from OTHERS.items()


def fetch_documents(wanted: Mapping[str, str], folder: Path) -> list[str]:
    """Fetch documents by folder and address, and return the folders of those that did not come."""
    with ThreadPoolExecutor(8) as pool:
        done = pool.map(lambda name: _fetch(name, wanted[name], folder / name), wanted)
        return [name for name, arrived in zip(wanted, done, strict=True) if not arrived]


def _fetch(name: str, url: str, folder: Path) -> bool:
    try:
        raw = fetch(url, timeout=_TIMEOUT).raw
    except ContractError as error:
        print(f"{name}: {error}", file=sys.stderr)
        return False
    suffix = "json" if raw.lstrip().startswith(b"{") else "yaml"
    folder.mkdir(parents=True, exist_ok=True)
    write_file(folder / f"openapi.{suffix}", raw)
    print(f"{name}: {len(raw):,} bytes from {url}")
    return True


def main() -> int:
    """Fetch documents; the exit status is 1 if one did not come."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="such as stripe or openai")
    names = parser.parse_args().names
    known = {name.partition("/")[2]: (name, url) for name, url in addresses()}
    if unknown := sorted(set(names) - known.keys()):
        parser.error(f"{', '.join(unknown)}: not among {', '.join(sorted(known))}")
    wanted = dict(known[name] for name in names or known)
    missing = fetch_documents(wanted, FOLDER)
    arrived = len(wanted) - len(missing)
    if not arrived:
        print("no document could be fetched: is there a network?", file=sys.stderr)
    else:
        print(
            f"{arrived} documents are in {FOLDER.name}/, and 'make test' reads them. Tests that compare older "
            "versions, which no address has any more, are still skipped."
        )
    return int(bool(missing))


if __name__ == "__main__":
    sys.exit(main())
