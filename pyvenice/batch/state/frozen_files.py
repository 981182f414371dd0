"""Frozen files: what a plan knows of an input, so that a run notices when it was changed meanwhile."""

from __future__ import annotations

import hashlib
import os

from pyvenice.batch.state.items import FrozenFile, Item
from pyvenice.errors import ImageInputError, ManifestError


def freeze(path: str, argument: str) -> FrozenFile:
    """What is known of a file now. Raises `ManifestError` where it cannot be read."""
    try:
        with open(path, "rb") as stream:  # noqa: PTH123  (a Path costs as much as the rest)
            facts = os.fstat(stream.fileno())
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise ManifestError(f"{argument}: {path!r} cannot be read: {error.strerror}") from error
    return FrozenFile(facts.st_size, facts.st_mtime_ns, digest)


def refuse_changed_files(item: Item) -> None:
    """Raises `ImageInputError` where an input is another one than the plan has checked.

    Its result would be kept under the key of the planned one, and given to whoever plans that again.
    """
    for argument, planned in item.inputs.items():
        path = str(getattr(item, argument))
        try:
            facts = os.stat(path)  # noqa: PTH116
        except OSError:
            continue  # the call itself says best what is wrong
        if facts.st_size == planned.size and (
            facts.st_mtime_ns == planned.modified or freeze(path, argument).sha256 == planned.sha256
        ):
            continue
        raise ImageInputError(
            f"{argument}: {path} has changed since it was planned: plan it again",
            argument=argument,
            value=path,
        )
