"""Outputs: a received picture is checked, gets its names, and a file that says where it is from."""

from __future__ import annotations

import errno
import filecmp
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from pyvenice.batch.state.items import Item, Receipt
from pyvenice.core.images.decoding import is_readable, pillow_or_none
from pyvenice.core.images.header import read_header
from pyvenice.errors import AnswerError
from pyvenice.ledger.money import known_dollars

SIDECAR = ".json"
PARTS = ".pyvenice-parts"
"""The folder in the output folder for pictures that have no name yet."""
_SUFFIXES = {"image/jpeg": ".jpg", "image/svg+xml": ".svg"}
_MOST_OF_A_NAME = 1000
_OVERWRITE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


class OutputFolder:
    """The folder of a batch's pictures. Names in it are relative; `OSError` where it cannot be used."""

    def __init__(self, folder: Path, parts: Path | None = None) -> None:
        self.folder = folder.absolute()
        self._root = str(self.folder)
        self._parts = parts or self.folder / PARTS
        try:
            self._parts.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError) as error:
            reason = "the results need a folder, this is a file"
            raise NotADirectoryError(errno.ENOTDIR, reason, self._root) from error
        self._made: set[str] = set()

    def part(self, item: Item) -> Path:
        """Where the picture of an item goes while it has no name."""
        return self._parts / f"{item.key[:32]}-{item.attempts}.part"

    def whole_part(self, item: Item) -> Path | None:
        """The picture of an item that is in flight, if it is on the disk already."""
        part = self.part(item)
        return part if part.exists() else None

    def interrupted_part(self, item: Item) -> Path | None:
        """The picture of an item whose run ended before it could write down that it had come.

        A file has this name only when it is whole.
        """
        part = self._parts / f"{item.key[:32]}-{item.attempts - 1}.part"
        return part if part.exists() else None

    def forget(self, parts: Sequence[str]) -> None:
        """Called when the parts of an item are not needed any more; who commits it removes them."""

    def remove_parts(self) -> None:
        """Remove the folder of pictures without a name, if none is left."""
        with suppress(OSError):
            for unfinished in self._parts.glob("*.new"):
                unfinished.unlink()
            self._parts.rmdir()

    def name_parts(
        self, names: Sequence[str], parts: Sequence[Path], suffixes: Sequence[str]
    ) -> list[str]:
        """Give the parts their names, but for a synchronisation of `folders`; the parts stay.

        Of several pictures, `a` becomes `a-1`, `a-2`. A file of another content is not replaced:
        `a` becomes `a~2`.
        """
        files = []
        for name in names:
            for number, (part, suffix) in enumerate(zip(parts, suffixes, strict=True), start=1):
                stem = name if len(parts) == 1 else f"{name}-{number}"
                files.append(self._place(part, stem, suffix))
        return files

    def folders(self, files: Sequence[str]) -> tuple[str, ...]:
        """The folders of these files."""
        return tuple({os.path.dirname(self._path(file)) for file in files})  # noqa: PTH120

    def write_sidecars(self, item: Item, files: Sequence[str], receipt: Receipt) -> None:
        """Beside each picture, a JSON file with its provenance."""
        facts = _provenance(item, receipt)
        for file in files:
            text = _lines({"file": file.rpartition("/")[2], **facts})
            self._write_text(f"{file}{SIDECAR}", text)

    def _write_text(self, file: str, text: str) -> None:
        write_whole(self._path(file), text.encode())

    def _path(self, file: str) -> str:
        # As text: a `Path` costs ten times as much, and there are several for each picture.
        return f"{self._root}{os.sep}{file}"

    def _place(self, part: Path, stem: str, suffix: str) -> str:
        try:
            self._make_folder(os.path.dirname(self._path(stem)))  # noqa: PTH120
        except (FileExistsError, NotADirectoryError):
            # A picture of another row has the name of the folder.
            stem = stem.replace("/", "_").replace(os.sep, "_")
            self._make_folder(self._root)
        return next(name for name in names_to_try(stem, suffix) if self._link(part, name))

    def _link(self, part: Path, name: str) -> bool:
        """Whether the part has the name now; not if a file of another content has it."""
        target = self._path(name)
        try:
            _link(part, target)
        except FileExistsError:
            return filecmp.cmp(part, target, shallow=False)
        return True

    def _make_folder(self, folder: str) -> None:
        if folder not in self._made:
            Path(folder).mkdir(parents=True, exist_ok=True)
            if not Path(folder).resolve().is_relative_to(self.folder.resolve()):
                reason = "a symbolic link leads out of the output folder"
                raise OSError(errno.EXDEV, reason, folder)
            self._made.add(folder)


def names_to_try(stem: str, suffix: str) -> Iterator[str]:
    """`a.png`, `a~2.png`, and so on. Raises `FileExistsError` where too many are taken."""
    yield f"{stem}{suffix}"
    for number in range(2, _MOST_OF_A_NAME):
        yield f"{stem}~{number}{suffix}"
    raise FileExistsError(errno.EEXIST, f"there are {_MOST_OF_A_NAME} files of this name", stem)


def check_picture(data: bytes) -> str:
    """The suffix of a picture, by its content.

    Raises `AnswerError` for bytes that are no picture, or do not decode to their end.
    """
    stream = BytesIO(data)
    header = read_header(stream)
    if header.media_type is None:
        raise AnswerError(f"the provider sent {len(data):,} bytes that are no image")
    if header.problem is not None and not is_readable(stream, header):
        raise AnswerError(f"the image that came is damaged or cut off: {header.problem}")
    _check_decodes(stream)
    return _SUFFIXES.get(header.media_type, f".{header.media_type.partition('/')[2]}")


def _check_decodes(stream: BytesIO) -> None:
    pillow = pillow_or_none()
    if pillow is None:
        return
    stream.seek(0)
    try:
        with pillow.open(stream) as image:
            # A JPEG is read to its end for an eighth of its size, too, in half of the time.
            image.draft(None, (1, 1))
            image.load()
    except (
        pillow.UnidentifiedImageError,
        pillow.DecompressionBombError,
        pillow.DecompressionBombWarning,
    ):
        # A format that Pillow does not know, or more pixels than it decodes; its header was read.
        return
    except Exception as error:  # Pillow's readers of broken files raise anything
        raise AnswerError(f"the image that came cannot be decoded: {error}") from error


def write_whole(target: str, data: bytes, *, sync: bool = False) -> None:
    """Write a file that is whole, and with `sync` on the disk, when it has its name.

    With system calls: a file object makes as many again, and each of them may cost this thread its
    turn while the event loop is busy.
    """
    temporary = f"{target}.new"
    try:
        _write(temporary, data, sync=sync)
    except OSError:
        # On a full disk, others need its place.
        with suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108
        raise
    os.replace(temporary, target)  # noqa: PTH105


def _write(path: str, data: bytes, *, sync: bool) -> None:
    descriptor = os.open(path, _OVERWRITE, 0o666)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(descriptor, left) :]
        if sync:
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_file(path: Path) -> None:
    """Wait until the content of a file is on the disk."""
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


def _link(part: Path, target: str) -> None:
    """Give a file another name; where that cannot be, make a copy. Raises `FileExistsError`."""
    try:
        os.link(part, target)
    except FileExistsError:
        raise
    except OSError:
        if Path(target).exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), target) from None
        temporary = Path(f"{target}.new")
        shutil.copyfile(part, temporary)
        sync_file(temporary)
        temporary.replace(target)


def _lines(facts: Mapping[str, object]) -> str:
    # One fact a line; `indent=` would have Python write each character group by itself.
    lines = ",\n".join(f'  "{name}": {json.dumps(value)}' for name, value in facts.items())
    return f"{{\n{lines}\n}}\n"


def _provenance(item: Item, receipt: Receipt) -> dict[str, Any]:
    return {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "input": item.image,
        "mask": item.mask,
        "model": item.model,
        "prompt": item.prompt,
        "parameters": dict(item.params),
        "key": item.key,
        "request_id": receipt.request_id,
        "seconds": round(receipt.seconds, 3),
        "billed_usd": known_dollars(receipt.billed),
        "warnings": list(receipt.warnings),
    }
