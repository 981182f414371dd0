# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""The operations of Venice that this package calls."""

from pyvenice.core.request.operation_table import Operation, Parameter, Scalar

BILLING_BALANCE = Operation(
    provider="venice",
    name="billing.balance",
    method="GET",
    path="/billing/balance",
    result_model="GetBalanceResponse",
    answers=("application/json",),
    pinned="2026-11-21",
    family="billing",
)
BILLING_USAGE_ANALYTICS = Operation(
    provider="venice",
    name="billing.usage_analytics",
    method="GET",
    path="/billing/usage-analytics",
    result_model="GetUsageAnalyticsResponse",
    answers=("application/json",),
    pinned="2026-11-21",
    family="billing",
    parameters=(
        Parameter("lookback", query="lookback"),
        Parameter("start_date", query="startDate"),
        Parameter("end_date", query="endDate"),
    ),
)
BILLING_USAGE_HISTORY = Operation(
    provider="venice",
    name="billing.usage_history",
    method="GET",
    path="/billing/usage-history",
    result_model="GetUsageHistoryResponse",
    answers=("application/json", "text/csv"),
    pinned="2026-11-21",
    family="billing",
    parameters=(
        Parameter(
            "currency",
            query="currency",
            scalar=Scalar("text", values=("USD", "DIEM", "BUNDLED_CREDITS")),
        ),
        Parameter("cursor", query="cursor"),
        Parameter("end_timestamp", query="endTimestamp", scalar=Scalar("text", most=40)),
        Parameter("page_size", query="pageSize", scalar=Scalar("whole", least=10, most=1000)),
        Parameter("start_timestamp", query="startTimestamp", scalar=Scalar("text", most=40)),
    ),
)

OPERATIONS = (
    BILLING_BALANCE,
    BILLING_USAGE_ANALYTICS,
    BILLING_USAGE_HISTORY,
)
