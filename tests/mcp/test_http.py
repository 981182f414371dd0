"""The MCP server over streamable HTTP: the official client drives every tool through one session."""

from __future__ import annotations

import asyncio
import base64
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mcp.server.mcpserver", reason="needs the extra mcp")

import uvicorn
from mcp import Client
from PIL import Image

from pyvenice.mcp.server import make_server
from pyvenice.mcp.settings import McpSettings

FREE, VENICE = "xinference/Qwen-Image", "venice/firered-image-edit"
Scenario = tuple[str, Mapping[str, Any], str]
EDIT = {"image": "PHOTOS/a.png", "prompt": "red", "model": VENICE, "preview": "none"}
BOUGHT: tuple[Scenario, ...] = (
    ("edit_image", {}, "for $0.0400"),
    ("edit_image", {}, "not billed again"),
    ("edit_image", {"again": "2"}, "for $0.0400"),
    ("edit_image", {"key": "mine"}, "for $0.0400"),
    ("edit_image", {"key": "mine"}, "not billed again"),
    ("edit_image", {"image": ["PHOTOS/a.png", "PHOTOS/b.png"]}, "Done by"),
    ("edit_image", {"model": FREE, "n": 2}, "Done by"),
    ("edit_image", {"model": FREE, "mask": "PHOTOS/alpha.png"}, "Done by"),
    ("edit_image", {"model": FREE, "mask": "PHOTOS/grey.png", "mask_means": "black"}, "Done by"),
    ("edit_image", {"model": "stability/inpaint", "output_format": "webp"}, "image/webp"),
    ("generate_image", {"prompt": "a lake", "model": FREE, "preview": "none"}, "Done by"),
    ("list_models", {"mask": True, "provider": "xinference"}, FREE),
    ("recommend", {"max_price": 0.05}, "/"),
    ("compare", {"model_ids": [VENICE, FREE]}, "price"),
    ("estimate", {"model": VENICE, "n": 2}, "$0.08"),
)
REFUSED: tuple[Scenario, ...] = (
    ("edit_image", {"image": "/etc/passwd"}, "outside the folders"),
    ("edit_image", {"image": "PHOTOS/../outside.png"}, "outside the folders"),
    ("edit_image", {"image": "PHOTOS/link.png"}, "outside the folders"),
    ("edit_image", {"image": "~/.ssh/id_rsa"}, "outside the folders"),
    ("edit_image", {"image": "file:///etc/passwd"}, "hosts"),
    ("edit_image", {"image": "PHOTOS/none.png"}, "there is no file"),
    ("edit_image", {"image": "PHOTOS"}, "there is no file"),
    ("edit_image", {"image": "PHOTOS/text.png"}, "image"),
    ("edit_image", {"image": "PHOTOS/huge.png"}, "pixels"),
    ("edit_image", {"image": "http://169.254.169.254/a.png"}, "hosts"),
    ("edit_image", {"image": "https://127.0.0.1/a.png"}, "hosts"),
    ("edit_image", {"image": "https://images.test@127.0.0.1/a.png"}, "hosts"),
    ("edit_image", {"image": "https://images.test.evil.test/a.png"}, "hosts"),
    ("edit_image", {"image": "data:image/png;base64,%"}, "base64"),
    ("edit_image", {"image": "data:image/png;base64," + "A" * 1_000_001}, "pass a path"),
    ("edit_image", {"image": "pyvenice://results/../../etc/passwd"}, "no result"),
    ("edit_image", {"mask": "PHOTOS/alpha.png"}, "mask"),
    ("edit_image", {"model": FREE, "mask": "PHOTOS/grey.png"}, "mask_means"),
    ("edit_image", {"model": "venice/firered"}, "firered-image-edit"),
    ("edit_image", {"model": FREE, "size": "banana"}, "size"),
    ("generate_image", {"prompt": "a lake", "model": VENICE}, "cannot generate"),
    ("estimate", {"model": "venice/none"}, "venice/"),
    ("check_contract", {"provider": "nobody"}, "venice"),
)


@pytest.fixture
def photos(photos: Path, tmp_path: Path) -> Path:
    Image.new("1", (9000, 9000)).save(photos / "huge.png")
    (photos / "link.png").symlink_to(tmp_path / "outside.png")
    return photos


@pytest.fixture
def url(photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a server whose session may spend 1.10 dollars."""
    monkeypatch.setenv("PYVENICE_STATE_DIR", str(tmp_path / "state"))
    settings = McpSettings(
        folder=tmp_path / "out",
        roots=(photos,),
        sandbox=True,
        image_hosts=("images.test",),
        budget=1.1,
    )
    app = make_server(settings).streamable_http_app()
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started and thread.is_alive():
        thread.join(0.01)
    with closing(server.servers[0].sockets[0].dup()) as listener:
        port = listener.getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}/mcp"
    finally:
        server.should_exit = True
        thread.join()


def test_a_client_drives_all_tools_and_a_budget_ends_it(url: str, photos: Path) -> None:
    def placed(value: Any) -> Any:
        if isinstance(value, list):
            return [placed(item) for item in value]
        return value.replace("PHOTOS", str(photos)) if isinstance(value, str) else value

    async def ask(client: Any, scenario: Scenario) -> Any:
        tool, given, _ = scenario
        arguments = {**EDIT, **given} if tool == "edit_image" else given
        return await client.call_tool(
            tool, {name: placed(value) for name, value in arguments.items()}
        )

    async def drive() -> None:
        async with Client(url) as client:
            for scenario in (*BOUGHT, *REFUSED):
                result = await ask(client, scenario)
                words = "\n".join(part.text for part in result.content if part.type == "text")
                assert scenario[2] in words, (scenario, words)
                assert result.is_error == (scenario in REFUSED), (scenario, words)
            first = await ask(client, BOUGHT[0])
            uri = first.content[1].uri
            content: Any = (await client.read_resource(uri)).contents[0]
            assert base64.b64decode(content.blob).startswith(b"\x89PNG")
            again = await ask(client, ("edit_image", {"image": uri}, ""))
            assert not again.is_error
            costly = {"model": "venice/gpt-image-1-5-edit"}
            results = [
                await ask(client, ("edit_image", {**costly, "key": name}, "")) for name in "123"
            ]
            assert results[-1].is_error
            assert "more than total=1.1 allows" in results[-1].content[0].text

    asyncio.run(drive())
