# Generated from specs/gemini/ by 'python -m codegen'. Do not edit.
"""Request bodies of Gemini, one class a media type."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import MISSING, Field

from pyvenice.core.images.part import ImagePart
from pyvenice.core.request.models import RequestModel, WholeNumber


class SafetySetting(RequestModel):
    category: (
        Literal[
            "HARM_CATEGORY_UNSPECIFIED",
            "HARM_CATEGORY_DEROGATORY",
            "HARM_CATEGORY_TOXICITY",
            "HARM_CATEGORY_VIOLENCE",
            "HARM_CATEGORY_SEXUAL",
            "HARM_CATEGORY_MEDICAL",
            "HARM_CATEGORY_DANGEROUS",
            "HARM_CATEGORY_HARASSMENT",
            "HARM_CATEGORY_HATE_SPEECH",
            "HARM_CATEGORY_SEXUALLY_EXPLICIT",
            "HARM_CATEGORY_DANGEROUS_CONTENT",
            "HARM_CATEGORY_CIVIC_INTEGRITY",
            "HARM_CATEGORY_JAILBREAK",
        ]
        | MISSING
    ) = MISSING
    threshold: (
        Literal[
            "HARM_BLOCK_THRESHOLD_UNSPECIFIED",
            "BLOCK_LOW_AND_ABOVE",
            "BLOCK_MEDIUM_AND_ABOVE",
            "BLOCK_ONLY_HIGH",
            "BLOCK_NONE",
            "OFF",
        ]
        | MISSING
    ) = MISSING


class EditImageRequest(RequestModel):
    contents_parts_inlineData: Annotated[
        ImagePart
        | str
        | Annotated[list[ImagePart | str], Field(min_length=1, max_length=14)]
        | MISSING,
        Field(alias="contents.parts.inlineData"),
    ] = MISSING
    contents_parts_text: Annotated[
        Annotated[str, Field(min_length=1)], Field(alias="contents.parts.text")
    ]
    after: Any | MISSING = MISSING
    generationConfig_imageConfig_aspectRatio: Annotated[
        str | MISSING, Field(alias="generationConfig.imageConfig.aspectRatio")
    ] = MISSING
    generationConfig_imageConfig_imageSize: Annotated[
        str | MISSING, Field(alias="generationConfig.imageConfig.imageSize")
    ] = MISSING
    generationConfig_responseModalities: Annotated[
        list[Literal["TEXT", "IMAGE"]] | MISSING, Field(alias="generationConfig.responseModalities")
    ] = MISSING
    generationConfig_seed: Annotated[
        WholeNumber | MISSING, Field(alias="generationConfig.seed")
    ] = MISSING
    generationConfig_temperature: Annotated[
        Annotated[float, Field(ge=0, le=2)] | MISSING, Field(alias="generationConfig.temperature")
    ] = MISSING
    safetySettings: list[SafetySetting] | MISSING = MISSING
