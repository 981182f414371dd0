"""Inputs of a plan: checked and hashed. Those in stores are read several at a time, before their turn."""

from __future__ import annotations

import hashlib
import os
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import NamedTuple

from pyvenice.batch.manifest import Row
from pyvenice.batch.remote_files import (
    is_local,
    is_remote,
    local_path,
    name_of,
    read_remote,
    refuse_password,
)
from pyvenice.batch.state.frozen_files import freeze, freeze_content
from pyvenice.batch.state.items import FrozenFile
from pyvenice.core.images.checks import check_image
from pyvenice.core.images.inputs import is_url
from pyvenice.core.images.sources import from_bytes, from_path
from pyvenice.core.request.operation_table import ImageRule

_AT_A_TIME = 16
"""Files of stores that are read, or are in memory until their turn, at the same time."""


class Fingerprint(NamedTuple):
    """What tells an input from others, and the file that it is, where it is not an address."""

    sha256: str
    file: FrozenFile | None = None


class Inputs:
    """Inputs of the rows of one plan."""

    def __init__(self) -> None:
        self._contents: dict[str, Future[bytes]] = {}

    def ahead(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows, while the images of the next ones are read; for local ones, nothing is done."""
        waiting: deque[Row] = deque()
        uses: Counter[str] = Counter()
        with ThreadPoolExecutor(_AT_A_TIME) as threads:
            try:
                for row in rows:
                    waiting.append(row)
                    if is_remote(row.image):
                        uses[row.image] += 1
                        if row.image not in self._contents:
                            self._contents[row.image] = threads.submit(_read, row.image)
                    if len(waiting) == _AT_A_TIME:
                        yield from self._next(waiting, uses)
                while waiting:
                    yield from self._next(waiting, uses)
            finally:
                threads.shutdown(cancel_futures=True)

    def _next(self, waiting: deque[Row], uses: Counter[str]) -> Iterator[Row]:
        row = waiting.popleft()
        yield row
        if row.image in self._contents:
            uses[row.image] -= 1
            if not uses[row.image]:
                del uses[row.image], self._contents[row.image]

    def _content(self, url: str, argument: str) -> bytes:
        future = self._contents.get(url) if argument == "image" else None
        return read_remote(url, argument) if future is None else future.result()

    def image_to_send(self, image: str, argument: str) -> str | tuple[str, bytes]:
        """What a client takes as an image: the content of a file in a store, else the text itself.

        Raises what `read_remote` raises.
        """
        return (name_of(image), self._content(image, argument)) if is_remote(image) else image

    def fingerprint(self, path: str, argument: str, rule: ImageRule) -> Fingerprint:
        """A hash of the bytes; of the address, where it is one.

        Raises `ImageInputError` for a file that the provider does not take.
        """
        if is_url(path) or path.startswith("data:"):
            digest = hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()
            return Fingerprint(f"address:{digest}")
        if is_remote(path):
            content = self._content(path, argument)
            check_image(replace(from_bytes(content, argument, path), name=name_of(path)), rule)
            file = freeze_content(content)
        else:
            check_image(from_path(path, argument), rule)
            file = freeze(path, argument)
        return Fingerprint(file.sha256, file)


def absolute(path: str, argument: str) -> str:
    """A path that does not depend on the working directory; an address and a URL as it is.

    Raises `ArgumentError` for a URL with a password, or of another machine.
    """
    if is_remote(path):
        refuse_password(path, argument)
    if not is_local(path):
        return path
    return os.path.abspath(local_path(path, argument))  # noqa: PTH100


def _read(url: str) -> bytes:
    return read_remote(absolute(url, "image"), "image")
