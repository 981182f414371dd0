"""Change a part of a photo: white in the mask marks what may be edited.

The same mask serves both providers, though OpenAI wants that part transparent and Xinference white.
"""

from __future__ import annotations

from pathlib import Path

from pyvenice import Mask, OpenAIClient, XinferenceClient

photos = Path(__file__).parent / "photos"
photo = photos / "still-life.jpg"
apple = Mask(photos / "still-life-mask.png", edit="white")
output = Path("demo-output")
output.mkdir(exist_ok=True)

with OpenAIClient(sandbox=True) as openai:
    result = openai.image.edit(image=photo, mask=apple, prompt="make it lime green", size="auto")
    print(result.image.save(output / "green-apple-openai"))

with XinferenceClient(sandbox=True) as xinference:
    result = xinference.image.edit(image=photo, mask=apple, prompt="make it lime green")
    print(result.image.save(output / "green-apple-xinference"))
