"""Talk to a server of your own: `python examples/own_server.py http://localhost:9997/v1`.

Without an address the sandbox is started here, on a free port, and used as that server.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pyvenice import XinferenceClient
from pyvenice.sandbox import background

photo = Path(__file__).parent / "photos" / "lake.jpg"
output = Path("demo-output")
output.mkdir(exist_ok=True)


def edit(base_url: str) -> None:
    """List what the server runs, and let it edit the photo."""
    with XinferenceClient(base_url=base_url) as client:
        print(base_url, "runs", ", ".join(model.id for model in client.models.list().data))
        result = client.image.edit(image=photo, prompt="make it warmer and brighter")
        print(result.image.save(output / "lake-own-server"))


if len(sys.argv) > 1:
    edit(sys.argv[1])
else:
    with background() as servers:
        edit(servers.xinference)
