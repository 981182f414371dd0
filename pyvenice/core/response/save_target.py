"""The file that a picture is to become: whether it can be written, and which one it really is."""

from __future__ import annotations

from pathlib import Path

from pyvenice.core.atomic_write import file_behind, is_replaceable, is_special
from pyvenice.errors import ArgumentError


def check_target(target: Path, *, argument: str) -> None:
    """Raises `ArgumentError` where no file can be written."""
    try:
        problem = _problem(target)
    except OSError as error:
        problem = error.strerror or str(error)
    except ValueError as error:
        problem = "its name has a null byte" if "\0" in str(target) else str(error)
    if problem is not None:
        raise unwritable(target, problem, argument=argument)


def unwritable(target: Path, problem: str, *, argument: str) -> ArgumentError:
    """The error for a place where no file can be written; not raised here."""
    return ArgumentError(
        f"cannot save an image to {str(target)!r}: {problem}", argument=argument, value=target
    )


def _problem(target: Path) -> str | None:
    real = file_behind(target)
    if not target.name or real.is_dir():
        return "it is a folder"
    if not (real.parent.is_dir() and target.parent.is_dir()):
        return f"the folder {str(real.parent)!r} does not exist"
    if is_special(target):
        return "it is no regular file"
    is_replaceable(target)
    return None
