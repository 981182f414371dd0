"""Check the name and the version of a release against the package index, before anything is published.

python scripts/check_index.py [--index URL]
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parent.parent
INDEX = "https://pypi.org"
NAME = "pyvenice"
_TIMEOUT = 30.0


def our_version() -> tuple[int, ...]:
    """The version in `pyvenice/__init__.py`."""
    source = (ROOT / "pyvenice" / "__init__.py").read_text("utf-8")
    match = re.search(r'^__version__ = "(.+)"$', source, re.MULTILINE)
    if match is None:
        raise ValueError("pyvenice/__init__.py has no __version__")
    return numbers(match[1])


def numbers(version: str) -> tuple[int, ...]:
    """The numbers that a version begins with, for comparison."""
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def problem(answer: httpx.Response, ours: tuple[int, ...]) -> str:
    """Why this version must not be published under the name; empty where nothing is against it."""
    if answer.status_code == httpx.codes.NOT_FOUND:
        return ""
    if answer.status_code != httpx.codes.OK:
        return f"the index answered {answer.status_code}"
    releases = sorted(map(numbers, json.loads(answer.content)["releases"]))
    if releases and releases[-1] >= ours:
        newest = ".".join(map(str, releases[-1]))
        return f"the index has {NAME} {newest}: ours must have a higher number"
    return ""


def main() -> int:
    """Ask the index; the exit status is 1 where the version must not be published, 2 without an answer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", default=INDEX, metavar="URL", help=f"default: {INDEX}")
    index = parser.parse_args().index.rstrip("/")
    try:
        answer = httpx.get(f"{index}/pypi/{NAME}/json", timeout=_TIMEOUT, follow_redirects=True)
        found = problem(answer, our_version())
    except (httpx.HTTPError, ValueError, KeyError) as error:
        print(f"{index}: the name could not be checked: {error}", file=sys.stderr)
        return 2
    if found:
        print(found, file=sys.stderr)
        return 1
    print(f"{NAME} {'.'.join(map(str, our_version()))} is above everything on {index}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
