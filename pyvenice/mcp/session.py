"""Session: the calls of an agent, each bought once, however often the agent repeats itself."""

from __future__ import annotations

import asyncio
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mcp.server.mcpserver.exceptions import ToolError

from pyvenice.editing.editor import AsyncEditor
from pyvenice.editing.result import PricedResult
from pyvenice.errors import PyveniceError
from pyvenice.mcp.settings import McpSettings

_SHOWN = 1500
"""Characters of an error's text, which may be a provider's."""


@dataclass(slots=True)
class Session:
    """Everything that one server buys until it ends."""

    settings: McpSettings
    editor: AsyncEditor
    _calls: dict[str, asyncio.Task[PricedResult]] = field(default_factory=dict)

    async def buy(
        self, operation: str, images: object, prompt: str, options: Mapping[str, Any], key: str
    ) -> tuple[PricedResult, bool]:
        """The result, and whether it was bought earlier under this key. Raises `ToolError`.

        A call that takes longer than an agent waits goes on, and is found under its key.
        """
        call, is_repeat = self._calls.get(key), key in self._calls
        if call is None:
            call = asyncio.create_task(self._result(operation, images, prompt, options))
            self._calls[key] = call
        try:
            async with asyncio.timeout(self.settings.patience):
                return await asyncio.shield(call), is_repeat
        except TimeoutError:
            raise ToolError(
                "the call goes on and will be paid for: call this tool again with the same"
                " arguments to get its result; it is not bought a second time"
            ) from None
        except PyveniceError as error:
            if not getattr(error, "maybe_executed", False):
                self._calls.pop(key, None)
            raise refusal(error) from None

    async def _result(
        self, operation: str, images: object, prompt: str, options: Mapping[str, Any]
    ) -> PricedResult:
        save_to = self.settings.folder / f"{operation}-{secrets.token_hex(6)}"
        given: Any = {**options, "save_to": save_to, "tag": "mcp"}
        if operation == "generate":
            return await self.editor.generate(prompt, **given)
        taken: Any = images
        return await self.editor.edit(taken, prompt, **given)

    async def end(self) -> None:
        """Wait for what is under way, which is paid for."""
        await asyncio.gather(*self._calls.values(), return_exceptions=True)


def call_key(arguments: Mapping[str, Any]) -> str:
    """The key of a call: its own, or that of all its arguments."""
    if key := arguments.get("key"):
        return f"key {key}"
    text = json.dumps(arguments, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def refusal(error: PyveniceError) -> ToolError:
    """The error as text that reaches the agent."""
    text = str(error)
    if getattr(error, "maybe_executed", False):
        text += "; it may have been carried out and billed, so the same call is not sent again"
    return ToolError(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
