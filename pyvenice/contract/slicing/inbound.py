"""Webhooks and callbacks: requests that the provider sends, read as operations whose directions swap.

What the provider sends is to a client what a response is, and what it wants back is what a request is. So
its request body stands under `responses` while it is compared, and the pointers of findings are turned
back afterwards.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from pyvenice.contract.document.pointer import escape

Json = Any
Node = dict[str, Json]

_WEBHOOKS = "webhooks/"
_CALLBACK = "callback"
_STATUS = "200"
_NO_BRACES = str.maketrans("{}\n", "\ue000\ue001 ")
_BRACES = str.maketrans("\ue000\ue001", "{}")


def is_webhook(path: str) -> bool:
    """Whether what stands in the place of a path names a webhook."""
    return path.startswith(_WEBHOOKS)


def webhook_path(name: str) -> str:
    """What stands in the place of a path for a webhook: its operation is `POST webhooks/done`."""
    return _WEBHOOKS + name


def webhook_name(path: str) -> str:
    """The name of the webhook that a path stands for."""
    return path.removeprefix(_WEBHOOKS)


def callback_path(owner: str, name: str, expression: str) -> str:
    """What stands in the place of a path for a callback of the operation `owner`.

    Braces would read as parameters of the path, and an address is none.
    """
    return "\n".join((_CALLBACK, owner, name, expression.translate(_NO_BRACES)))


class Callback(NamedTuple):
    """The parts of an operation name that was made by `callback_path`."""

    owner: str
    name: str
    expression: str
    method: str

    @property
    def pointer(self) -> str:
        """Where it stands below its owner."""
        return f"/callbacks/{escape(self.name)}/{escape(self.expression)}/{self.method}"


def callback_of(operation: str) -> Callback | None:
    """The callback that an operation name stands for; None for any other operation."""
    method, _, path = operation.partition(" ")
    kind, *parts = path.split("\n")
    if kind != _CALLBACK:
        return None
    owner, name, expression = parts
    return Callback(owner, name, expression.translate(_BRACES), method.lower())


def invert(operation: Node) -> Node:
    """A request that the provider sends, as the response that it is to us."""
    body = operation.get("requestBody") or {}
    inverted: Node = {key: operation[key] for key in ("security", "deprecated") if key in operation}
    received: Node = {"description": "", "content": body.get("content", {})}
    received["headers"] = {
        _name_as_header(parameter): parameter for parameter in operation.get("parameters", ())
    }
    inverted["responses"] = {_STATUS: received}
    wanted = next(_successes(operation.get("responses", {})), None)
    if wanted and wanted.get("content"):
        inverted["requestBody"] = {"content": wanted["content"]}
    return inverted


def _name_as_header(parameter: Node) -> str:
    name, place = parameter["name"], parameter["in"]
    return str(name) if place == "header" else f"{place} {name}"


def _successes(responses: Node) -> Iterator[Node]:
    for status, response in responses.items():
        if status.upper() == "DEFAULT" or status.startswith("2"):
            yield response


def pointer_in_document(operation: str, pointer: str) -> str:
    """Where a pointer below an operation leads in the document, where webhooks are not inverted."""
    if callback := callback_of(operation):
        return callback.pointer + _before_inversion(pointer)
    return _before_inversion(pointer) if is_webhook(operation.partition(" ")[2]) else pointer


def _before_inversion(pointer: str) -> str:
    body = re.sub(rf"^/responses/{_STATUS}(?!/headers)", "/requestBody", pointer)
    if body != pointer:
        return body
    wanted = re.sub(r"^/requestBody", "/responses/2XX", pointer)
    return re.sub(rf"^/responses/{_STATUS}/headers", "/parameters/header", wanted)
