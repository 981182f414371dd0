"""Models of all providers: `pyvenice.models.list(mask=True)`, `get`, `show`.

Every price has a source and the day on which it was checked; one that is not known is unknown, never 0.
"""

from __future__ import annotations

import builtins
from collections.abc import Sequence

from pyvenice.catalogue.lookup import get
from pyvenice.catalogue.model import Model
from pyvenice.catalogue.needs import Needs, select

__all__ = ["Model", "get", "list"]


def list(  # noqa: A001, PLR0913  (`pyvenice.models.list`; each is a filter)
    *,
    operation: str | None = None,
    provider: str | None = None,
    tier: str | None = None,
    max_price: float | None = None,
    size: str | tuple[int, int] | None = None,
    mask: bool = False,
    n: int = 1,
    images: int = 1,
    parameters: Sequence[str] = (),
    capabilities: Sequence[str] = (),
    include_retired: bool = False,
) -> builtins.list[Model]:
    """The models that meet every filter, in the order of the catalogue.

    Args:
        operation: Such as `edit`, `inpaint`, `upscale`.
        provider: Such as `venice`.
        tier: `budget`, `mid`, `premium` or `variable`.
        max_price: US dollars for the request; a model whose price is not known is left out.
        size: The result has at least this size, as `1024x1024` or `(1024, 1024)`.
        mask: The model takes a mask.
        n: Images that one request makes.
        images: Input images that one request takes.
        parameters: Parameters that the model takes, such as `seed`.
        capabilities: Capabilities that the model has, such as `multi_image`.
        include_retired: Models that the provider has switched off too.

    Raises:
        ArgumentError: A filter that cannot be.
    """
    return select(
        Needs(
            operation=operation,
            provider=provider,
            tier=tier,
            max_price=max_price,
            size=size,
            mask=mask,
            n=n,
            images=images,
            parameters=tuple(parameters),
            capabilities=tuple(capabilities),
            include_retired=include_retired,
        )
    )
