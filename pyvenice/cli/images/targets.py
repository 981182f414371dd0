"""Where images go: stdout, a named file, a folder, or a new file in the current folder."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import click

from pyvenice.core.response.result import EditResult
from pyvenice.core.response.sinks import check_target

STDOUT = "-"
_TYPES = {"jpg": "jpeg", "tif": "tiff"}


class Targets:
    """A path for each model, or stdout. Of several models each name has the model in it.

    Raises `ArgumentError` for a path at which no file can be written.
    """

    def __init__(
        self, output: str | None, image: str | None, verb: str, models: Sequence[str]
    ) -> None:
        self.is_stdout = output == STDOUT
        self._stem = f"{_stem(image)}-{verb}" if image else verb
        self._several = len(models) > 1
        self._output = output
        if self.is_stdout:
            self._check_stdout()
        for path in filter(None, map(self.path, models)):
            check_target(path, argument="-o")

    def path(self, model: str) -> Path | None:
        """Where the images of a model go; `None` is stdout. Without a suffix the type gives it."""
        if self.is_stdout:
            return None
        part = "-" + re.sub(r"\W+", "-", model).strip("-") if self._several else ""
        if self._output is None:
            return _unused_path(Path(f"{self._stem}{part}"))
        given = Path(self._output)
        # `Path.is_dir` raises for a name that is too long, which `check_target` explains.
        if os.path.isdir(given) or self._output.endswith(("/", "\\")):  # noqa: PTH112
            return _unused_path(given / f"{self._stem}{part}")
        return given.with_name(f"{given.stem}{part}{given.suffix}")

    @property
    def wanted_type(self) -> str | None:
        """The type that the suffix of `-o` asks for: `jpeg`."""
        suffix = Path(self._output or "").suffix[1:].lower()
        return _TYPES.get(suffix, suffix) or None

    def _check_stdout(self) -> None:
        if self._several:
            raise click.UsageError("-o -: stdout takes one image: name one model, or a folder")
        if sys.stdout.isatty():
            raise click.UsageError(
                "-o -: stdout is a terminal, and an image is no text: send it to a program or a file"
            )


def write_stdout(result: EditResult) -> None:
    """Write the bytes of the one image to stdout."""
    sys.stdout.buffer.write(result.image.data)
    sys.stdout.buffer.flush()


def _stem(image: str) -> str:
    if image == "-":
        return "stdin"
    path = urlsplit(image).path if "://" in image else image
    name = "image" if image.startswith("data:") else Path(path).stem
    # Without dots: what follows the last one would be taken for the type of the image.
    return name.replace(".", "-") or "image"


def _unused_path(path: Path) -> Path:
    """The path, or with the first number at which no file of any type lies already."""
    number, candidate = 1, path
    while _is_used(candidate):
        number += 1
        candidate = path.with_name(f"{path.name}-{number}")
    return candidate


def _is_used(path: Path) -> bool:
    names = re.compile(rf"{re.escape(path.name)}(-\d+)?(\.\w+)?")
    if not path.parent.is_dir():
        return False
    return any(names.fullmatch(entry.name) for entry in path.parent.iterdir())
