# Generated from specs/huggingface/ by 'python -m codegen'. Do not edit.
"""Request bodies of HuggingFace, one class a media type."""

from __future__ import annotations

from typing import Annotated

from pydantic import MISSING, Field

from pyvenice.core.images.part import ImagePart
from pyvenice.core.request.models import RequestModel, WholeNumber


class ParametersTargetSize(RequestModel):
    width: Annotated[WholeNumber, Field(ge=1)]
    height: Annotated[WholeNumber, Field(ge=1)]


class EditImageRequest(RequestModel):
    inputs: ImagePart | str
    parameters_prompt: Annotated[str | MISSING, Field(alias="parameters.prompt")] = MISSING
    parameters_negative_prompt: Annotated[
        str | MISSING, Field(alias="parameters.negative_prompt")
    ] = MISSING
    parameters_guidance_scale: Annotated[
        float | MISSING, Field(alias="parameters.guidance_scale")
    ] = MISSING
    parameters_num_inference_steps: Annotated[
        Annotated[WholeNumber, Field(ge=1)] | MISSING, Field(alias="parameters.num_inference_steps")
    ] = MISSING
    parameters_target_size: Annotated[
        ParametersTargetSize | MISSING, Field(alias="parameters.target_size")
    ] = MISSING
