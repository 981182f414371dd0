"""Check the name and the version of a release against the package index, before anything is published.

python scripts/check_index.py [--index URL]
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import httpx
from packaging.version import InvalidVersion, Version

ROOT = Path(__file__).resolve().parent.parent
INDEX = "https://pypi.org"
NAME = "pyvenice"
_TIMEOUT = 30.0


def our_version() -> Version:
    """The version in `pyvenice/__init__.py`."""
    source = (ROOT / "pyvenice" / "__init__.py").read_text("utf-8")
    match = re.search(r'^__version__ = "(.+)"$', source, re.MULTILINE)
    if match is None:
        raise ValueError("pyvenice/__init__.py has no __version__")
    return Version(match[1])


def versions(names: Iterable[str]) -> Iterator[Version]:
    """The versions of releases; names from before PEP 440, which installers ignore, are left out."""
    for name in names:
        with suppress(InvalidVersion):
            yield Version(name)


def problem(answer: httpx.Response, ours: Version) -> str:
    """Why this version must not be published under the name; empty where nothing is against it."""
    if answer.status_code == httpx.codes.NOT_FOUND:
        return ""
    if answer.status_code != httpx.codes.OK:
        return f"the index answered {answer.status_code}"
    newest = max(versions(json.loads(answer.content)["releases"]), default=None)
    if newest is None or newest < ours:
        return ""
    return f"the index has {NAME} {newest}: ours, {ours}, must have a higher number"


def main() -> int:
    """Ask the index; the exit status is 1 where the version must not be published, 2 without an answer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", default=INDEX, metavar="URL", help=f"default: {INDEX}")
    index = parser.parse_args().index.rstrip("/")
    try:
        answer = httpx.get(f"{index}/pypi/{NAME}/json", timeout=_TIMEOUT, follow_redirects=True)
        ours = our_version()
        reason = problem(answer, ours)
    except (httpx.HTTPError, ValueError, KeyError) as error:
        print(f"{index}: the name could not be checked: {error}", file=sys.stderr)
        return 2
    if reason:
        print(reason, file=sys.stderr)
        return 1
    print(f"{NAME} {ours} is above everything on {index}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
