"""Watch a picture grow: partial images arrive first, the result last."""

from __future__ import annotations

from pathlib import Path

from pyvenice import EditResult, OpenAIClient, PartialImage

photo = Path(__file__).parent / "photos" / "lake.jpg"
output = Path("demo-output")
output.mkdir(exist_ok=True)

with (
    OpenAIClient(sandbox=True) as client,
    client.image.edit(
        image=photo, prompt="a pencil sketch", stream=True, partial_images=2
    ) as events,
):
    for event in events:
        if isinstance(event, PartialImage):
            print("partial", event.image.save(output / f"sketch-partial-{event.index}"))
        elif isinstance(event, EditResult):
            print("result ", event.image.save(output / "sketch"))
