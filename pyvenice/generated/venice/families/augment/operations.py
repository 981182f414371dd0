# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""The operations of Venice that this package calls."""

from pyvenice.core.request.operation_table import Operation, Parameter, Scalar

AUGMENT_PARSE_TEXT = Operation(
    provider="venice",
    name="augment.parse_text",
    method="POST",
    path="/augment/text-parser",
    form_model="ParseTextForm",
    result_model="ParseTextResponse",
    answers=("application/json", "text/plain"),
    pinned="2026-11-21",
    family="augment",
    parameters=(
        Parameter("file", form="file", is_file=True, required=True, scalar=Scalar("text")),
        Parameter(
            "response_format",
            form="response_format",
            scalar=Scalar("text", values=("json", "text")),
        ),
    ),
)
AUGMENT_SCRAPE = Operation(
    provider="venice",
    name="augment.scrape",
    method="POST",
    path="/augment/scrape",
    json_model="ScrapeRequest",
    result_model="WebScrapeResponse",
    answers=("application/json",),
    pinned="2026-11-21",
    family="augment",
    parameters=(Parameter("url", json="url", required=True, scalar=Scalar("text")),),
)
AUGMENT_SEARCH = Operation(
    provider="venice",
    name="augment.search",
    method="POST",
    path="/augment/search",
    json_model="WebSearchRequest",
    result_model="WebSearchResponse",
    answers=("application/json",),
    pinned="2026-11-21",
    family="augment",
    parameters=(
        Parameter("query", json="query", required=True, scalar=Scalar("text", least=1, most=400)),
        Parameter("limit", json="limit", scalar=Scalar("whole", least=1, most=20)),
        Parameter(
            "search_provider",
            json="search_provider",
            scalar=Scalar("text", values=("google", "brave")),
        ),
    ),
)

OPERATIONS = (
    AUGMENT_PARSE_TEXT,
    AUGMENT_SCRAPE,
    AUGMENT_SEARCH,
)
