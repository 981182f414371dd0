"""Models of hosts: what the catalogue says of a model, made from the settings of its host."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pyvenice.catalogue.lookup import get
from pyvenice.catalogue.model import Call, Count, MaskSupport, Model, Parameter, Price, SizeControl
from pyvenice.catalogue.parameter_names import SHAPE
from pyvenice.errors import ArgumentError
from pyvenice.providers.hosts import Host

_TYPES: Mapping[str, Parameter] = {
    "seed": Parameter(type="integer"),
    "steps": Parameter(type="integer", min=1),
    "strength": Parameter(type="number", min=0, max=1),
    "guidance_scale": Parameter(type="number"),
}


def find_model(name: Model | str, hosts: Mapping[str, Host]) -> Model:
    """The model of this id: one of a host, `host/model`, or one of the catalogue.

    Raises `UnknownModelError` with the nearest ids.
    """
    if isinstance(name, str):
        prefix, _, rest = name.partition("/")
        if rest and (host := hosts.get(prefix)):
            return host_model(host, rest)
    return get(name)


def by_name(given: Sequence[Host] | None) -> dict[str, Host]:
    """The hosts by their names. Raises `ArgumentError` for others, and where two have the same one."""
    hosts = given or ()
    if not isinstance(hosts, list | tuple) or not all(isinstance(host, Host) for host in hosts):
        raise ArgumentError(
            f"hosts must be a list of Host, not {type(given).__name__}",
            argument="hosts",
            allowed="a list of Host",
        )
    known = {host.name: host for host in hosts}
    if len(known) < len(hosts):
        names = [host.name for host in hosts]
        twice = next(name for name in names if names.count(name) > 1)
        raise ArgumentError(
            f"two hosts are called {twice!r}", argument="hosts", value=twice, allowed="one each"
        )
    return known


def host_model(host: Host, name: str) -> Model:
    """A model that the host runs under this name, or a deployment of one."""
    images = Count(max=host.max_images)
    arguments = {name: name for name in (*host.parameters, *(["n"] if host.n_max != 1 else []))}
    edit = Call(
        method="image.edit",
        operations=("edit", "inpaint"),
        images=images,
        mask="mask" if host.mask else None,
        arguments=arguments,
    )
    generate = Call(
        method="image.generate",
        operations=("generate",),
        images=Count(min=0, max=0),
        image=(),
        arguments=arguments,
    )
    others = [name for name in host.parameters if name not in SHAPE]
    return Model(
        id=f"{host.name}/{name}",
        provider=host.name,
        name=name,
        operations=("edit", "inpaint", "generate"),
        calls=(edit, generate),
        images=images,
        mask=MaskSupport(polarity=host.mask) if host.mask else None,
        size=_size(host),
        parameters={
            "prompt": Parameter(),
            **{name: _TYPES.get(name, Parameter()) for name in others},
        },
        n_max=host.n_max,
        price=_price(host),
        listed=False,
        source=f"the settings of the host {host.name}",
    )


def _size(host: Host) -> SizeControl:
    if "size" in host.parameters:
        return SizeControl(kind="size", free=True, auto=True)
    return SizeControl()


def _price(host: Host) -> Price:
    if host.own_server:
        return Price(unit="own_server")
    if host.price is None:
        return Price()
    source = f"the settings of the host {host.name}"
    return Price(unit="image", amount=host.price, source=source, confidence="documented")
