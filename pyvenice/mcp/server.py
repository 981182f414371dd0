"""MCP server: seven tools that edit, make, compare, choose and estimate, and check contracts."""

from __future__ import annotations

import asyncio
import base64
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Literal

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import CallToolResult, ImageContent, ResourceLink, TextContent, ToolAnnotations

from pyvenice import models
from pyvenice.catalogue.estimation import estimate as expected
from pyvenice.core.client.construction import sandbox_handler
from pyvenice.editing.editor import AsyncEditor
from pyvenice.errors import PyveniceError
from pyvenice.generated import PROVIDERS
from pyvenice.mcp.pictures import RESULTS, mask_input, picture_input, preview_of, result_path
from pyvenice.mcp.session import Call, Purchase, Session, refusal
from pyvenice.mcp.settings import McpSettings, prepare_folder

Preview = Literal["none", "small", "full"]
_BUYS = ToolAnnotations(
    read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=True
)
_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
_CHECK_SECONDS = 45.0
_MOST_TEXT = 20_000


def make_server(settings: McpSettings) -> MCPServer[Any]:
    """The server with its tools.

    Raises `ConfigError` for a folder that cannot be used, `MissingExtraError` without the sandbox
    where that is to answer.
    """
    sandbox_handler(settings.sandbox)
    prepare_folder(settings)
    editor = AsyncEditor(sandbox=settings.sandbox, max_cost=settings.budget)
    session = Session(settings, editor)

    @asynccontextmanager
    async def lifespan(_: MCPServer[Any]) -> AsyncIterator[None]:
        yield
        await session.end()

    server: MCPServer[Any] = MCPServer(
        "pyvenice",
        instructions="Edit images with models of many providers. Calls cost money: ask for an"
        " estimate first, and do not repeat a call that was answered.",
        lifespan=lifespan,
    )
    _add_buying(server, session)
    _add_reading(server)

    @server.resource(RESULTS + "{name}", mime_type="application/octet-stream")
    def result(name: str) -> bytes:
        """The full image of a result."""
        return result_path(name, settings).read_bytes()

    return server


def _add_buying(server: MCPServer[Any], session: Session) -> None:
    settings = session.settings

    @server.tool(annotations=_BUYS)
    async def edit_image(  # noqa: PLR0913, PLR0917  (the arguments of an edit)
        image: str | list[str],
        prompt: str,
        model: str,
        mask: str | None = None,
        mask_means: Literal["transparent", "white", "black"] | None = None,
        n: int = 1,
        size: str | None = None,
        output_format: Literal["png", "jpeg", "webp"] | None = None,
        preview: Preview = "small",
        again: str | None = None,
        key: str | None = None,
    ) -> CallToolResult:
        """Edit one image, or several together, as the prompt says. Costs money: see estimate.

        image: a path, an https URL, or the address of an earlier result. mask_means: what marks the
        part to edit. The same arguments and images give the same result, which is not billed again;
        another word in `again` buys another try. key: your own name for this call, instead.
        """
        named = [image] if isinstance(image, str) else image
        call = Call(
            operation="edit",
            prompt=prompt,
            images=[picture_input(text, settings) for text in named],
            mask=None if mask is None else mask_input(mask, mask_means, settings),
            options={"model": model, "n": n, "size": size, "output_format": output_format},
            again=again,
            key=key,
        )
        return tool_result(await session.buy(call), settings, preview)

    @server.tool(annotations=_BUYS)
    async def generate_image(  # noqa: PLR0913, PLR0917  (the arguments of a call)
        prompt: str,
        model: str,
        n: int = 1,
        size: str | None = None,
        output_format: Literal["png", "jpeg", "webp"] | None = None,
        preview: Preview = "small",
        again: str | None = None,
        key: str | None = None,
    ) -> CallToolResult:
        """Make an image of nothing but the prompt. Costs money: see estimate.

        The same arguments give the same result, which is not billed again; another word in `again`
        buys another try.
        """
        call = Call(
            operation="generate",
            prompt=prompt,
            options={"model": model, "n": n, "size": size, "output_format": output_format},
            again=again,
            key=key,
        )
        return tool_result(await session.buy(call), settings, preview)


def _add_reading(server: MCPServer[Any]) -> None:
    @server.tool(annotations=_READS)
    def list_models(
        operation: str = "edit", provider: str | None = None, mask: bool | None = None
    ) -> str:
        """The models for an operation, with the price of one image. Costs nothing."""
        found = _free(models.list, operation=operation, provider=provider, mask=mask)
        return (
            "\n".join(f"{model.id}: {expected(model)}" for model in found) or "no model does that"
        )

    @server.tool(annotations=_READS)
    def recommend(
        operation: str = "edit",
        max_price: float | None = None,
        images: int | None = None,
        size: str | None = None,
        mask: bool = False,
    ) -> str:
        """The best models for some needs, with reasons. Costs nothing."""
        picks = _free(
            models.recommend, operation, max_price=max_price, images=images, size=size, mask=mask
        )
        return (
            "\n".join(f"{pick.model.id}: {pick.reason}" for pick in picks) or "no model does that"
        )

    @server.tool(annotations=_READS)
    def compare(model_ids: list[str]) -> str:
        """Prices, sizes and abilities of two models or more, side by side. Costs nothing."""
        comparison = _free(models.compare, model_ids)
        return "\n".join(f"{row.field}: {' | '.join(row.values)}" for row in comparison.rows)

    @server.tool(annotations=_READS)
    def estimate(model: str, n: int = 1, size: str | None = None) -> str:
        """What a call will cost, with the source of its price. Costs nothing."""
        params = {"n": n, "size": size} if size else {"n": n}
        cost = _free(expected, model, params)
        return f"{model}: {cost} for n={n}; {cost.basis}; source: {cost.source}"

    @server.tool(annotations=_READS)
    async def check_contract(provider: str) -> str:
        """Whether a provider's API is still what this package was made for. Reads its live document."""
        if provider not in PROVIDERS:
            raise ToolError(f"there is no provider {provider!r}: {', '.join(PROVIDERS)}")
        return await _contract_report(provider)


def tool_result(purchase: Purchase, settings: McpSettings, preview: Preview) -> CallToolResult:
    """A result for an agent: words that are enough alone, links to the images, one preview."""
    paths = [settings.folder / picture.name for picture in purchase.pictures]
    cost = "at unknown cost" if purchase.cost is None else f"for ${purchase.cost:.4f}"
    lines = [
        f"Done by {purchase.model} {cost} ({purchase.cost_source}). Do not repeat this call.",
        *(
            f"{path} ({picture.media_type}, {picture.width or '?'}x{picture.height or '?'})"
            for path, picture in zip(paths, purchase.pictures, strict=True)
        ),
        *(f"Warning: {warning}" for warning in purchase.warnings),
    ]
    if purchase.is_repeat:
        lines.insert(1, "This was bought earlier under the same arguments: it is not billed again.")
    content: list[Any] = [TextContent(type="text", text="\n".join(lines))]
    content += [
        ResourceLink(uri=RESULTS + picture.name, name=picture.name, mime_type=picture.media_type)
        for picture in purchase.pictures
    ]
    small = preview_of(paths[0], purchase.pictures[0].media_type, preview)
    if small is not None:
        data, media_type = small
        encoded = base64.b64encode(data).decode()
        content.append(ImageContent(type="image", data=encoded, mime_type=media_type))
    return CallToolResult(
        content=content,
        structured_content={
            "paths": [str(path) for path in paths],
            "model": purchase.model,
            "cost_usd": purchase.cost,
            "cost_source": purchase.cost_source,
            "warnings": list(purchase.warnings),
            "repeated": purchase.is_repeat,
        },
    )


async def _contract_report(provider: str) -> str:
    command: Sequence[str] = (sys.executable, "-m", "pyvenice", "contract", "check", provider)
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        async with asyncio.timeout(_CHECK_SECONDS):
            output, _ = await process.communicate()
    except TimeoutError:
        process.kill()
        await process.wait()
        raise ToolError(f"the check took longer than {_CHECK_SECONDS:g} s") from None
    return output.decode("utf-8", "replace")[:_MOST_TEXT]


def _free(function: Any, *given: Any, **named: Any) -> Any:
    try:
        return function(*given, **named)
    except PyveniceError as error:
        raise refusal(error) from None
