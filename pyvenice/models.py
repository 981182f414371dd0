"""Models of all providers: `pyvenice.models.list(mask=True)`, `get`, `show`, `compare`, `recommend`.

Every price has a source and the day on which it was checked; one that is not known is unknown, never 0.
"""

from __future__ import annotations

import builtins
from collections.abc import Mapping, Sequence

from pyvenice.catalogue.choice import recommendation
from pyvenice.catalogue.choice.needs import Needs, select
from pyvenice.catalogue.choice.recommendation import Disqualified, Pick, Recommendation
from pyvenice.catalogue.comparison import Comparison, ModelList, compare
from pyvenice.catalogue.comparison import describe as show
from pyvenice.catalogue.lookup import get
from pyvenice.catalogue.model import Model

__all__ = [
    "Comparison",
    "Disqualified",
    "Model",
    "Pick",
    "Recommendation",
    "compare",
    "get",
    "list",
    "recommend",
    "show",
]


def list(  # noqa: A001, PLR0913  (`pyvenice.models.list`; each is a filter)
    *,
    operation: str | None = None,
    provider: str | None = None,
    tier: str | None = None,
    max_price: float | None = None,
    size: str | tuple[int, int] | None = None,
    mask: bool | None = None,
    n: int = 1,
    images: int | None = None,
    parameters: Sequence[str] = (),
    capabilities: Sequence[str] = (),
    include_retired: bool = False,
) -> builtins.list[Model]:
    """The models that meet every filter, in the order of the catalogue. A notebook shows them as a table.

    Args:
        operation: Such as `edit`, `inpaint`, `upscale`.
        provider: Such as `venice`.
        tier: `budget`, `mid`, `premium` or `variable`.
        max_price: US dollars for the request; a model whose price is not known is left out.
        size: The result has at least this size, as `1024x1024` or `(1024, 1024)`.
        mask: `True`: the model takes a mask; `False`: it works without one.
        n: Images that one request makes.
        images: Input images that one request takes.
        parameters: Parameters that the model takes, such as `seed`.
        capabilities: Capabilities that the model has, such as `multi_image`.
        include_retired: Models that the provider has switched off too.

    Raises:
        ArgumentError: A filter that cannot be.
    """
    return ModelList(
        select(
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
    )


def recommend(  # noqa: PLR0913  (each is a need)
    operation: str = "edit",
    *,
    provider: str | None = None,
    tier: str | None = None,
    max_price: float | None = None,
    size: str | tuple[int, int] | None = None,
    mask: bool = False,
    n: int = 1,
    images: int | None = None,
    parameters: Sequence[str] = (),
    capabilities: Sequence[str] = (),
    own_server: bool = False,
    weights: Mapping[str, float] | None = None,
    limit: int = 3,
) -> Recommendation:
    """The best models for some needs, each with its reason, and why every other one is out.

    The needs are filters, as in `list`. What meets them is scored from 0 to 1 in each term over all
    candidates, and by the mean of the terms. A price that is not known counts as the highest.

    Args:
        operation: Such as `edit`, `inpaint`, `upscale`.
        provider: Such as `venice`.
        tier: `budget`, `mid`, `premium` or `variable`.
        max_price: US dollars for the request; a model whose price is not known is out.
        size: The result has at least this size, as `1024x1024` or `(1024, 1024)`.
        mask: The model takes a mask; otherwise it works without one.
        n: Images that one request makes.
        images: Input images that one request takes; one if left out, none for `generate`.
        parameters: Parameters that the model takes, such as `seed`.
        capabilities: Capabilities that the model has, such as `multi_image`.
        own_server: Models that run on a server of your own are candidates too.
        weights: Of the terms `price`, `resolution`, `tier` and `evidence`, from 0; the price alone if
            left out.
        limit: How many models are picked, from 1.

    Raises:
        ArgumentError: A need, a weight or a limit that cannot be.
    """
    return recommendation.recommend(
        Needs(
            operation=operation,
            provider=provider,
            tier=tier,
            max_price=max_price,
            size=size,
            mask=mask,
            n=n,
            images=images or (None if operation == "generate" else 1),
            parameters=tuple(parameters),
            capabilities=tuple(capabilities),
            own_server=own_server,
        ),
        weights,
        limit,
    )
