"""Ray cluster: one that asks for a token, without statistics sent home, and with shared storage."""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pyvenice.batch.engines.worker import Perform
from pyvenice.batch.remote_files import is_local
from pyvenice.batch.remote_outputs import RemotePlace, Store, open_folder
from pyvenice.batch.state.items import OPEN
from pyvenice.batch.state.journal import Journal
from pyvenice.core import extras
from pyvenice.errors import ArgumentError, JournalError, PyveniceError

OpenPerformer = Callable[[], AbstractAsyncContextManager[Perform]]
_MARK = ".pyvenice-shared"
_DELAY = 10.0
"""Seconds in which a file is seen by the other machines of a network file system."""
_LOCAL = ("auto", "local", "localhost", "127.0.0.1", "[::1]")


def connect(address: str | None) -> Any:
    """Ray itself, connected. Raises `ArgumentError` for a remote address without authentication."""
    ray = extras.load("ray", extra="ray", feature="engine='ray'")
    extras.load("ray.util.scheduling_strategies", extra="ray", feature="engine='ray'")
    address = address or "local"
    place = address.rpartition("://")[2]
    host = place.rpartition(":")[0] or place
    if host not in _LOCAL and os.environ.get("RAY_AUTH_MODE") != "token":
        raise ArgumentError(
            f"the cluster at {address} would take orders from anybody who reaches it: set"
            " RAY_AUTH_MODE=token there and here",
            argument="address",
            value=address,
            allowed="a cluster with token authentication",
        )
    _check_reachable(place)
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    # A raylet needs more than the usual 30 seconds on a machine that is busy.
    os.environ.setdefault("RAY_raylet_start_wait_time_s", "120")
    # A dashboard would show the code to anybody.
    own = {"include_dashboard": False} if address == "local" else {}
    try:
        ray.init(address=address, log_to_driver=False, configure_logging=False, **own)
    except Exception as error:
        # Of any class: `Exception` itself where a node does not start in time.
        raise explained(error) from error
    return ray


def _check_reachable(place: str) -> None:
    """Ray itself tries for four minutes, and then ends the process."""
    host, _, port = place.rpartition(":")
    if not port.isdecimal():
        return
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=10).close()
    except (OSError, OverflowError) as error:
        raise ArgumentError(
            f"no Ray cluster can be reached at {place}: {error}", argument="address", value=place
        ) from error


def explained(error: Exception) -> PyveniceError:
    """An error of Ray as one of ours; what one of its processes raised is that itself."""
    cause = getattr(error, "cause", None)
    if isinstance(cause, PyveniceError):
        return cause
    text = " ".join(str(error).split())[:300]
    return JournalError(f"the run on Ray ended ({text}); run it again to go on")


@dataclass(frozen=True, slots=True)
class Shared:
    """What each machine must see: a file in the folder of the results, and the first local input."""

    out: Path | RemotePlace
    mark: bytes
    image: str | None

    def is_marked(self) -> bool:
        """Whether the folder of the results is the one of the machine that started the run."""
        if isinstance(self.out, RemotePlace):
            return Store(self.out.url).read(_MARK) == self.mark
        path = self.out / _MARK
        return path.exists() and path.read_bytes() == self.mark

    def has_image(self) -> bool:
        """Whether the input is on this machine, too."""
        return self.image is None or Path(self.image).exists()


@contextmanager
def on_shared_storage(
    out: Path | RemotePlace, journal: Path, open_performer: OpenPerformer
) -> Iterator[OpenPerformer]:
    """Within it, a performer that is opened only on machines that share the storage of this one.

    The folder of the results has a mark meanwhile. Raises what `check_shared` raises, when it is opened.
    """
    with Journal(journal) as opened:
        items = opened.items(*OPEN, limit=1)
    image = next((item.image for item in items if is_local(item.image)), None)
    shared = Shared(out, secrets.token_bytes(8), image)
    open_folder(out)
    if isinstance(out, RemotePlace):
        store = Store(out.url)
        store.write(_MARK, shared.mark)
        remove = partial(store.remove, _MARK)
    else:
        (out / _MARK).write_bytes(shared.mark)
        remove = partial((out / _MARK).unlink, missing_ok=True)
    try:
        yield partial(_open_on_shared_storage, shared, open_performer)
    finally:
        with suppress(OSError):
            remove()


@asynccontextmanager
async def _open_on_shared_storage(
    shared: Shared, open_performer: OpenPerformer
) -> AsyncIterator[Perform]:
    await check_shared(shared)
    async with open_performer() as perform:
        yield perform


async def check_shared(shared: Shared) -> None:
    """Raises `ArgumentError` on a machine where results or inputs would be other files."""
    ends = time.monotonic() + _DELAY
    while not shared.is_marked():
        if time.monotonic() > ends:
            out = shared.out if isinstance(shared.out, Path) else "the URL of the results"
            raise _not_shared("out", f"{out} is another folder than", "results")
        await asyncio.sleep(_DELAY / 20)
    if not shared.has_image():
        raise _not_shared("image", f"{shared.image} is not there, as it is", "images")


def _not_shared(argument: str, what: str, files: str) -> ArgumentError:
    return ArgumentError(
        f"{argument}: on the machine {socket.gethostname()}, {what} on the one that started the run:"
        f" {files} must be on storage that all machines mount at the same path, or at a URL such"
        " as s3://bucket/folder",
        argument=argument,
        allowed="shared storage",
    )


class RemoteCoordinator:
    """The coordinator in an actor: what a method returns can be awaited."""

    stopping: str | None = None

    def __init__(self, actor: Any) -> None:
        self._actor = actor

    def __getattr__(self, method: str) -> Any:
        return partial(self._actor.call.remote, method)

    def stop(self, why: str) -> None:
        """Let what is in flight end."""
        self.stopping = why
        self._actor.call.remote("stop", why)
