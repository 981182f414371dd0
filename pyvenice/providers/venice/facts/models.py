"""`client.models`: the live list, what a model can do, and the model that a trait stands for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pyvenice.core.client.pinned_models import ModelRow
from pyvenice.core.extras import LazyModule
from pyvenice.errors import ArgumentError
from pyvenice.generated.venice.methods import AsyncModelsMethods, ModelsMethods

if TYPE_CHECKING:
    from pyvenice.generated.venice import responses
    from pyvenice.providers.venice.facts import capabilities as checks
else:
    responses = LazyModule("pyvenice.generated.venice.responses")
    checks = LazyModule("pyvenice.providers.venice.facts.capabilities")


class _Known:
    """What is known of the models: the pinned list, or the one that `refresh` fetched."""

    known: checks.KnownModels | None = None

    def get(self, model: str) -> ModelRow:
        """What is known of a model: `type`, `can`, `pricing`, `voices`, … Nothing is sent.

        Raises `UnknownModelError`, with the ids that may be meant.
        """
        known = self.known or checks.PINNED
        row, _ = known.find(model, "text")
        if row is None:
            raise checks.unknown_model(model, known)
        return row

    retrieve = get

    def capabilities(self, model: str) -> frozenset[str]:
        """What a text model can do, such as `supportsVision`. Raises `UnknownModelError`."""
        return frozenset(self.get(model).get("can", ()))

    def supports(self, model: str, capability: str) -> bool:
        """Whether a text model has a capability: `vision` or `supportsVision`, in any case.

        Raises `UnknownModelError`, and `ArgumentError` for a capability that no model has.
        """
        wanted = _short(capability)
        known = self.known or checks.PINNED
        names = sorted({name for row in known.rows.values() for name in row.get("can", ())})
        if wanted not in map(_short, names):
            raise ArgumentError(
                f"no model has a capability {capability!r}; there are {', '.join(names)}",
                argument="capability",
                value=capability,
                allowed=names,
            )
        return wanted in map(_short, self.capabilities(model))

    def voices(self, model: str | None = None) -> list[str]:
        """The voices of a model that speaks, or of all of them. Raises `UnknownModelError`."""
        known = self.known or checks.PINNED
        rows = known.rows.values() if model is None else [self.get(model)]
        return list(dict.fromkeys(voice for row in rows for voice in row.get("voices", ())))


class VeniceModels(_Known, ModelsMethods):
    """`client.models`: list, traits, compatibility_mapping, refresh, get, resolve, supports, voices."""

    def refresh(self) -> int:
        """Fetch the live list, by which calls are checked from then on; how many models it has."""
        self.known = checks.live_models(_entries(self.list(type="all")))
        return len(self.known.rows)

    def resolve(self, name: str, *, type: str = "text") -> str:  # noqa: A002  (the argument of `list`)
        """The id of a model: of itself, of a trait such as `default_code`, or of another provider's id.

        Raises `UnknownModelError` for a name that is none of these.
        """
        known = self.known or checks.PINNED
        if name in known.rows:
            return name
        options: Any = {"type": type}
        traits, stand_ins = self.traits(**options), self.compatibility_mapping(**options)
        return _find_id(name, traits, stand_ins, known)


class AsyncVeniceModels(_Known, AsyncModelsMethods):
    """`client.models`: list, traits, compatibility_mapping, refresh, get, resolve, supports, voices."""

    async def refresh(self) -> int:
        """Fetch the live list, by which calls are checked from then on; how many models it has."""
        self.known = checks.live_models(_entries(await self.list(type="all")))
        return len(self.known.rows)

    async def resolve(self, name: str, *, type: str = "text") -> str:  # noqa: A002  (the argument of `list`)
        """The id of a model: of itself, of a trait such as `default_code`, or of another provider's id.

        Raises `UnknownModelError` for a name that is none of these.
        """
        known = self.known or checks.PINNED
        if name in known.rows:
            return name
        options: Any = {"type": type}
        traits = await self.traits(**options)
        stand_ins = await self.compatibility_mapping(**options)
        return _find_id(name, traits, stand_ins, known)


def _short(capability: str) -> str:
    return capability.lower().replace("_", "").removeprefix("supports")


def _entries(listed: responses.ListModelsResponse) -> list[dict[str, Any]]:
    return [entry.model_dump(exclude_unset=True) for entry in listed.data]


def _find_id(name: str, traits: Any, stand_ins: Any, known: checks.KnownModels) -> str:
    by_name: Mapping[str, str] = {**_mapping(stand_ins), **_mapping(traits)}
    if name in by_name:
        return by_name[name]
    raise checks.unknown_model(name, known)


def _mapping(answer: Any) -> dict[str, str]:
    data = answer.data
    return dict(data) if isinstance(data, Mapping) else dict(data.model_dump())
