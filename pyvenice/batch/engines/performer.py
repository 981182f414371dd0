"""The performer: buys an item with the one call, and reports the id of a job when there is one."""

from __future__ import annotations

from pathlib import Path

from pyvenice.batch.state.items import Item
from pyvenice.core.response.result import EditResult
from pyvenice.editing.editor import AsyncEditor


class EditorPerformer:
    """Buys items with an editor."""

    def __init__(self, editor: AsyncEditor) -> None:
        self._editor = editor

    async def __call__(self, item: Item, part: Path) -> EditResult:
        """Edit the image of an item; the pictures go to files that begin with `part`."""
        return await self._editor.edit(
            item.image,
            item.prompt,
            model=item.model,
            mask=item.mask,
            save_to=part,
            **item.params,
        )
