"""MCP server: seven tools that edit, make, compare, choose and estimate, and check contracts."""

from __future__ import annotations

import asyncio
import base64
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import CallToolResult, ImageContent, ResourceLink, TextContent, ToolAnnotations

from pyvenice import models
from pyvenice.catalogue.estimation import estimate as expected
from pyvenice.core.client.construction import sandbox_handler
from pyvenice.editing.editor import AsyncEditor
from pyvenice.errors import PyveniceError
from pyvenice.generated import PROVIDERS
from pyvenice.mcp import arguments
from pyvenice.mcp.pictures import RESULTS, mask_input, picture_input, preview_of, result_path
from pyvenice.mcp.session import Call, Purchase, Session, refusal
from pyvenice.mcp.settings import McpSettings, prepare_folder

_BUYS = ToolAnnotations(
    read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=True
)
_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
_COSTS = (
    "Costs money: see estimate. The same arguments and images give the same result, which is not"
    " billed again."
)
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

    @server.tool(
        annotations=_BUYS,
        description=f"Edit an image, or several together, with a prompt. {_COSTS}",
    )
    async def edit_image(  # noqa: PLR0913, PLR0917  (the arguments of an edit)
        image: arguments.Images,
        prompt: arguments.EditPrompt,
        model: arguments.Model,
        mask: arguments.Mask = None,
        mask_means: arguments.MaskMeans = None,
        n: arguments.Count = 1,
        size: arguments.Size = None,
        output_format: arguments.OutputFormat = None,
        preview: arguments.PreviewSize = "small",
        again: arguments.Again = None,
        key: arguments.CallKey = None,
    ) -> CallToolResult:
        """Edit images."""
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

    @server.tool(annotations=_BUYS, description=f"Make an image from a prompt. {_COSTS}")
    async def generate_image(  # noqa: PLR0913, PLR0917  (the arguments of a call)
        prompt: arguments.ImagePrompt,
        model: arguments.Model,
        n: arguments.Count = 1,
        size: arguments.Size = None,
        output_format: arguments.OutputFormat = None,
        preview: arguments.PreviewSize = "small",
        again: arguments.Again = None,
        key: arguments.CallKey = None,
    ) -> CallToolResult:
        """Make an image."""
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
        operation: arguments.OperationName = "edit",
        provider: arguments.OnlyProvider = None,
        mask: arguments.NeedsMask = False,
    ) -> str:
        """List the models for an operation, with the price of one image. Costs nothing."""
        found = _free(models.list, operation=operation, provider=provider, mask=mask or None)
        return (
            "\n".join(f"{model.id}: {expected(model)}" for model in found) or "no model does that"
        )

    @server.tool(annotations=_READS)
    def recommend(
        operation: arguments.OperationName = "edit",
        max_price: arguments.MaxPrice = None,
        images: arguments.ImageCount = None,
        size: arguments.LeastSize = None,
        mask: arguments.NeedsMask = False,
    ) -> str:
        """Recommend the best models for some needs, with reasons. Costs nothing."""
        picks = _free(
            models.recommend, operation, max_price=max_price, images=images, size=size, mask=mask
        )
        return (
            "\n".join(f"{pick.model.id}: {pick.reason}" for pick in picks) or "no model does that"
        )

    @server.tool(annotations=_READS)
    def compare(model_ids: arguments.Models) -> str:
        """Compare prices, sizes and capabilities of two models or more. Costs nothing."""
        comparison = _free(models.compare, model_ids)
        return "\n".join(f"{row.field}: {' | '.join(row.values)}" for row in comparison.rows)

    @server.tool(annotations=_READS)
    def estimate(
        model: arguments.Model, n: arguments.Count = 1, size: arguments.Size = None
    ) -> str:
        """Estimate what a call will cost, with the source of the price. Costs nothing."""
        params = {"n": n, "size": size} if size else {"n": n}
        cost = _free(expected, model, params)
        return f"{model}: {cost} for n={n}; {cost.basis}; source: {cost.source}"

    @server.tool(annotations=_READS)
    async def check_contract(provider: arguments.Provider) -> str:
        """Check whether a provider's API has changed since it was pinned. Reads its live document."""
        if provider not in PROVIDERS:
            raise ToolError(f"there is no provider {provider!r}: {', '.join(PROVIDERS)}")
        return await _contract_report(provider)


def tool_result(
    purchase: Purchase, settings: McpSettings, preview: arguments.Preview
) -> CallToolResult:
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
