"""Session: the calls of an agent, each bought once, however often the agent repeats itself.

A call is written down in the folder of results before it is sent, so that a repeat is not billed
again after a restart or a crash either.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from mcp.server.mcpserver.exceptions import ToolError

from pyvenice.core.images.inputs import Mask
from pyvenice.editing.editor import AsyncEditor
from pyvenice.editing.result import PricedResult
from pyvenice.errors import PyveniceError
from pyvenice.gateway.store import CallRecord, Store, VirtualKey
from pyvenice.mcp.settings import McpSettings

_CALLS = ".calls.sqlite"
_SHOWN = 1500
"""Characters of an error's text, which may be a provider's."""
_ANOTHER = "another word in `again`, or another `key`, buys another try"
Content = str | bytes | Path
"""An image: a URL, its bytes, or a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A file of the folder of results."""

    name: str
    media_type: str
    width: int | None
    height: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """What a call has bought; `cost` is in US dollars."""

    model: str
    cost: float | None
    cost_source: str
    warnings: tuple[str, ...]
    pictures: tuple[Picture, ...]
    is_repeat: bool = False
    """Whether it was bought earlier, and is only shown again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What an agent asks for."""

    operation: str
    prompt: str
    images: Sequence[Content] = ()
    options: Mapping[str, Any]
    mask: Mask | None = None
    again: str | None = None
    """Tells calls apart that ask for the same."""
    key: str | None = None


@dataclass(slots=True)
class Session:
    """Everything that one server buys until it ends. Raises `LedgerError` for an unusable store."""

    settings: McpSettings
    editor: AsyncEditor
    _store: Store = field(init=False)
    _owner: VirtualKey = field(init=False)
    _running: dict[tuple[str, str], asyncio.Task[Purchase]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._store = Store(self.settings.folder / _CALLS)
        self._owner = VirtualKey("sandbox" if self.settings.sandbox else "agent")
        self._store.spent(self._owner.name)

    async def buy(self, call: Call) -> Purchase:
        """What a call bought, now or earlier. Raises `ToolError`.

        A call that takes longer than an agent waits goes on, and is found when it is repeated.
        """
        digest = await asyncio.to_thread(_digest, call)
        name = digest if call.key is None else f"key {call.key}"
        running = self._running.get((name, digest))
        is_repeat = running is not None
        if running is None:
            running = asyncio.create_task(self._purchase(call, name, digest))
            self._running[name, digest] = running
            running.add_done_callback(lambda _: self._running.pop((name, digest)))
        try:
            async with asyncio.timeout(self.settings.patience):
                purchase = await asyncio.shield(running)
        except TimeoutError:
            raise ToolError(
                "the call goes on and will be paid for: call this tool again with the same"
                " arguments to get its result; it is not bought a second time"
            ) from None
        except PyveniceError as error:
            raise refusal(error) from None
        return replace(purchase, is_repeat=True) if is_repeat else purchase

    async def _purchase(self, call: Call, name: str, digest: str) -> Purchase:
        begun = await asyncio.to_thread(
            self._store.begin,
            self._owner,
            model=str(call.options["model"]),
            digest=digest,
            idempotency=name,
            reserved=0,
            repeat_within=0.0,
            is_repeat=False,
        )
        if isinstance(begun, CallRecord):
            return self._earlier(begun, digest)
        if begun is None:
            raise RuntimeError("a call was refused for a budget that the store does not have")
        try:
            result = await self._result(call)
        except BaseException as error:
            await asyncio.to_thread(self._end_without_result, begun, error)
            raise
        return await asyncio.to_thread(self._end, begun, _purchase_of(result))

    def _earlier(self, record: CallRecord, digest: str) -> Purchase:
        if record.digest != digest:
            raise ToolError("this key was used for a call with other arguments: take another one")
        answer: dict[str, Any] = dict(record.answer or {})
        if record.state == "started":
            raise ToolError("this call is under way in another server: repeat it for its result")
        if record.state != "done":
            raise ToolError(
                f"{answer.get('error', 'this call was interrupted')}; it may have been carried out"
                f" and billed, so it is not sent again; {_ANOTHER}"
            )
        pictures = tuple(Picture(**picture) for picture in answer["pictures"])
        for picture in pictures:
            if not (self.settings.folder / picture.name).is_file():
                raise ToolError(f"this was bought, but {picture.name} was removed; {_ANOTHER}")
        warnings = tuple(answer["warnings"])
        return Purchase(**answer | {"pictures": pictures, "warnings": warnings, "is_repeat": True})

    async def _result(self, call: Call) -> PricedResult:
        save_to = self.settings.folder / f"{call.operation}-{secrets.token_hex(6)}"
        given: Any = {**call.options, "save_to": save_to, "tag": "mcp"}
        if call.operation == "generate":
            return await self.editor.generate(call.prompt, **given)
        images: Any = call.images
        return await self.editor.edit(images, call.prompt, mask=call.mask, **given)

    def _end(self, call: str, purchase: Purchase) -> Purchase:
        billed = None if purchase.cost is None else round(purchase.cost * 1e6)
        try:
            self._store.end(call, "done", billed=billed, status=200, answer=asdict(purchase))
        except PyveniceError as error:
            warning = f"a repeat of this call may be billed: it was not written down: {error}"
            return replace(purchase, warnings=(*purchase.warnings, warning))
        return purchase

    def _end_without_result(self, call: str, error: BaseException) -> None:
        if isinstance(error, PyveniceError) and not getattr(error, "maybe_executed", False):
            self._store.forget(call)
        else:
            answer = {"error": _shortened(str(error) or type(error).__name__)}
            self._store.end(call, "unknown", billed=None, status=0, answer=answer)

    async def end(self) -> None:
        """Wait for what is under way, which is paid for."""
        await asyncio.gather(*self._running.values(), return_exceptions=True)
        self._store.close()


def _purchase_of(result: PricedResult) -> Purchase:
    return Purchase(
        model=result.model_id,
        cost=result.cost,
        cost_source=result.cost_source,
        warnings=tuple(warning.message for warning in result.warnings),
        pictures=tuple(
            Picture(
                name=image.path.name,
                media_type=image.media_type,
                width=image.width,
                height=image.height,
            )
            for image in result.images
            if image.path is not None
        ),
    )


def _digest(call: Call) -> str:
    """What is the same for calls that ask for the same: images count by content, not by name."""
    facts = {
        "operation": call.operation,
        "prompt": call.prompt,
        "images": [_content_digest(image, "image") for image in call.images],
        "mask": call.mask and [_content_digest(call.mask.image, "mask"), call.mask.edit],
        "again": call.again,
        **call.options,
    }
    text = json.dumps(facts, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _content_digest(content: Any, argument: str) -> str:
    if isinstance(content, str):
        return content
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    try:
        with content.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise ToolError(f"{argument}: {content} cannot be read: {error.strerror}") from None


def refusal(error: PyveniceError) -> ToolError:
    """The error as text that reaches the agent."""
    text = str(error)
    if getattr(error, "maybe_executed", False):
        text += "; it may have been carried out and billed, so the same call is not sent again"
    return ToolError(_shortened(text))


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
