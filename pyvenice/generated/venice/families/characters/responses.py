# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""Responses of `characters` of Venice."""

from __future__ import annotations

from pyvenice.core.request.models import ResponseModel


class Stats(ResponseModel):
    averageRating: float
    imports: float
    ratingCount: float
    ratingSum: float
    userRating: float | None


class GetCharacterResponseData(ResponseModel):
    adult: bool
    author: str
    createdAt: str
    description: str | None
    featured: bool
    id: str
    name: str
    shareUrl: str | None
    photoUrl: str | None
    slug: str
    stats: Stats
    tags: list[str]
    updatedAt: str
    webEnabled: bool
    modelId: str


class GetCharacterResponse(ResponseModel):
    data: GetCharacterResponseData
    object: str


class ListCharactersResponse(ResponseModel):
    data: list[GetCharacterResponseData]
    object: str


class ListReviewsResponseData(ResponseModel):
    characterId: str
    createdAt: str
    id: str
    isOwner: bool
    locale: str | None
    message: str | None
    rating: int
    userAvatarUrl: str | None
    username: str


class Pagination(ResponseModel):
    page: int
    pageSize: int
    total: int
    totalPages: int


class Summary(ResponseModel):
    averageRating: float
    totalReviews: int


class ListReviewsResponse(ResponseModel):
    data: list[ListReviewsResponseData]
    object: str
    pagination: Pagination
    summary: Summary
