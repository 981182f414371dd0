# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""Request bodies of `video` of Venice."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import MISSING, Field

from pyvenice.core.request.literals import ONLY_FLAGS, ONLY_NUMBERS
from pyvenice.core.request.models import RequestModel, WholeNumber


class CompleteVideoRequest(RequestModel):
    model: str
    queue_id: str


class Seedance(RequestModel, extra="allow"):
    confirmed_terms_and_privacy: Annotated[Literal[True], ONLY_FLAGS]
    confirmed_legal_right: Annotated[Literal[True], ONLY_FLAGS]
    confirmed_screening_acknowledged: Annotated[Literal[True], ONLY_FLAGS]


class Consents(RequestModel, extra="allow"):
    seedance: Seedance | MISSING = MISSING


class Element(RequestModel, extra="allow"):
    frontal_image_url: str | MISSING = MISSING
    reference_image_urls: Annotated[list[str], Field(max_length=3)] | MISSING = MISSING
    video_url: str | MISSING = MISSING


class Keyframe(RequestModel, extra="allow"):
    image_url: str
    frame_index: Annotated[WholeNumber, Field(ge=0)]


class QueueVideoRequest(RequestModel):
    model: str
    consents: Consents | MISSING = MISSING
    prompt: Annotated[str, Field(min_length=1, max_length=20000)]
    negative_prompt: Annotated[str, Field(max_length=20000)] | MISSING = MISSING
    duration: Literal[
        "1s",
        "2s",
        "3s",
        "4s",
        "5s",
        "6s",
        "7s",
        "8s",
        "9s",
        "10s",
        "11s",
        "12s",
        "13s",
        "14s",
        "15s",
        "16s",
        "17s",
        "18s",
        "19s",
        "20s",
        "21s",
        "22s",
        "23s",
        "24s",
        "25s",
        "26s",
        "27s",
        "28s",
        "29s",
        "30s",
        "-1",
        "1 gen",
        "auto",
        "Auto",
    ]
    aspect_ratio: (
        Literal[
            "1:1",
            "2:3",
            "3:2",
            "3:4",
            "4:3",
            "4:5",
            "5:4",
            "9:16",
            "9:21",
            "16:9",
            "21:9",
            "adaptive",
            "auto",
        ]
        | MISSING
    ) = MISSING
    omni_reference_task_type: Literal["auto", "reference", "edit", "extend"] | MISSING = MISSING
    resolution: (
        Literal[
            "256p",
            "360p",
            "480p",
            "540p",
            "580p",
            "720p",
            "1080p",
            "1440p",
            "2160p",
            "4k",
            "2x",
            "4x",
            "2K",
            "768P",
            "true_1080p",
        ]
        | MISSING
    ) = MISSING
    upscale_factor: Annotated[Literal[1, 2, 4], ONLY_NUMBERS] | MISSING = MISSING
    audio: bool | MISSING = MISSING
    image_url: str | MISSING = MISSING
    end_image_url: str | MISSING = MISSING
    audio_url: str | MISSING = MISSING
    video_url: str | MISSING = MISSING
    reference_image_urls: Annotated[list[str], Field(max_length=30)] | MISSING = MISSING
    reference_video_urls: Annotated[list[str], Field(max_length=10)] | MISSING = MISSING
    reference_audio_urls: Annotated[list[str], Field(max_length=10)] | MISSING = MISSING
    reference_document_urls: Annotated[list[str], Field(max_length=1)] | MISSING = MISSING
    elements: Annotated[list[Element], Field(max_length=4)] | MISSING = MISSING
    scene_image_urls: Annotated[list[str], Field(max_length=4)] | MISSING = MISSING
    keyframes: Annotated[list[Keyframe], Field(max_length=10)] | MISSING = MISSING


class QuoteVideoRequest(RequestModel):
    model: str
    duration: Literal[
        "1s",
        "2s",
        "3s",
        "4s",
        "5s",
        "6s",
        "7s",
        "8s",
        "9s",
        "10s",
        "11s",
        "12s",
        "13s",
        "14s",
        "15s",
        "16s",
        "17s",
        "18s",
        "19s",
        "20s",
        "21s",
        "22s",
        "23s",
        "24s",
        "25s",
        "26s",
        "27s",
        "28s",
        "29s",
        "30s",
        "-1",
        "1 gen",
        "auto",
        "Auto",
    ]
    aspect_ratio: (
        Literal[
            "1:1",
            "2:3",
            "3:2",
            "3:4",
            "4:3",
            "4:5",
            "5:4",
            "9:16",
            "9:21",
            "16:9",
            "21:9",
            "adaptive",
            "auto",
        ]
        | MISSING
    ) = MISSING
    resolution: (
        Literal[
            "256p",
            "360p",
            "480p",
            "540p",
            "580p",
            "720p",
            "1080p",
            "1440p",
            "2160p",
            "4k",
            "2x",
            "4x",
            "2K",
            "768P",
            "true_1080p",
        ]
        | MISSING
    ) = MISSING
    upscale_factor: Annotated[Literal[1, 2, 4], ONLY_NUMBERS] | MISSING = MISSING
    audio: bool | MISSING = MISSING
    video_url: str | MISSING = MISSING
    reference_video_total_duration: Annotated[float, Field(ge=0)] | MISSING = MISSING


class RetrieveVideoRequest(RequestModel):
    model: str
    queue_id: str
    delete_media_on_completion: bool | MISSING = MISSING


class TranscribeVideoRequest(RequestModel):
    url: str
    response_format: Literal["json", "text"] | MISSING = MISSING
