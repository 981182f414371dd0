"""Sandbox: a server on this machine that speaks each provider's API and really edits images.

Public: `Addresses`, `LoggedRequest`, `Sandbox`, `background`, `serve`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyvenice.sandbox.server.app import Sandbox
    from pyvenice.sandbox.server.request_log import LoggedRequest
    from pyvenice.sandbox.server.server import Addresses, background, serve

__all__ = ["Addresses", "LoggedRequest", "Sandbox", "background", "serve"]


def __getattr__(name: str) -> Any:
    # In-process clients need no server, and without the extra `__main__` has to say so.
    if name == "Sandbox":
        from pyvenice.sandbox.server.app import Sandbox

        return Sandbox
    if name in __all__:
        from pyvenice.sandbox.server import server

        return getattr(server, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
