# Generated from specs/xinference/ by 'python -m codegen'. Do not edit.
"""The arguments of the methods that call Xinference."""

from collections.abc import Mapping, Sequence
from typing import Any, Required

from pyvenice.core.images.inputs import ImageInput, MaskInput
from pyvenice.core.request.options import CallOptions


class EditImageParams(CallOptions, total=False):
    """Arguments of `image.edit`."""

    image: Required[ImageInput | Sequence[ImageInput]]
    """The image to edit; further ones are references. PNG/JPEG/WEBP/GIF/BMP/TIFF."""
    prompt: Required[str]
    """What to change, in words."""
    mask: MaskInput
    """Where to edit: white is repainted. Needs size. PNG/JPEG/WEBP/GIF/BMP/TIFF."""
    model: str | None
    """Uid of a running model; the first that can edit if left out."""
    n: int | None
    """How many pictures. At least 1. Default: 1."""
    response_format: str | None
    """b64_json, which is sent if left out; url is a path on the server's own disk. Default: url."""
    size: str | None
    """WIDTHxHEIGHT or WIDTH*HEIGHT in pixels. Default: original."""


class VaryImageParams(CallOptions, total=False):
    """Arguments of `image.variations`."""

    image: Required[ImageInput | Sequence[ImageInput]]
    """The image to vary. PNG/JPEG/WEBP/GIF/BMP/TIFF."""
    model: Required[str]
    """Uid of a running model."""
    kwargs: Mapping[str, Any] | str | None
    """Arguments for the pipeline itself, as a dict: seed, strength, num_inference_steps …"""
    n: int | None
    """How many pictures. At least 1. Default: 1."""
    negative_prompt: str | Sequence[str] | None
    """What to keep out of the picture, in words."""
    prompt: str | Sequence[str] | None
    """What to change, in words."""
    response_format: str | None
    """b64_json, which is sent if left out; url is a path on the server's own disk. Default: url."""
    size: str | None
    """WIDTHxHEIGHT or WIDTH*HEIGHT in pixels."""


class InpaintImageParams(CallOptions, total=False):
    """Arguments of `image.inpaint`."""

    image: Required[ImageInput]
    """The image to repaint in part. PNG/JPEG/WEBP/GIF/BMP/TIFF."""
    mask: Required[MaskInput]
    """Where to repaint: white. PNG/JPEG/WEBP/GIF/BMP/TIFF."""
    model: Required[str]
    """Uid of a running model."""
    kwargs: Mapping[str, Any] | str | None
    """Arguments for the pipeline itself, as a dict: seed, strength, num_inference_steps …"""
    n: int | None
    """How many pictures. At least 1. Default: 1."""
    negative_prompt: str | Sequence[str] | None
    """What to keep out of the picture, in words."""
    prompt: str | Sequence[str] | None
    """What to change, in words."""
    response_format: str | None
    """b64_json, which is sent if left out; url is a path on the server's own disk. Default: url."""
    size: str | None
    """WIDTHxHEIGHT or WIDTH*HEIGHT in pixels."""


class GenerateImageParams(CallOptions, total=False):
    """Arguments of `image.generate`."""

    prompt: Required[str | Sequence[str]]
    """What to draw, in words."""
    model: Required[str]
    """Uid of a running model."""
    n: int | None
    """How many pictures. At least 1. Default: 1."""
    size: str | None
    """WIDTHxHEIGHT or WIDTH*HEIGHT in pixels. Default: 1024*1024."""
    response_format: str | None
    """b64_json, which is sent if left out; url is a path on the server's own disk. Default: url."""
    kwargs: Mapping[str, Any] | str | None
    """Arguments for the pipeline itself, as a dict: seed, strength, num_inference_steps …"""
    user: str | None
    """Ignored by the server."""


class ListModelsParams(CallOptions, total=False):
    """Arguments of `models.list`."""
