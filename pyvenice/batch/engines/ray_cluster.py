"""Connection to a Ray cluster: only one that asks for a token, without statistics sent home."""

from __future__ import annotations

import os
import socket
from typing import Any

from pyvenice.core import extras
from pyvenice.errors import ArgumentError, JournalError, PyveniceError

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
