"""pyvenice for a harness that drives many clients through the same operations."""

# mypy: disable-error-code="no-any-return"

from __future__ import annotations

from pathlib import Path
from typing import Any

from pyvenice import AsyncOpenAIClient, AsyncVeniceClient, OpenAIClient, VeniceClient

REQUIRES = ["$PYVENICE[EXTRAS]"]
IMPORT = "pyvenice"

B64: Any = {"model": "m", "prompt": "a red hat", "response_format": "b64_json"}
URL: Any = {"model": "m", "prompt": "a red hat", "response_format": "url", "download": False}
PNG: Any = {"model": "m", "prompt": "a red hat"}
OUT = "edited.png"


class Sync:
    def __init__(self, base: str) -> None:
        self.b64 = OpenAIClient(api_key="k", base_url=f"{base}/v1")
        self.url = OpenAIClient(api_key="k", base_url=f"{base}/url/v1")
        self.venice = VeniceClient(api_key="k", base_url=f"{base}/api/v1")

    def multipart_b64(self, image: Path) -> bytes:
        return self.b64.image.edit(image=image, **B64).image.data

    def multipart_url(self, image: Path) -> str | None:
        return self.url.image.edit(image=image, **URL).image.url

    def multipart_png(self, image: Path) -> bytes:
        return self.venice.image.edit(image=image, media_type="multipart", **PNG).image.data

    def json_png(self, image: Path) -> bytes:
        return self.venice.image.edit(image=image, media_type="json", **PNG).image.data

    def multipart_b64_file(self, image: Path) -> int:
        return self.b64.image.edit(image=image, save_to=OUT, **B64).image.size

    def json_png_file(self, image: Path) -> int:
        edited = self.venice.image.edit(image=image, media_type="json", save_to=OUT, **PNG)
        return edited.image.size


class Async:
    def __init__(self, base: str) -> None:
        self.b64 = AsyncOpenAIClient(api_key="k", base_url=f"{base}/v1")
        self.url = AsyncOpenAIClient(api_key="k", base_url=f"{base}/url/v1")
        self.venice = AsyncVeniceClient(api_key="k", base_url=f"{base}/api/v1")

    async def multipart_b64(self, image: Path) -> bytes:
        return (await self.b64.image.edit(image=image, **B64)).image.data

    async def multipart_url(self, image: Path) -> str | None:
        return (await self.url.image.edit(image=image, **URL)).image.url

    async def multipart_png(self, image: Path) -> bytes:
        edited = await self.venice.image.edit(image=image, media_type="multipart", **PNG)
        return edited.image.data

    async def json_png(self, image: Path) -> bytes:
        return (await self.venice.image.edit(image=image, media_type="json", **PNG)).image.data

    async def multipart_b64_file(self, image: Path) -> int:
        return (await self.b64.image.edit(image=image, save_to=OUT, **B64)).image.size

    async def json_png_file(self, image: Path) -> int:
        edited = await self.venice.image.edit(image=image, media_type="json", save_to=OUT, **PNG)
        return edited.image.size
