"""Edit a picture with LiteLLM and print what it gives back: one JSON object.

The arguments of `image_edit` come as one JSON object on standard input; `image` and `mask` are
paths, `asynchronous` chooses the function, and `registered` puts in the models of pyvenice before.
"""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import ExitStack
from importlib import import_module
from typing import Any


def main() -> None:
    """Read, edit, print."""
    arguments = json.load(sys.stdin)
    asynchronous = arguments.pop("asynchronous")
    if arguments.pop("registered", False):
        import_module("pyvenice.integrations.litellm").register()
    with ExitStack() as files:

        def opened(path: str) -> Any:
            return files.enter_context(open(path, "rb"))  # noqa: PTH123

        arguments["image"] = [opened(path) for path in arguments["image"]]
        if "mask" in arguments:
            arguments["mask"] = opened(arguments["mask"])
        json.dump(_answer(arguments, asynchronous=asynchronous), sys.stdout)


def _answer(arguments: dict[str, Any], *, asynchronous: bool) -> dict[str, Any]:
    litellm = import_module("litellm")
    try:
        if asynchronous:
            answer = asyncio.run(litellm.aimage_edit(**arguments))
        else:
            answer = litellm.image_edit(**arguments)
    except (litellm.APIError, litellm.BadRequestError) as error:
        return {"status": error.status_code, "message": str(error)}
    whole: dict[str, Any] = answer.model_dump()
    return {**whole, "cost": answer._hidden_params.get("response_cost")}


if __name__ == "__main__":
    main()
