"""Editors: the one call with clients, keys, a budget, a ledger and defaults that are kept."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from threading import Lock
from typing import Any, Generic, Self, TypeAlias, Unpack

from pyvenice.catalogue.model import Model
from pyvenice.core.client.base import AsyncClient, SyncClient
from pyvenice.core.client.construction import check_listener
from pyvenice.core.client.signatures import without_frames
from pyvenice.core.engine.events import ClientEvent, OnEvent
from pyvenice.core.images.inputs import ImageInput
from pyvenice.core.public import publish
from pyvenice.core.recording.short_repr import short_repr
from pyvenice.editing.clients import ClientT, client_class
from pyvenice.editing.flow import Terms, one_call
from pyvenice.editing.hosts import by_name, find_model
from pyvenice.editing.options import EditOptions, check_names, check_text_keys
from pyvenice.editing.request import edit_request
from pyvenice.editing.result import PricedResult
from pyvenice.editing.steps import Steps, run, run_async
from pyvenice.editing.translation import Translation, translate
from pyvenice.errors import ArgumentError
from pyvenice.ledger.budget import Budget, Dollars
from pyvenice.ledger.ledger import Ledger
from pyvenice.ledger.money import micro_dollars
from pyvenice.providers.hosts import Host

__all__ = ["AsyncEditor", "Editor"]

Images: TypeAlias = ImageInput | Sequence[ImageInput]
_NOT_OF_A_MODEL = (
    "job_id",
    "max_cost",
    "allow_unknown_price",
    "save_to",
    "timeout",
    "tag",
)
_TO_THE_CLIENT = ("save_to", "timeout")


class _Editor(Generic[ClientT]):
    """What both editors have: settings, and everything of a call that needs no waiting."""

    _base: type[ClientT]

    def __init__(  # noqa: PLR0913  (all by name)
        self,
        *,
        model: str | None = None,
        sandbox: bool = False,
        api_keys: Mapping[str, str] | None = None,
        base_urls: Mapping[str, str] | None = None,
        hosts: Sequence[Host] = (),
        budget: Budget | None = None,
        max_cost: Dollars | None = None,
        max_cost_per_day: Dollars | None = None,
        ledger: Ledger | str | os.PathLike[str] | bool = True,
        concurrency: int = 4,
        timeout: float = 300.0,
        max_retries: int | None = None,
        on_event: OnEvent | None = None,
        tag: str = "",
        defaults: EditOptions | None = None,
    ) -> None:
        """Make an editor. No request is sent, and clients are made when they are first needed.

        Args:
            model: The model of calls that name none: `provider/name`.
            sandbox: Let a server in this process answer: no key and no network are needed.
            api_keys: Provider → API key. Without one, the provider's environment variable is read.
            base_urls: Provider → address of the API.
            hosts: Servers that speak a provider's API; their models are called `name/model`.
            budget: Limits that several editors may share; instead of the two limits below.
            max_cost: US dollars that all calls of this editor may cost.
            max_cost_per_day: US dollars that the calls of a day (UTC) may cost, those of other
                processes with the same ledger included.
            ledger: The usage ledger or its path; `True` is the user's own, `False` is none.
            concurrency: Requests of one call that are under way at the same time.
            timeout: Seconds for each request: its attempts, the pauses between them, and reading.
            max_retries: Limits the attempts of a request after the first one (2).
            on_event: Called with each event of a request, as a client's `on_event` is.
            tag: A word of your own for the usage ledger.
            defaults: Options of every call that does not give them itself.

        Raises `ArgumentError` for a value that cannot be used.
        """
        if not isinstance(concurrency, int) or isinstance(concurrency, bool) or concurrency < 1:
            raise ArgumentError(
                f"concurrency={short_repr(concurrency)} is not allowed: it must be at least 1",
                argument="concurrency",
                value=concurrency,
                allowed="1 or more",
            )
        known = {"api_keys": api_keys, "base_urls": base_urls, "defaults": defaults}
        for name, value in known.items():
            check_text_keys(name, value)
        check_names(defaults or {}, EditOptions, type(self).__name__)
        self.budget = _budget(budget, max_cost, max_cost_per_day)
        self.ledger = _ledger(ledger)
        self._owns_ledger = self.ledger is not ledger
        self._model = model
        self._sandbox = sandbox
        self._keys = dict(api_keys or {})
        self._urls = dict(base_urls or {})
        self._hosts = by_name(hosts)
        self._concurrency = concurrency
        self._timeout = timeout
        self._max_retries = max_retries
        self._listeners: list[OnEvent] = []
        if on_event is not None:
            self.listen(on_event)
        self._defaults: Mapping[str, Any] = {"tag": tag, **(defaults or {})}
        self._clients: dict[str, ClientT] = {}
        self._lock = Lock()

    def check(self, *models: str) -> None:
        """Raise what a call of these models would raise before it is sent.

        That is `UnknownModelError` for an unknown model, `MissingKeyError` for a provider without a
        key. So nothing is paid for at one provider when another one lacks its key.
        """
        for model in models:
            self.client_of(model)

    def client_of(self, model: str) -> ClientT:
        """The client that calls of this model use. Raises what `check` raises."""
        return self._client(self._find_model(model))

    def listen(self, on_event: OnEvent) -> None:
        """Send the events of all further calls to this function, too. Raises `ArgumentError`."""
        check_listener(on_event)
        self._listeners.append(on_event)

    def _notify(self, event: ClientEvent) -> None:
        for listener in self._listeners:
            listener(event)

    def __repr__(self) -> str:
        where = (
            "sandbox=True" if self._sandbox else f"clients of {', '.join(self._clients) or 'none'}"
        )
        return f"{type(self).__name__}({where}, budget={self.budget!r}, ledger={self.ledger!r})"

    def _start(
        self,
        operation: str,
        model: str | None,
        image: object,
        prompt: str | None,
        given: Mapping[str, Any],
    ) -> tuple[ClientT, Steps[PricedResult]]:
        """The client and the steps of a call. Raises before anything is sent or reserved."""
        check_names(given, EditOptions, operation)
        options = {**self._defaults, **given}
        wanted = {name: value for name, value in options.items() if name not in _NOT_OF_A_MODEL}
        request = edit_request(operation, image, prompt, wanted)
        translation = translate(self._find_model(model), request)
        client = self._client(translation.model)
        if options.get("job_id") is not None:
            translation = _resumed(translation, client, options["job_id"])
        sent = {name: options[name] for name in _TO_THE_CLIENT if options.get(name) is not None}
        return client, one_call(translation, sent, self._terms(options))

    def _terms(self, options: Mapping[str, Any]) -> Terms:
        most = options.get("max_cost")
        return Terms(
            budget=self.budget,
            ledger=self.ledger,
            sandbox=self._sandbox,
            tag=options["tag"],
            max_cost=None if most is None else micro_dollars(most, argument="max_cost"),
            allow_unknown_price=bool(options.get("allow_unknown_price", False)),
        )

    def _find_model(self, model: str | None) -> Model:
        is_given = not (model is None or (isinstance(model, str) and not model))
        wanted = model if is_given else self._model
        if wanted is None:
            raise ArgumentError(
                "no model: pass model='provider/name', or give the editor one", argument="model"
            )
        return find_model(wanted, self._hosts)

    def _client(self, model: Model) -> ClientT:
        """The client of the model's provider or host. Raises `MissingKeyError` without its key."""
        name = model.provider
        with self._lock:
            if name not in self._clients:
                self._clients[name] = client_class(name, self._hosts.get(name), self._base)(
                    self._keys.get(name),
                    base_url=self._urls.get(name),
                    timeout=self._timeout,
                    max_retries=self._max_retries,
                    on_event=self._notify,
                    sandbox=self._sandbox,
                )
            return self._clients[name]

    def _close_ledger(self) -> None:
        if self.ledger is not None and self._owns_ledger:
            self.ledger.close()


class Editor(_Editor[SyncClient]):
    """The one call for scripts and threads: any model of any provider. Close it when done.

    with pyvenice.Editor(sandbox=True) as editor:
        editor.edit("p.png", "make it sepia", model="venice/qwen-image-3-edit").save("out.png")
    """

    _base = SyncClient

    def edit(
        self,
        image: Images,
        prompt: str | None = None,
        *,
        model: str | None = None,
        **options: Unpack[EditOptions],
    ) -> PricedResult:
        """Edit one image, or several together, as the prompt says.

        Raises `UnknownModelError`, `UnsupportedParameterError`, `BudgetExceededError` or another
        error before anything is sent, and what the provider's client raises.
        """
        return self._carry_out("edit", model, image, prompt, options)

    def generate(
        self, prompt: str, *, model: str | None = None, **options: Unpack[EditOptions]
    ) -> PricedResult:
        """Make an image of nothing but the prompt. Raises what `edit` raises."""
        return self._carry_out("generate", model, None, prompt, options)

    def upscale(
        self, image: Images, *, model: str | None = None, **options: Unpack[EditOptions]
    ) -> PricedResult:
        """Enlarge an image. Raises what `edit` raises."""
        return self._carry_out("upscale", model, image, None, options)

    def remove_background(
        self, image: Images, *, model: str | None = None, **options: Unpack[EditOptions]
    ) -> PricedResult:
        """Cut out what an image shows. Raises what `edit` raises."""
        return self._carry_out("remove_background", model, image, None, options)

    def close(self) -> None:
        """Close all connections, and the ledger unless it was passed in."""
        for client in self._clients.values():
            client.close()
        self._close_ledger()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _carry_out(
        self,
        operation: str,
        model: str | None,
        image: object,
        prompt: str | None,
        options: Mapping[str, Any],
    ) -> PricedResult:
        try:
            client, steps = self._start(operation, model, image, prompt, options)
            return run(steps, client, self._concurrency)
        except ArgumentError as error:
            raise without_frames(error) from error.__cause__


class AsyncEditor(_Editor[AsyncClient]):
    """The one call for one event loop: any model of any provider. Close it with `aclose` when done."""

    _base = AsyncClient

    async def edit(
        self,
        image: Images,
        prompt: str | None = None,
        *,
        model: str | None = None,
        **options: Unpack[EditOptions],
    ) -> PricedResult:
        """Edit one image, or several together, as the prompt says.

        Raises `UnknownModelError`, `UnsupportedParameterError`, `BudgetExceededError` or another
        error before anything is sent, and what the provider's client raises.
        """
        return await self._carry_out("edit", model, image, prompt, options)

    async def generate(
        self, prompt: str, *, model: str | None = None, **options: Unpack[EditOptions]
    ) -> PricedResult:
        """Make an image of nothing but the prompt. Raises what `edit` raises."""
        return await self._carry_out("generate", model, None, prompt, options)

    async def upscale(
        self, image: Images, *, model: str | None = None, **options: Unpack[EditOptions]
    ) -> PricedResult:
        """Enlarge an image. Raises what `edit` raises."""
        return await self._carry_out("upscale", model, image, None, options)

    async def remove_background(
        self, image: Images, *, model: str | None = None, **options: Unpack[EditOptions]
    ) -> PricedResult:
        """Cut out what an image shows. Raises what `edit` raises."""
        return await self._carry_out("remove_background", model, image, None, options)

    async def aclose(self) -> None:
        """Close all connections, and the ledger unless it was passed in."""
        for client in self._clients.values():
            await client.aclose()
        self._close_ledger()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def _carry_out(
        self,
        operation: str,
        model: str | None,
        image: object,
        prompt: str | None,
        options: Mapping[str, Any],
    ) -> PricedResult:
        try:
            client, steps = self._start(operation, model, image, prompt, options)
            return await run_async(steps, client, self._concurrency)
        except ArgumentError as error:
            raise without_frames(error) from error.__cause__


def _resumed(translation: Translation, client: object, job_id: str) -> Translation:
    """The same call, which asks for the result of its job instead of submitting it."""
    if not hasattr(getattr(client, "image", None), "resume"):
        raise ArgumentError(
            f"{translation.model.provider} has no jobs that could be asked for again",
            argument="job_id",
            value=job_id,
        )
    if len(translation.arguments) > 1:
        raise ArgumentError(
            f"the call was {len(translation.arguments)} jobs: resume each of them with its client",
            argument="job_id",
            value=job_id,
        )
    return replace(translation, method="image.resume", arguments=({"job_id": job_id},))


def _budget(
    budget: Budget | None, max_cost: Dollars | None, max_cost_per_day: Dollars | None
) -> Budget:
    if budget is None:
        total = None if max_cost is None else micro_dollars(max_cost, argument="max_cost")
        daily = None
        if max_cost_per_day is not None:
            daily = micro_dollars(max_cost_per_day, argument="max_cost_per_day")
        made = Budget()
        made.total, made.per_day = total, daily
        return made
    if max_cost is not None or max_cost_per_day is not None:
        raise ArgumentError(
            "budget= has limits of its own: give either it, or max_cost= and max_cost_per_day=",
            argument="budget",
        )
    return budget


def _ledger(given: Ledger | str | os.PathLike[str] | bool) -> Ledger | None:
    if isinstance(given, Ledger):
        return given
    if isinstance(given, bool):
        return Ledger() if given else None
    return Ledger(given)


publish(__name__)
