"""Remote files: what an fsspec URL such as `s3://bucket/photos/a.png` stands for, and its bytes."""

from __future__ import annotations

import posixpath
import re
import threading
from contextlib import AbstractContextManager, nullcontext
from typing import Any
from urllib.parse import unquote

from pyvenice.core import extras
from pyvenice.core.images.inputs import is_url
from pyvenice.errors import ArgumentError, ManifestError, PyveniceError

_URL = re.compile(r"([a-z][a-z0-9+.:-]+)://(.*?)(::.*)?$", re.IGNORECASE | re.DOTALL)
"""Scheme, path, and what comes after `::` in a chain such as `zip://a.png::s3://bucket/photos.zip`."""
_USER = re.compile(r"//[^/@\s]+@")
_TURN = threading.RLock()
"""A connection that is not asynchronous serves one thread at a time, and is shared by all who use it."""


def scheme_of(text: str) -> str:
    """The scheme of a URL in lower case; empty for a path, also for one with a drive letter."""
    found = _URL.match(text)
    return found[1].lower() if found else ""


def is_remote(text: str) -> bool:
    """Whether it is the URL of a store: neither a path, nor `file://`, nor an address on the web."""
    return scheme_of(text) not in {"", "file", "http", "https"}


def is_local(text: str) -> bool:
    """Whether it is a file of this machine: no address, no URL of a store, no `data:` URI."""
    return not (is_url(text) or is_remote(text) or text.startswith("data:"))


def local_path(text: str, argument: str) -> str:
    """The path of a `file://` URL; any other text as it is.

    Raises `ArgumentError` for the URL of another machine.
    """
    if scheme_of(text) != "file":
        return text
    path = unquote(text[len("file://") :].removeprefix("localhost"))
    if not path.startswith("/"):
        raise ArgumentError(
            f"{argument}={text!r} names a host: file:// takes an absolute path, such as file:///data/out",
            argument=argument,
            value=text,
            allowed="file:///PATH",
        )
    # file:///C:/out is C:/out.
    return path[1:] if re.match(r"/[A-Za-z]:", path) else path


def file_system(url: str, argument: str) -> tuple[Any, str]:
    """The fsspec file system of a URL, and the path in it.

    Raises `MissingExtraError`, `ArgumentError` for a scheme that is unknown or whose package is
    missing, and `OSError` where the store refuses.
    """
    scheme = scheme_of(url)
    core = extras.load("fsspec.core", extra="fsspec", feature=f"{argument} at {scheme}://")
    try:
        file_system, path = core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise ArgumentError(
            f"{argument} cannot be at {scheme}://: {sentence(error)}",
            argument=argument,
            value=f"{scheme}://…",
            allowed="a path, or a URL that fsspec knows, such as s3://bucket/folder",
        ) from error
    except Exception as error:
        raise OSError(f"{scheme}://: the store refuses: {sentence(error)}") from error
    return file_system, path


def turn(file_system: Any) -> AbstractContextManager[Any]:
    """Within it, this thread may use the file system."""
    return nullcontext() if file_system.async_impl else _TURN


def read_remote(url: str, argument: str) -> bytes:
    """The content of a file. Raises `ManifestError` where it cannot be read, and as `file_system`."""
    shown = _USER.sub("//", url)
    try:
        store, path = file_system(url, argument)
        with turn(store):
            content: bytes = store.cat_file(path)
    except PyveniceError:
        raise
    except FileNotFoundError as error:
        raise ManifestError(f"{argument}: there is no file {shown}") from error
    except Exception as error:
        # Of any class: each store has errors of its own.
        raise ManifestError(f"{argument}: {shown} cannot be read: {sentence(error)}") from error
    return content


def name_of(url: str) -> str:
    """The name of the file that a URL stands for."""
    _, path, _ = _parts(url)
    # In a store, `#` may be a part of a name.
    return posixpath.basename(re.split(r"[?#]" if is_url(url) else r"\?", path)[0])


def _parts(url: str) -> tuple[str, str, str]:
    found = _URL.match(url)
    return (found[1], found[2], found[3] or "") if found else ("", url, "")


def sibling_url(url: str, relative: str) -> str:
    """The URL of a file by its path relative to another one.

    Raises `ManifestError` for a path that is absolute, or that leads out of the bucket.
    """
    scheme, path, chain = _parts(url)
    folder = posixpath.dirname(path)
    joined = posixpath.normpath(posixpath.join(folder, relative))
    leaves = folder and joined.split("/")[0] != path.split("/")[0]
    if relative.startswith("/") or scheme_of(relative) or joined.startswith("..") or leaves:
        raise ManifestError(
            f"{relative!r} is not in the store of the manifest: give the whole URL of the file"
        )
    return f"{scheme}://{joined}{chain}"


def refuse_password(url: str, argument: str) -> None:
    """Raises `ArgumentError` for a URL with credentials: journal and reports would hold them."""
    if "@" in url and _USER.search(url):
        raise ArgumentError(
            f"{argument}: a URL with a user or a password would stand in the journal and in"
            " reports: give them as the package of the store finds them by itself",
            argument=argument,
            value=_USER.sub("//…@", url),
        )


def sentence(error: Exception) -> str:
    """What an error says, without the user and the password of a URL."""
    text = " ".join((str(error) or type(error).__name__).split())[:300]
    return _USER.sub("//", text)
