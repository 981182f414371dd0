"""Atomic file writing: a file is replaced as a whole or not at all, and devices never are.

The content goes to a hidden file in the same folder, which then takes the name and the mode of the
target. A symbolic link stays, and the file that it points to is replaced. What cannot be replaced
without harm (a device, a FIFO, `/dev/stdout`, a file with several hard links) is written to.
"""

from __future__ import annotations

import errno
import io
import os
import re
import stat
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Self

_MOST_LINKS = 40
_NEW_FILE = 0o666
_IS_WINDOWS = os.name == "nt"
_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_DESCRIPTORS = "/proc/self/fd"
_UNNAMED = os.O_RDWR | os.O_TMPFILE if os.path.isdir(_DESCRIPTORS) else None  # noqa: PTH112
_NO_BLOCKING = getattr(os, "O_NONBLOCK", 0)


class PartFile:
    """A new hidden file next to `target`, which itself is not touched. All methods raise `OSError`.

    It stays open until it has its name, so that its content outlives a removal of the file. An
    `unnamed` one has no name until then, where the system can do that: no other process can change it.
    """

    def __init__(self, target: Path, *, unnamed: bool = False) -> None:
        self.path = target.with_name(f".{target.name[:32]}.{os.urandom(4).hex()}.part")
        self.size = 0
        mode = _mode(target)
        rights = _NEW_FILE if mode is None else mode
        opened = _open_unnamed(target.parent, rights) if unnamed else None
        self._is_named = opened is None
        opened = os.open(self.path, _NEW, rights) if opened is None else opened
        self._file = io.FileIO(opened, "r+b")

    @property
    def is_open(self) -> bool:
        """Whether `read_back` works still."""
        return not self._file.closed

    @property
    def is_cut_off(self) -> bool:
        """Whether another process made it shorter."""
        return os.fstat(self._file.fileno()).st_size < self.size

    def write(self, data: bytes) -> None:
        """Write all of it."""
        _write_all(self._file, data)
        self.size += len(data)

    def read_back(self) -> bytes:
        """What was written, but for a write that failed."""
        self._file.seek(0)
        content = self._file.read(self.size)
        if self.is_cut_off:
            reason = "another process cut off the file while it was written"
            raise OSError(errno.EIO, reason, str(self.path))
        return content

    def open(self) -> BinaryIO:
        """A stream of what was written."""
        if _UNNAMED is None:
            return io.BytesIO(self.read_back())
        return open(f"{_DESCRIPTORS}/{self._file.fileno()}", "rb")  # noqa: PTH123

    def replace(self, target: Path) -> None:
        """Give the file the place, the name and the mode of `target`."""
        if not is_replaceable(target) or not self._has_name():
            return write_file(target, self.read_back())
        if (mode := _mode(target)) is not None:
            self.path.chmod(mode)
        if _IS_WINDOWS:
            self._file.close()
        self.path.replace(file_behind(target))
        self._file.close()
        return None

    def discard(self) -> None:
        """Remove the file, unless it has got another name by now."""
        self._file.close()
        with suppress(NotADirectoryError):
            self.path.unlink(missing_ok=True)

    def _has_name(self) -> bool:
        """Whether the file is whole and in the folder, where an unnamed one gets its name now."""
        if not self._is_named:
            with suppress(OSError):
                # `src_dir_fd` has Python call `linkat`, which alone follows the link.
                descriptor = self._file.fileno()
                os.link(f"{_DESCRIPTORS}/{descriptor}", self.path, src_dir_fd=descriptor)
        own = os.fstat(self._file.fileno())
        with suppress(OSError):
            return os.path.samestat(own, self.path.stat()) and own.st_size == self.size
        return False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.discard()


def _open_unnamed(folder: Path, rights: int) -> int | None:
    """A file that is in no folder yet; `None` where the file system has no such files."""
    if _UNNAMED is None:
        return None
    with suppress(OSError):
        return os.open(folder, _UNNAMED, rights)
    return None


def write_file(target: Path, content: bytes | str) -> None:
    """Write a file as a whole; text in UTF-8. Raises `OSError`."""
    data = content.encode() if isinstance(content, str) else content
    if is_replaceable(target):
        with PartFile(file_behind(target)) as part:
            part.write(data)
            part.replace(target)
    else:
        with _opened_in_place(target) as stream:
            _write_all(stream, data)
            if not is_special(target):
                stream.truncate()


def file_behind(target: Path) -> Path:
    """The file that a symbolic link leads to, as an absolute path; `target` itself if it is none."""
    return Path(os.path.realpath(target))


def is_special(target: Path) -> bool:
    """Whether it is a device, a FIFO, a folder, or an open file such as `/dev/stdout`."""
    if _descriptor(target) is not None:
        return True
    try:
        return not stat.S_ISREG(target.stat().st_mode)
    except FileNotFoundError:
        return False


def is_replaceable(target: Path) -> bool:
    """Whether there is a plain file with one name, or nothing yet.

    Raises `OSError` for a folder, and for a file that may not be written.
    """
    if is_special(target):
        return False
    if not target.exists():
        return True
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))
    return target.stat().st_nlink == 1


def _mode(target: Path) -> int | None:
    try:
        return stat.S_IMODE(target.stat().st_mode) & 0o777
    except OSError:
        return None


def _write_all(stream: io.RawIOBase, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[stream.write(left) or 0 :]


def _opened_in_place(target: Path) -> io.FileIO:
    if (number := _descriptor(target)) is not None:
        return io.FileIO(os.dup(number), "wb")
    mode = target.stat().st_mode
    if stat.S_ISBLK(mode) or stat.S_ISSOCK(mode):
        raise OSError(errno.EINVAL, "it is a block device or a socket", str(target))
    try:
        # Without O_NONBLOCK, opening a FIFO that nobody reads would never end.
        opened = os.open(target, os.O_WRONLY | _NO_BLOCKING)
    except OSError as error:
        if error.errno != errno.ENXIO:
            raise
        raise OSError(errno.ENXIO, "it is a FIFO that nobody reads", str(target)) from error
    os.set_blocking(opened, True)
    return io.FileIO(opened, "wb")


def _descriptor(target: Path) -> int | None:
    """The number of the open file of this process that a path such as `/dev/stdout` means."""
    descriptors = re.compile(rf"/dev/fd|/proc/{os.getpid()}(?:/task/\d+)?/fd")
    path = target.absolute()
    for _ in range(_MOST_LINKS):
        folder = os.path.realpath(path.parent)
        if path.name.isdecimal() and descriptors.fullmatch(folder):
            return int(path.name)
        if not path.is_symlink():
            return None
        path = Path(folder, path.readlink())
    return None
