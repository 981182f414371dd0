# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""The operations of Venice that this package calls."""

from pyvenice.core.request.operation_table import Operation, Parameter, Scalar

CHARACTERS_LIST = Operation(
    provider="venice",
    name="characters.list",
    method="GET",
    path="/characters",
    result_model="ListCharactersResponse",
    answers=("application/json",),
    pinned="2026-11-21",
    family="characters",
    parameters=(
        Parameter("categories", query="categories"),
        Parameter("is_adult", query="isAdult", scalar=Scalar("flag")),
        Parameter("is_pro", query="isPro", scalar=Scalar("flag")),
        Parameter("is_web_enabled", query="isWebEnabled", scalar=Scalar("flag")),
        Parameter("limit", query="limit"),
        Parameter("model_id", query="modelId"),
        Parameter("offset", query="offset", nullable=True, scalar=Scalar("whole", least=0)),
        Parameter("search", query="search", scalar=Scalar("text", most=200)),
        Parameter(
            "sort_by",
            query="sortBy",
            scalar=Scalar(
                "text",
                values=(
                    "featured",
                    "highestRating",
                    "highlyRated",
                    "highlyRatedAndRecent",
                    "imports",
                    "mostRecent",
                    "ratingCount",
                ),
            ),
        ),
        Parameter("sort_order", query="sortOrder", scalar=Scalar("text", values=("asc", "desc"))),
        Parameter("tags", query="tags"),
    ),
)
CHARACTERS_GET = Operation(
    provider="venice",
    name="characters.get",
    method="GET",
    path="/characters/{slug}",
    result_model="GetCharacterResponse",
    answers=("application/json",),
    pinned="2026-11-21",
    family="characters",
    parameters=(Parameter("slug", path="slug", style=",", required=True, scalar=Scalar("text")),),
)
CHARACTERS_REVIEWS = Operation(
    provider="venice",
    name="characters.reviews",
    method="GET",
    path="/characters/{slug}/reviews",
    result_model="ListReviewsResponse",
    answers=("application/json",),
    pinned="2026-11-21",
    family="characters",
    parameters=(
        Parameter("slug", path="slug", style=",", required=True, scalar=Scalar("text")),
        Parameter("page", query="page"),
        Parameter("page_size", query="pageSize"),
    ),
)

OPERATIONS = (
    CHARACTERS_LIST,
    CHARACTERS_GET,
    CHARACTERS_REVIEWS,
)
