"""A Python package as text: the modules of a wheel or of an installed package, never imported."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from pyvenice.contract.errors import DocumentError, UnreachableError

MAX_MODULE_BYTES = 4 * 1024 * 1024
MAX_READ_BYTES = 64 * 1024 * 1024
_LIKELY_BOMB = 200
INSTALLED = "installed"
_TYPE_STATEMENT = re.compile(rb"(?m)^([ \t]*)type[ \t]+(\w+)[ \t]*(?:\[[^\]=]*\])?[ \t]*=(?!=)")
_GENERIC = re.compile(rb"(?m)^([ \t]*(?:class|def|async def)[ \t]+)(\w+)\[[^\n(]*\](?=[ \t]*[(:])")


class Package:
    """The modules of a published package, parsed when they are asked for."""

    def __init__(
        self, name: str, version: str, read: Callable[[str], bytes | None], digest: bytes = b""
    ) -> None:
        self.name = name
        self.version = version
        self.digest = digest
        """What identifies its content: the bytes of the wheel, or its list of files."""
        self._read = read
        self._modules: dict[str, ast.Module | None] = {}
        self._bytes = 0

    def module(self, path: str) -> ast.Module | None:
        """The syntax tree of `package/module.py`; None when there is no such module.

        Raises `DocumentError` for a module that is no Python, and past 64 MiB of modules.
        """
        if path not in self._modules:
            self._modules[path] = self._parse(path)
        return self._modules[path]

    def _parse(self, path: str) -> ast.Module | None:
        text = self._read(path)
        if text is None:
            return None
        self._bytes += len(text)
        if len(text) > MAX_MODULE_BYTES or self._bytes > MAX_READ_BYTES:
            raise DocumentError(
                f"{self.name}: {path} is too large: at most {MAX_MODULE_BYTES >> 20} MiB of a "
                f"module and {MAX_READ_BYTES >> 20} MiB of all are read"
            )
        try:
            return ast.parse(_without_type_syntax(text))
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            raise DocumentError(f"{self.name}: {path} is not Python: {error}") from error


def _without_type_syntax(text: bytes) -> bytes:
    """A module without the syntax of Python 3.12, which 3.11 cannot parse, of the same meaning to a reader.

    `type Name[T] = …` becomes `Name = …`, and `class Name[T](Base):` becomes `class Name(Base):`.
    """
    if b"type " not in text and b"[" not in text:
        return text
    return _GENERIC.sub(rb"\1\2", _TYPE_STATEMENT.sub(rb"\1\2 =", text))


def open_package(where: str, package: str) -> Package:
    """The package in a wheel, or with `installed` the one in this environment.

    Raises `UnreachableError` when it is not there, `DocumentError` when it is not a wheel, holds
    another package, or is larger than 64 MiB.
    """
    return _installed(package) if where == INSTALLED else _wheel(Path(where), package)


def _installed(package: str) -> Package:
    try:
        distribution = importlib.metadata.distribution(package)
    except importlib.metadata.PackageNotFoundError as error:
        raise UnreachableError(
            f"{package} is not installed in this environment: install it, or name a wheel"
        ) from error

    def read(path: str) -> bytes | None:
        file = Path(str(distribution.locate_file(path)))
        return file.read_bytes() if file.is_file() else None

    listed = (distribution.read_text("RECORD") or distribution.version).encode()
    version = distribution.version
    return Package(f"{package} {version} (installed)", version, read, listed)


def _wheel(path: Path, package: str) -> Package:
    from io import BytesIO

    from pyvenice.contract.fetching.fetch import read_file

    raw = read_file(path)
    try:
        archive = zipfile.ZipFile(BytesIO(raw))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise DocumentError(f"{path}: not a wheel: {error}") from error
    members = {member.filename: member for member in archive.infolist()}
    name, version = _name_and_version(path, members)
    if name != _normal(package):
        raise DocumentError(f"{path}: the wheel of {name}, where {package} is wanted")

    def read(module: str) -> bytes | None:
        member = members.get(module)
        return None if member is None else _unpack(archive, member, f"{path}: {module}")

    return Package(f"{package} {version} ({path.name})", version, read, raw)


def _name_and_version(path: Path, members: dict[str, zipfile.ZipInfo]) -> tuple[str, str]:
    folders = {name.partition("/")[0] for name in members}
    for folder in sorted(folders):
        if folder.endswith(".dist-info"):
            name, _, version = folder.removesuffix(".dist-info").partition("-")
            return _normal(name), version
    raise DocumentError(f"{path}: not a wheel: it has no folder NAME-VERSION.dist-info")


def _normal(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes:
    packed, size = max(member.compress_size, 1), member.file_size
    if size > MAX_MODULE_BYTES or size / packed > _LIKELY_BOMB:
        raise DocumentError(
            f"{name} unpacks from {packed} to {size} bytes; a module has at most "
            f"{MAX_MODULE_BYTES >> 20} MiB and is not packed tighter than 1:{_LIKELY_BOMB}"
        )
    try:
        with archive.open(member) as file:
            # The size in the directory may be a lie.
            return file.read(MAX_MODULE_BYTES + 1)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise DocumentError(f"{name} cannot be unpacked: {error}") from error
