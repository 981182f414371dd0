"""Clients of hosts that are compatible with OpenAI: the same operations with the host's quirks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from pyvenice.core.client.base import AsyncClient, SyncClient
from pyvenice.core.client.flows import Arguments, request_pictures
from pyvenice.core.client.signatures import cached_property
from pyvenice.core.engine.calls import Flow
from pyvenice.core.request.operation_table import Operation, Parameter, Provider
from pyvenice.core.request.options import CallOptions
from pyvenice.core.response.result import EditResult
from pyvenice.errors import MissingKeyError
from pyvenice.generated.openai import operations as table
from pyvenice.generated.openai.parameters import EditImageParams, GenerateImageParams
from pyvenice.providers.openai.client import (
    AsyncOpenAIClient,
    AsyncOpenAIImages,
    OpenAIClient,
    OpenAIImages,
)
from pyvenice.providers.openai.rules import RULES

if TYPE_CHECKING:
    from pyvenice.providers.hosts import Host

ClientT = TypeVar("ClientT", SyncClient, AsyncClient)
_BEARER = "authorization"


def host_client(host: Host, base: type[ClientT]) -> type[ClientT]:
    """The client class of a host, sync or async as `base` is."""
    made = HostClient if issubclass(base, SyncClient) else AsyncHostClient
    facts = {"host": host, "provider": _provider(host), "__doc__": f"The host {host.name}."}
    return cast("type[ClientT]", type(made.__name__, (made,), facts))


class HostFlows:
    """The flows of a host: the operations of OpenAI, changed as the host needs them."""

    def __init__(self, host: Host, *, is_sandboxed: bool) -> None:
        # In the place of the host the sandbox answers as OpenAI does, always in base64.
        self._host = replace(host, response_format=None) if is_sandboxed else host
        self._edit = _operation(table.IMAGE_EDIT, host, host.edit_path)
        self._generate = _operation(table.IMAGE_GENERATE, host, host.generate_path)

    def edit(self, arguments: Arguments) -> Flow[EditResult]:
        return request_pictures(self._edit, self._with_defaults(self._edit, arguments), RULES)

    def generate(self, arguments: Arguments) -> Flow[EditResult]:
        return request_pictures(
            self._generate, self._with_defaults(self._generate, arguments), RULES
        )

    def _with_defaults(self, operation: Operation, arguments: Arguments) -> dict[str, Any]:
        """The arguments, with what the host wants; those that OpenAI lacks go into the body as they are."""
        host = self._host
        known = operation.by_name.keys() | CallOptions.__annotations__.keys()
        own = {name: value for name, value in arguments.items() if name not in known}
        given: dict[str, Any] = {"unknown_values": "warn"}
        given |= {name: value for name, value in arguments.items() if name in known}
        given |= {_query_argument(name): value for name, value in host.query.items()}
        if host.response_format is not None:
            given.setdefault("response_format", host.response_format)
        if own:
            given["extra_body"] = {**own, **given.get("extra_body", {})}
        return given


class HostImages(OpenAIImages):
    """`client.image` of a host."""

    def __init__(self, client: HostClient) -> None:
        super().__init__(client)
        self._flows = HostFlows(client.host, is_sandboxed=client._settings.is_sandboxed)

    def _edit(self, arguments: EditImageParams) -> EditResult:
        return self._client._run(self._flows.edit(arguments))

    def _generate(self, arguments: GenerateImageParams) -> EditResult:
        return self._client._run(self._flows.generate(arguments))


class AsyncHostImages(AsyncOpenAIImages):
    """`client.image` of a host."""

    def __init__(self, client: AsyncHostClient) -> None:
        super().__init__(client)
        self._flows = HostFlows(client.host, is_sandboxed=client._settings.is_sandboxed)

    async def _edit(self, arguments: EditImageParams) -> EditResult:
        return await self._client._run(self._flows.edit(arguments))

    async def _generate(self, arguments: GenerateImageParams) -> EditResult:
        return await self._client._run(self._flows.generate(arguments))


class HostClient(OpenAIClient):
    """A host that is compatible with OpenAI. Made by `host_client`."""

    host: ClassVar[Host]

    def __init__(self, api_key: str | None = None, **settings: Any) -> None:
        super().__init__(**_settings(self.host, api_key, settings))

    @cached_property
    def image(self) -> HostImages:
        """Calls that make or change pictures."""
        return HostImages(self)


class AsyncHostClient(AsyncOpenAIClient):
    """A host that is compatible with OpenAI, async. Made by `host_client`."""

    host: ClassVar[Host]

    def __init__(self, api_key: str | None = None, **settings: Any) -> None:
        super().__init__(**_settings(self.host, api_key, settings))

    @cached_property
    def image(self) -> AsyncHostImages:
        """Calls that make or change pictures."""
        return AsyncHostImages(self)


def _provider(host: Host) -> Provider:
    return table.PROVIDER._replace(
        title=host.name,
        base_url=host.base_url,
        base_url_env=None,
        api_key_env="",  # read by `_settings`: not every host takes it as a bearer
        key_required=False,
    )


def _settings(host: Host, api_key: str | None, settings: dict[str, Any]) -> dict[str, Any]:
    """The arguments of the client, with the key where the host wants it.

    Raises `MissingKeyError` where the host names a variable for its key, and it is not set.
    """
    if settings.get("sandbox"):
        return {**settings, "api_key": api_key}
    environment = os.environ.get(host.key_env, "").strip() if host.key_env else ""
    key = api_key or host.api_key or environment or None
    if key is None and host.key_env:
        raise MissingKeyError(host.name, host.key_env)
    headers = {**host.headers, **(settings.get("default_headers") or {})}
    if key is not None and host.key_header.lower() != _BEARER:
        headers[host.key_header], key = key, None
    return {
        **settings,
        "api_key": key,
        "base_url": settings.get("base_url") or host.base_url,
        "default_headers": headers,
    }


def _operation(operation: Operation, host: Host, path: str) -> Operation:
    """The operation of OpenAI as the host has it."""
    takes_form = operation.form_model is not None and host.body != "json"
    takes_json = operation.json_model is not None and host.body != "multipart"
    is_json_only = operation.form_model is None
    return operation._replace(
        path=path,
        model_rules=(),
        conflicts=(),
        form_model=operation.form_model if takes_form else None,
        json_model=operation.json_model if takes_json or is_json_only else None,
        parameters=(*_parameters(operation, host), *_query_parameters(host)),
    )


def _parameters(operation: Operation, host: Host) -> Iterator[Parameter]:
    for parameter in operation.parameters:
        rule = parameter.image
        if parameter.name == "model":
            yield parameter._replace(lifecycles=(), default=None)
        elif parameter.name == "response_format":
            yield parameter._replace(json="response_format")
        elif rule is not None and rule.many:
            changed = rule._replace(repeated_as=host.several_as, max_count=host.max_images)
            yield parameter._replace(image=changed)
        elif rule is not None and rule.mask:
            yield parameter._replace(image=rule._replace(mask=host.mask or rule.mask))
        else:
            yield parameter


def _query_parameters(host: Host) -> Iterator[Parameter]:
    for name in host.query:
        yield Parameter(_query_argument(name), query=name)


def _query_argument(name: str) -> str:
    return f"?{name}"
