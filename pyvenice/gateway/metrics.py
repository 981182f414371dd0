"""Metrics in Prometheus's text format: requests, seconds and cost by model and status."""

from __future__ import annotations

from collections import Counter

_BUCKETS = (0.1, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0)
_Labels = tuple[str, str, int]


class Metrics:
    """Counts since the start of the process."""

    def __init__(self) -> None:
        self._requests: Counter[_Labels] = Counter()
        self._cost: Counter[str] = Counter()
        self._unpriced: Counter[str] = Counter()
        self._buckets: Counter[float] = Counter()
        self._seconds = 0.0

    def count(
        self, operation: str, model: str, status: int, seconds: float, cost: float | None
    ) -> None:
        """Count one call that has ended."""
        self._requests[operation, model, status] += 1
        self._seconds += seconds
        for bound in _BUCKETS:
            self._buckets[bound] += seconds <= bound
        if status == 200:
            if cost is None:
                self._unpriced[model] += 1
            else:
                # Counter adds any number; the type says whole ones.
                self._cost[model] += cost  # type: ignore[assignment]

    def text(self) -> str:
        """All of it, in the text format."""
        lines = ["# TYPE pyvenice_requests_total counter"]
        for (operation, model, status), count in sorted(self._requests.items()):
            labels = f'operation="{operation}",model="{_escaped(model)}",status="{status}"'
            lines.append(f"pyvenice_requests_total{{{labels}}} {count}")
        lines.append("# TYPE pyvenice_cost_usd_total counter")
        lines += [
            f'pyvenice_cost_usd_total{{model="{_escaped(model)}"}} {cost:.6f}'
            for model, cost in sorted(self._cost.items())
        ]
        lines.append("# TYPE pyvenice_unpriced_calls_total counter")
        lines += [
            f'pyvenice_unpriced_calls_total{{model="{_escaped(model)}"}} {count}'
            for model, count in sorted(self._unpriced.items())
        ]
        lines.append("# TYPE pyvenice_request_seconds histogram")
        lines += [
            f'pyvenice_request_seconds_bucket{{le="{bound:g}"}} {self._buckets[bound]}'
            for bound in _BUCKETS
        ]
        total = sum(self._requests.values())
        lines.append(f'pyvenice_request_seconds_bucket{{le="+Inf"}} {total}')
        lines.append(f"pyvenice_request_seconds_sum {self._seconds:.3f}")
        lines.append(f"pyvenice_request_seconds_count {total}")
        return "\n".join(lines) + "\n"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
