"""Manifests: the rows of a batch, from a folder, a glob, CSV, JSONL, Parquet or standard input."""

from __future__ import annotations

import csv
import glob
import io
import itertools
import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath
from string import Formatter
from typing import Any, BinaryIO, TextIO

from pyvenice.batch.outputs import PARTS
from pyvenice.batch.remote_files import (
    file_system,
    is_local,
    is_remote,
    local_path,
    name_of,
    refuse_password,
    sentence,
    sibling_url,
    url_in_store,
)
from pyvenice.catalogue.parameter_names import OPTIONS
from pyvenice.core import extras
from pyvenice.core.images.inputs import is_url
from pyvenice.errors import ArgumentError, ManifestError

SUFFIXES = frozenset(
    [".avif", ".bmp", ".gif", ".heic", ".heif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"]
)
PARAMETERS = frozenset(OPTIONS)
"""Columns of a manifest that are parameters of the one call; others are for prompts only."""
_OWN = frozenset(["image", "mask", "prompt", "model", "output"])
_UNUSUAL = re.compile(r"[^\w\- ]")
_LONGEST_NAME = 200
"""Bytes: file systems have 255, and the suffix, a number and that of the sidecar come to it."""
_SIZE_LIMIT = 1 << 20
"""Characters of one line: a longer one is no row of a manifest."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a manifest: an image and what the batch's defaults do not say about it."""

    place: str
    """Where it stands, for messages: `photos.csv, line 3`."""
    image: str
    mask: str | None = None
    prompt: str | None = None
    model: str | None = None
    output: str | None = None
    relative: str | None = None
    """Its name below the folder that was read, without its suffix."""
    columns: Mapping[str, Any] = field(default_factory=dict)
    """All other columns: parameters, and values for the prompt's template."""


def read_rows(source: str, *, recursive: bool = False) -> Iterator[Row]:
    """The rows of a source: a folder, a glob, a `.csv`, `.jsonl` or `.parquet` file, or `-`.

    Standard input holds JSONL or a path in each line. Raises `ManifestError`, which names the line.
    """
    if source == "-":
        yield from _lines(sys.stdin, "standard input", "")
        return
    if is_remote(source) or is_url(source):
        yield from _remote_rows(source, recursive=recursive)
        return
    source = local_path(source, "source")
    path = Path(source)
    if path.is_dir():
        yield from _folder(path, recursive=recursive)
    elif path.is_file():
        yield from _file(path)
    elif glob.has_magic(source):
        yield from _glob(source)
    else:
        raise ManifestError(f"there is no file or folder {source!r}")


def fill(template: str, row: Row, what: str = "prompt") -> str:
    """The prompt, or the name, of a row: `{column}` is replaced by its value, `{{` is a brace.

    `{stem}` and `{name}` are those of the image's file. Raises `ManifestError` for another name.
    """
    if "{" not in template and "}" not in template:
        return template
    is_path = not (is_url(row.image) or is_remote(row.image))
    name = row.image if is_path else name_of(row.image)
    values = {"name": Path(name).name, "stem": Path(name).stem, **row.columns}
    parts = []
    try:
        fields = list(Formatter().parse(template))
    except ValueError as error:
        raise ManifestError(f"the {what} {template!r} cannot be read: {error}") from error
    for text, column, format_spec, conversion in fields:
        parts.append(text)
        if column is None:
            continue
        if column not in values:
            known = ", ".join(sorted(values))
            raise ManifestError(
                f"{row.place}: the {what} asks for {{{column}}}, which has no value in this row;"
                f" these have one: {known}"
            )
        if format_spec or conversion:
            raise ManifestError(
                f"{row.place}: the {what} may ask for {{{column}}}, without a format after it"
            )
        parts.append(str(values[column]))
    return "".join(parts)


def _folder(folder: Path, *, recursive: bool) -> Iterator[Row]:
    found = False
    above = len(os.path.join(folder, ""))  # noqa: PTH118
    for path in _files(folder, recursive=recursive):
        # As text: a `Path` for each of 100,000 files costs more than their hashes.
        stem, suffix = os.path.splitext(path)  # noqa: PTH122
        if suffix.lower() in SUFFIXES:
            found = True
            yield Row(path, path, relative=stem[above:])
    if not found:
        raise ManifestError(
            f"there is no image in {folder} (recursive: {'yes' if recursive else 'no'})"
        )


def _files(folder: str | Path, *, recursive: bool) -> Iterator[str]:
    """In the order of their names, so that a plan made twice is the same."""
    with os.scandir(folder) as entries:
        listed = sorted(entries, key=lambda entry: entry.name)
    for entry in listed:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            if recursive:
                yield from _files(entry.path, recursive=True)
        else:
            yield entry.path


def _glob(pattern: str) -> Iterator[Row]:
    # `Path.glob` takes no absolute pattern.
    matches = glob.iglob(pattern, recursive=True)  # noqa: PTH207
    paths = sorted((path for path in matches if Path(path).is_file()), key=_depth)
    if not paths:
        raise ManifestError(f"no file matches {pattern!r}")
    seen = set()
    for path in paths:
        # `**` goes round in a loop of symbolic links, forty times.
        if (real := os.path.realpath(path)) not in seen:
            seen.add(real)
            yield Row(path, path)


def _depth(path: str) -> tuple[int, str]:
    return path.count(os.sep), path


def _file(path: Path) -> Iterator[Row]:
    suffix = path.suffix.lower()
    if suffix in SUFFIXES:
        yield Row(str(path), str(path))
        return
    with path.open("rb") as stream:
        yield from _manifest(stream, path.name, str(path))


def _remote_rows(url: str, *, recursive: bool) -> Iterator[Row]:
    """The rows of a manifest, a folder, a glob or an image in a store."""
    refuse_password(url, "source")
    if Path(name_of(url)).suffix.lower() in SUFFIXES and not glob.has_magic(name_of(url)):
        yield Row(url, url)
        return
    store, path = file_system(url, "source")
    try:
        is_file, is_folder = store.isfile(path), store.isdir(path)
        if is_folder or (not is_file and glob.has_magic(path)):
            yield from _store_rows(store, path, url, recursive=recursive, is_folder=is_folder)
            return
        with store.open(path, "rb") as stream:
            yield from _manifest(stream, name_of(url), url)
    except (FileNotFoundError, PermissionError) as error:
        raise ManifestError(f"there is no file or folder {url!r}") from error
    except OSError as error:
        raise ManifestError(f"{url} cannot be read: {sentence(error)}") from error


def _store_rows(
    store: Any, path: str, url: str, *, recursive: bool, is_folder: bool
) -> Iterator[Row]:
    """The images in a folder of a store, or the files that a glob matches, by their names."""
    if is_folder:
        infos = store.find(path, maxdepth=None if recursive else 1, detail=True)
    else:
        infos = store.glob(path, detail=True)
    found = False
    for name in sorted(name for name, info in infos.items() if info["type"] == "file"):
        if not is_folder:
            found = True
            address = url_in_store(url, path, name)
            yield Row(address, address)
            continue
        relative = name.removeprefix(path.rstrip("/")).lstrip("/")
        stem, suffix = os.path.splitext(relative)  # noqa: PTH122
        if suffix.lower() in SUFFIXES and not f"/{relative}".count("/."):
            found = True
            address = url_in_store(url, path, name)
            yield Row(address, address, relative=stem)
    if not found:
        raise ManifestError(
            f"there is no image in {url} (recursive: {'yes' if recursive else 'no'})"
            if is_folder
            else f"no file matches {url!r}"
        )


def _manifest(stream: BinaryIO, name: str, base: str) -> Iterator[Row]:
    """The rows of a manifest; `base` is its path or URL, which those in it are relative to."""
    suffix = Path(name).suffix.lower()
    if suffix == ".parquet":
        yield from _parquet(stream, name, base)
        return
    try:
        with io.TextIOWrapper(stream, encoding="utf-8-sig", newline="") as text:
            if suffix in {".csv", ".tsv"}:
                yield from _csv(text, name, base, "\t" if suffix == ".tsv" else ",")
            else:
                yield from _lines(text, name, base)
    except UnicodeDecodeError as error:
        raise ManifestError(f"{base} is not text in UTF-8: {error.reason}") from error


def _csv(stream: TextIO, name: str, base: str, delimiter: str) -> Iterator[Row]:
    header = stream.readline(_SIZE_LIMIT)
    if delimiter == "," and "," not in header and ";" in header:
        delimiter = ";"  # as spreadsheets write it where a comma is in numbers
    lines = itertools.chain([header], stream)
    reader = csv.DictReader(lines, delimiter=delimiter, strict=True)
    try:
        for values in reader:
            place = f"{name}, line {reader.line_num}"
            if None in values:
                raise ManifestError(f"{place} has more fields than the header has names")
            yield _row({k: v for k, v in values.items() if v not in {None, ""}}, place, base)
    except csv.Error as error:
        raise ManifestError(f"{name}, line {reader.line_num}: {error}") from error


def _lines(stream: TextIO, name: str, base: str) -> Iterator[Row]:
    for number, line in enumerate(iter(lambda: stream.readline(_SIZE_LIMIT), ""), start=1):
        text, place = line.strip(), f"{name}, line {number}"
        if len(line) >= _SIZE_LIMIT:
            raise ManifestError(f"{place} has more than {_SIZE_LIMIT:,} characters")
        if not text:
            continue
        if not text.startswith(("{", '"')):
            yield _row({"image": text}, place, base)
            continue
        try:
            values = json.loads(text)
        except (ValueError, RecursionError) as error:
            reason = error.msg if isinstance(error, json.JSONDecodeError) else "it nests too deep"
            raise ManifestError(f"{place} is not JSON: {reason}") from error
        yield _row({"image": values} if isinstance(values, str) else values, place, base)


def _parquet(stream: BinaryIO, name: str, base: str) -> Iterator[Row]:
    parquet = extras.load("pyarrow.parquet", extra="parquet", feature="a manifest in Parquet")
    with parquet.ParquetFile(stream) as file:
        number = 0
        for batch in file.iter_batches(batch_size=1024):
            for values in batch.to_pylist():
                number += 1
                place = f"{name}, row {number}"
                yield _row({k: v for k, v in values.items() if v is not None}, place, base)


def _row(values: Mapping[str, Any], place: str, base: str) -> Row:
    image = values.get("image")
    if not isinstance(image, str) or not image:
        columns = ", ".join(map(str, values)) or "none"
        raise ManifestError(
            f"{place} names no image: a column 'image' is needed; there is {columns}"
        )
    texts = {}
    for name in _OWN - {"image"}:
        value = values.get(name)
        if value is not None and not isinstance(value, str):
            raise ManifestError(f"{place}: {name} must be text, not {type(value).__name__}")
        texts[name] = value
    for name, value in values.items():
        if name not in {"image", "mask"} and isinstance(value, str) and not _is_text(value):
            raise ManifestError(f"{place}: {name} has half of a surrogate pair, which is no text")
    mask = texts.pop("mask")
    return Row(
        place,
        _resolve(image, base, place),
        None if mask is None else _resolve(mask, base, place),
        columns={name: value for name, value in values.items() if name not in _OWN},
        **texts,
    )


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _resolve(path: str, base: str, place: str) -> str:
    """Paths in a manifest are relative to its folder, which may be in a store."""
    if not is_local(path):
        return path
    try:
        if is_remote(base) or is_url(base):
            return sibling_url(base, path)
        return str(Path(base).parent / local_path(path, "image"))
    except (ArgumentError, ManifestError) as error:
        raise ManifestError(f"{place}: {error}") from error


def check_output(name: str, place: str) -> str:
    """A name below the output folder. Raises `ArgumentError` for one that leads out of it, on any system."""
    if name and not _UNUSUAL.search(name) and len(name) <= _LONGEST_NAME:
        return name
    paths = (PurePosixPath(name), PureWindowsPath(name))
    problem = None
    if not paths[0].name or any(path.anchor or ".." in path.parts for path in paths):
        problem = "must be a relative path without '..'"
    elif not name.isprintable():
        problem = "must not have characters that cannot be printed"
    elif any(len(part.encode("utf-8", "replace")) > _LONGEST_NAME for part in paths[0].parts):
        problem = f"must not have names of more than {_LONGEST_NAME} bytes"
    elif paths[0].parts[0].startswith(PARTS):
        problem = f"must not be in {PARTS}"
    if problem is not None:
        raise ArgumentError(
            f"{place}: the output {name!r} {problem}",
            argument="output",
            value=name,
            allowed="a name below the output folder",
        )
    path = str(paths[0])
    return str(paths[0].with_suffix("")) if paths[0].suffix.lower() in SUFFIXES else path
