"""Models made up for tests, so that a changed price or limit of a real one breaks nothing."""

from __future__ import annotations

from typing import Any

from pyvenice.catalogue.model import (
    Call,
    Count,
    MaskSupport,
    Model,
    Parameter,
    Price,
    PriceVariant,
    SizeControl,
)


def make_price(amount: float | None = None, **facts: Any) -> Price:
    """A price for one image that was checked today; unknown without an amount."""
    if amount is None and not facts:
        return Price()
    from pyvenice.core.request.unlisted import today

    checked = {"source": "a test", "checked_on": today().isoformat(), "confidence": "verified"}
    return Price(**{"unit": "image", "amount": amount, **checked, **facts})


def make_model(name: str = "one", **facts: Any) -> Model:
    """A model of the provider `acme` that edits one image."""
    arguments = {key: key for key in facts.get("parameters", {})}
    shape = {"n": "n", "size": "size", "aspect_ratio": "aspect_ratio", "resolution": "resolution"}
    mask = "mask" if "mask" in facts else None
    images = facts.get("images", Count(max=1))
    call = Call(
        method="image.edit",
        operations=("edit",),
        images=images,
        mask=mask,
        arguments=arguments | shape,
    )
    defaults: dict[str, Any] = {
        "id": f"acme/{name}",
        "provider": "acme",
        "name": name,
        "operations": ("edit",),
        "calls": (call,),
        "n_max": 1,
        "price": make_price(0.04),
        "confidence": "verified",
    }
    return Model(**(defaults | facts))


WHITE = MaskSupport(polarity="white")
RATIOS = SizeControl(kind="aspect_ratio", ratios=("1:1", "16:9", "9:16", "3:2"), auto=True)
TIERS = SizeControl(
    kind="aspect_ratio+resolution",
    ratios=("1:1", "16:9"),
    resolutions=("1K", "2K", "4K"),
    default_resolution="1K",
)
QUALITY = Parameter(enum=("low", "medium", "high"), default="high")
BY_QUALITY = make_price(
    variants=(
        PriceVariant(amount=0.01, when={"quality": "low"}),
        PriceVariant(amount=0.05, when={"quality": "medium"}),
        PriceVariant(amount=0.2, when={"quality": "high"}),
    )
)
