"""Frozen files: what a plan knows of an input, so that nothing else is sent in its name.

The result of another input would be kept under the key of the planned one, and given to whoever plans
that again.
"""

from __future__ import annotations

import asyncio
import hashlib
import os

from pyvenice.batch.remote_files import is_remote, name_of, read_remote
from pyvenice.batch.state.items import FrozenFile, Item
from pyvenice.errors import ImageInputError, ManifestError

_SMALL = 1 << 20
"""Bytes of a file that is read into memory: larger ones are sent from the disk, 64 at a time."""


def freeze(path: str, argument: str) -> FrozenFile:
    """What is known of a file now. Raises `ManifestError` where it cannot be read."""
    try:
        with open(path, "rb") as stream:  # noqa: PTH123  (a Path costs as much as the rest)
            facts = os.fstat(stream.fileno())
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise ManifestError(f"{argument}: {path!r} cannot be read: {error.strerror}") from error
    return FrozenFile(facts.st_size, facts.st_mtime_ns, digest)


def freeze_content(content: bytes) -> FrozenFile:
    """What is known of a file in a store whose content this is."""
    return FrozenFile(len(content), 0, hashlib.sha256(content).hexdigest())


def refuse_changed_files(item: Item, *, by_content: bool = False) -> None:
    """Raises `ImageInputError` where a local input is another one than the plan has checked.

    `by_content`: also if it has the size and the time of the planned one.
    """
    for argument, planned in item.inputs.items():
        path = str(getattr(item, argument))
        if is_remote(path):
            continue  # it is compared when it has been read
        try:
            facts = os.stat(path)  # noqa: PTH116
        except OSError:
            continue  # the call itself says best what is wrong
        is_same_time = facts.st_mtime_ns == planned.modified and not by_content
        if facts.st_size != planned.size or not (
            is_same_time or freeze(path, argument).sha256 == planned.sha256
        ):
            raise _changed(argument, path)


async def content_to_send(item: Item, argument: str) -> str | tuple[str, bytes]:
    """What a client takes as an input of an item: its name and content, an address, or a path.

    Raises `ImageInputError` for content that was not planned, and `ManifestError` where a store cannot
    be read.
    """
    path, planned = str(getattr(item, argument)), item.inputs.get(argument)
    content: bytes | None = None
    if is_remote(path):
        content = await asyncio.to_thread(read_remote, path, argument)
    elif planned is not None and planned.size <= _SMALL:
        content = _content(path)
    elif planned is not None:
        await asyncio.to_thread(refuse_changed_files, item, by_content=True)
    if content is None:
        return path  # where it cannot be read, the call itself says best what is wrong
    if planned is not None and hashlib.sha256(content).hexdigest() != planned.sha256:
        raise _changed(argument, path)
    return name_of(path) if is_remote(path) else os.path.basename(path), content  # noqa: PTH119


def _content(path: str) -> bytes | None:
    try:
        with open(path, "rb") as stream:  # noqa: PTH123  (as in `freeze`)
            return stream.read()
    except OSError:
        return None


def _changed(argument: str, path: str) -> ImageInputError:
    return ImageInputError(
        f"{argument}: {path} has changed since it was planned: plan it again",
        argument=argument,
        value=path,
    )
