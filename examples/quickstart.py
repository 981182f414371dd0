"""Edit one photo with one sentence: `python examples/quickstart.py`.

`sandbox=True` answers in this process. Without it, and with a key in VENICE_API_KEY, Venice does.
"""

from __future__ import annotations

from pathlib import Path

from pyvenice import VeniceClient

photo = Path(__file__).parent / "photos" / "lake.jpg"
output = Path("demo-output")
output.mkdir(exist_ok=True)

with VeniceClient(sandbox=True) as client:
    result = client.image.edit(image=photo, prompt="make it sepia, like an old postcard")

print(result.image.save(output / "lake-sepia"))
print(result.image)
