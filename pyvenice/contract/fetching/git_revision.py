"""A side of a comparison in git: `HEAD~1:specs/api.yaml` is the file as it was at that revision."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from pyvenice.contract.document.document_limits import MAX_BYTES
from pyvenice.contract.document.precheck import gunzip, refuse_non_document
from pyvenice.contract.errors import UnreachableError
from pyvenice.contract.fetching.fetch import Fetched

# A single letter before the colon is a drive of Windows.
_REVISION = re.compile(r"(?P<revision>[^:]{2,}|@):(?P<path>[^/:].*)")


def revision_path(source: str) -> str | None:
    """The path in `REVISION:PATH`; None for a file that exists, an address, or anything else."""
    match = _REVISION.fullmatch(source)
    if match is None or source == "-" or Path(source).exists():
        return None
    return match["path"]


def fetch_revision(source: str, repository: Path) -> Fetched:
    """The document at `REVISION:PATH` of a repository; the path is seen from its root, or with `./` from here.

    Raises `UnreachableError` when git has no such file.
    """
    command = ["git", "-C", str(repository), "show", "--end-of-options", source]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    except OSError as error:
        raise UnreachableError(f"git cannot be run: {error}") from error
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
        raise UnreachableError(f"{source}: git has no such file: {reason}")
    if len(done.stdout) > MAX_BYTES:
        raise UnreachableError(f"{source}: it is larger than {MAX_BYTES >> 20} MiB")
    raw = gunzip(done.stdout, name=source)
    refuse_non_document(raw, name=source)
    return Fetched(raw, source)
