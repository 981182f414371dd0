"""`save_to`: the pictures of a call go to memory or, while they arrive, to files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pyvenice.core.atomic_write import PartFile, file_behind
from pyvenice.core.engine.calls import Call
from pyvenice.core.provider_rules import ResultWarning
from pyvenice.core.response.images import EditedImage
from pyvenice.core.response.result import EditResult
from pyvenice.core.response.sinks import FileSink, check_target, unwritable
from pyvenice.errors import ArgumentError, SaveError

_TYPES = {
    ".avif": "image/avif",
    ".bmp": "image/bmp",
    ".gif": "image/gif",
    ".heic": "image/heic",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".webp": "image/webp",
}
"""Not those of `mimetypes`, which are others on each machine."""


class Destination:
    """The `save_to` and `download` of a call. On exit, unnamed files are deleted.

    Raises `ArgumentError` for a path at which no file can be written, before anything is sent.
    """

    def __init__(self, arguments: Mapping[str, Any]) -> None:
        self.downloads = arguments.get("download", True) is not False
        self.target = _target(arguments.get("save_to"))
        self._sinks: list[FileSink] = []
        if self.target is not None:
            self._refuse_if_nothing_comes()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        for sink in self._sinks:
            sink.discard()

    def receiving(self, call: Call) -> Call:
        """The call, with the pictures of its response written here."""
        return call if self.target is None else replace(call, new_sink=self.new_sink)

    def keep(self, result: EditResult) -> EditResult:
        """The result, each of its files under its name.

        Raises `SaveError`, which has the result, when a file cannot be written after all.
        """
        if self.target is None:
            return result
        images: list[EditedImage] = []
        problem: Exception | None = None
        for image, name in zip(result.images, result.names(self.target), strict=True):
            try:
                images.append(image.kept_at(name))
            except (OSError, ArgumentError) as error:
                images.append(image.in_memory())
                problem = problem or error
        warnings = (*result.warnings, *_suffix_warnings(self.target, images))
        kept = replace(result, images=tuple(images), warnings=warnings)
        if problem is not None:
            raise _unsaved(self.target, kept, problem) from problem
        return kept

    def _refuse_if_nothing_comes(self) -> None:
        if not self.downloads:
            raise ArgumentError(
                "save_to needs the pictures that download=False leaves where they are: give one of both",
                argument="save_to",
                value=str(self.target),
            )

    def new_sink(self) -> FileSink:
        """A sink that writes next to the target; it is discarded on exit."""
        sink = FileSink(file_behind(self.target or Path()))
        self._sinks.append(sink)
        return sink


def _target(given: Any) -> Path | None:
    """The path, if a file can be written there. A short-lived file shows whether it can."""
    if given is None:
        return None
    try:
        # Made absolute now: the process may change its folder before the picture comes.
        target = Path(given).absolute()
    except OSError as error:
        raise unwritable(given, error.strerror or str(error), argument="save_to") from error
    except Exception as error:
        raise ArgumentError(
            f"save_to must be a path, not {type(given).__name__}",
            argument="save_to",
            value=type(given).__name__,
            allowed="a path",
        ) from error
    check_target(target, argument="save_to")
    check_target(_longest_name(target), argument="save_to")
    try:
        PartFile(file_behind(target)).discard()
    except OSError as error:
        raise unwritable(target, error.strerror or str(error), argument="save_to") from error
    return target


def _longest_name(target: Path) -> Path:
    """What the tenth of several pictures would be called: names have a limit."""
    return target.with_name(f"{target.stem}-10{target.suffix or '.jpeg'}")


def _suffix_warnings(target: Path, images: Sequence[EditedImage]) -> Iterator[ResultWarning]:
    """A warning where the name of the file promises another type than the image has."""
    promised = _TYPES.get(target.suffix.lower())
    image = next((image for image in images if image.media_type != promised), None)
    if promised is None or image is None:
        return
    yield ResultWarning(
        "suffix",
        f"{target.name!r} holds {image.media_type}, as it came: ask for the format with"
        f" output_format=, where the model has it, or save to"
        f" {target.with_suffix(image.suffix).name!r}; a name without a suffix gets the right one",
        argument="save_to",
        replacement=str(target.with_suffix(image.suffix)),
    )


def _unsaved(target: Path, kept: EditResult, problem: Exception) -> SaveError:
    if isinstance(problem, OSError):
        problem = unwritable(target, problem.strerror or str(problem), argument="save_to")
    return SaveError(
        f"the picture came, but not into its file: {problem}; it is in the error's result",
        result=kept,
    )
