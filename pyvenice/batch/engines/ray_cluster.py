"""Connection to a Ray cluster: only one that asks for a token, without statistics sent home."""

from __future__ import annotations

import os
from typing import Any

from pyvenice.core import extras
from pyvenice.errors import ArgumentError

_LOCAL = (None, "auto", "local")


def connect(address: str | None) -> Any:
    """Ray itself, connected. Raises `ArgumentError` for a remote address without authentication."""
    if address not in _LOCAL and os.environ.get("RAY_AUTH_MODE") != "token":
        raise ArgumentError(
            f"the cluster at {address} would take orders from anybody who reaches it: set"
            " RAY_AUTH_MODE=token there and here",
            argument="address",
            value=address,
            allowed="a cluster with token authentication",
        )
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    ray = extras.load("ray", extra="ray", feature="engine='ray'")
    extras.load("ray.util.scheduling_strategies", extra="ray", feature="engine='ray'")
    # Local ports only, and no dashboard: it would show the code to anybody.
    own = {} if address not in {None, "local"} else {"include_dashboard": False}
    ray.init(
        address=None if address == "local" else address,
        log_to_driver=False,
        configure_logging=False,
        **own,
    )
    return ray
