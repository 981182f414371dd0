"""Pictures that were received: written whole, checked, and given their names with a sidecar."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from pyvenice.batch.outputs import OutputFolder, check_picture, sync_file, write_whole
from pyvenice.batch.state.items import Failure, Item, Receipt, State
from pyvenice.errors import AnswerError

Kept = Receipt | Failure
"""What became of received pictures: the receipt with their names, or why they have none."""


class Picture(NamedTuple):
    """A picture without a name yet: its file, and its bytes where they are not in the file."""

    path: str
    data: bytes | None = None


def keep_pictures(
    folder: OutputFolder, item: Item, pictures: Sequence[Picture], receipt: Receipt
) -> Kept:
    """The receipt with the names of the files, or why there are none."""
    paths: list[str] = []
    names = item.outputs or (item.key[:16],)
    try:
        paths += [_on_disk(picture) for picture in pictures]
        suffixes = [
            check_picture(Path(path).read_bytes() if picture.data is None else picture.data)
            for path, picture in zip(paths, pictures, strict=True)
        ]
        files = folder.name_parts(names, [Path(path) for path in paths], suffixes)
        folder.write_sidecars(item, files, receipt)
    except AnswerError as error:
        return Failure(
            state=State.DEAD,
            error=str(error),
            code=type(error).__name__,
            billed=True,
            amount=receipt.billed,
            request_id=receipt.request_id,
        )
    except OSError as error:
        return _lost(error, paths, receipt)
    folders = folder.folders(files)
    return replace(receipt, files=tuple(files), folders=folders, parts=tuple(paths))


def _on_disk(picture: Picture) -> str:
    """The file of a picture, whole and on the disk."""
    if picture.data is None:
        sync_file(Path(picture.path))
        return picture.path
    try:
        write_whole(picture.path, picture.data, sync=True)
    except OSError:
        # The disk of the output folder is full: another one may have room for what is paid for.
        elsewhere = str(Path(tempfile.gettempdir(), Path(picture.path).name))
        write_whole(elsewhere, picture.data, sync=True)
        return elsewhere
    return picture.path


def _lost(error: OSError, paths: Sequence[str], receipt: Receipt) -> Failure:
    """A file without a name stays where it is, and the next run gives it one."""
    return Failure(
        state=State.RECEIVED if paths else State.DEAD,
        error=f"the picture came, but its file cannot be written: {error.strerror or error}",
        code=type(error).__name__,
        billed=True,
        amount=receipt.billed,
        stop=True,
        part="\n".join(paths) or None,
        request_id=receipt.request_id,
    )
