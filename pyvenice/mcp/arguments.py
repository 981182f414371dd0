"""Arguments of the tools, with the descriptions that an agent reads."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from pyvenice.catalogue.model import Operation
from pyvenice.generated import PROVIDERS

Preview = Literal["none", "small", "full"]

Images: TypeAlias = Annotated[
    str | list[str],
    Field(
        description="Image to edit, or several: a path, an https URL, a data URI, or the address of"
        " an earlier result (pyvenice://results/…)."
    ),
]
EditPrompt: TypeAlias = Annotated[str, Field(description="What should change in the image.")]
ImagePrompt: TypeAlias = Annotated[str, Field(description="What the image should show.")]
Model: TypeAlias = Annotated[
    str, Field(description="Id of the model, provider/name, from list_models or recommend.")
]
Mask: TypeAlias = Annotated[
    str | None,
    Field(description="Image of the same size that marks the part to edit; named as image is."),
]
MaskMeans: TypeAlias = Annotated[
    Literal["transparent", "white", "black"] | None,
    Field(description="Pixels of the mask that mark the part to edit. Default: transparent ones."),
]
Count: TypeAlias = Annotated[int, Field(description="Number of images.")]
Size: TypeAlias = Annotated[
    str | None,
    Field(description="Size of the result in pixels, such as 1024x768. Default: the model's."),
]
OutputFormat: TypeAlias = Annotated[
    Literal["png", "jpeg", "webp"] | None,
    Field(description="Format of the result. Default: the model's."),
]
PreviewSize: TypeAlias = Annotated[
    Preview, Field(description="Size of the image in the answer; the whole one is in a file.")
]
Again: TypeAlias = Annotated[
    str | None,
    Field(description="A new word here buys another result for the same arguments."),
]
CallKey: TypeAlias = Annotated[
    str | None,
    Field(description="Your own name for this call: the same name gives the same result."),
]
OperationName: TypeAlias = Annotated[
    Operation, Field(description="What the model must be able to do.")
]
Provider: TypeAlias = Annotated[str, Field(description=f"One of {', '.join(PROVIDERS)}.")]
OnlyProvider: TypeAlias = Annotated[
    str | None, Field(description=f"Only models of this provider: {', '.join(PROVIDERS)}.")
]
NeedsMask: TypeAlias = Annotated[bool, Field(description="Only models that take a mask.")]
MaxPrice: TypeAlias = Annotated[
    float | None, Field(description="Highest price of a request in US dollars.")
]
ImageCount: TypeAlias = Annotated[
    int | None, Field(description="Number of input images that a request takes.")
]
LeastSize: TypeAlias = Annotated[
    str | None, Field(description="Smallest size of the result, such as 1024x768.")
]
Models: TypeAlias = Annotated[list[str], Field(description="Ids of two models or more.")]
