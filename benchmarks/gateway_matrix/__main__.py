"""Drive a gateway with every client, and look at the providers for what arrived.

    python -m benchmarks.gateway_matrix --node FOLDER
    python -m benchmarks.gateway_matrix --node FOLDER --litellm PATH/TO/litellm

The providers are the sandbox, in this process, which keeps each request. FOLDER has the packages
`openai`, `ai` and `@ai-sdk/openai-compatible` (`npm install --prefix FOLDER …`); without it, openai-node
and the AI SDK are left out. The exit status is 1 where our gateway lost anything or failed.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import re
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from benchmarks.gateway_matrix.applications import PLAIN
from benchmarks.gateway_matrix.cases import TARGETS, Ask, Case, cases, error_cases
from benchmarks.gateway_matrix.exchange import Address, Answer
from benchmarks.gateway_matrix.gateways import litellm_proxy, offers, our_gateway
from benchmarks.gateway_matrix.sdks import NodeClients, node_clients
from benchmarks.gateway_matrix.upstream import RecordingSandbox, image_requests, upstream
from benchmarks.gateway_matrix.verdicts import VERDICTS, Verdict, verdict

UPSTREAM_PORT = 18_792
Table = dict[str, collections.Counter[Verdict]]


def main() -> int:
    """Print a line for each case that is not lossless, and the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--node", type=Path, help="a folder with node_modules")
    parser.add_argument("--litellm", help="the program of LiteLLM's proxy: test it instead")
    parser.add_argument("--only", default="", help="a regular expression for cases")
    given = parser.parse_args()
    gateway = "litellm" if given.litellm else "pyvenice"
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        sandbox = stack.enter_context(upstream(UPSTREAM_PORT))
        providers = sandbox.addresses(f"http://127.0.0.1:{UPSTREAM_PORT}")
        address = stack.enter_context(
            litellm_proxy(given.litellm, providers, folder)
            if given.litellm
            else our_gateway(providers, folder)
        )
        node = None if given.node is None else stack.enter_context(node_clients(given.node))
        wanted = [case for case in _cases(gateway, node) if re.search(given.only, case.id)]
        table = _run(wanted, address, sandbox)
    print(f"\n{_text(table)}")
    total = sum(table.values(), collections.Counter())
    return 1 if total["lost"] or total["failed"] else 0


def _cases(gateway: str, node: NodeClients | None) -> Iterable[Case]:
    polarity_field = "mask_polarity" if gateway == "pyvenice" else None
    for target in TARGETS:
        if offers(gateway, target.name):
            yield from cases(target, polarity_field, node)
        else:
            print(f"{target.name}: not offered")
    yield from error_cases()


def _run(wanted: Iterable[Case], address: Address, sandbox: RecordingSandbox) -> Table:
    table: Table = {}
    for case in wanted:
        sandbox.arrivals.clear()
        answer = _answer(case, address)
        found, reason = verdict(case, answer, image_requests(sandbox))
        table.setdefault(case.target.name, collections.Counter())[found] += 1
        if found not in {"lossless", "right"}:
            print(f"{found:9} {case.id}: {reason[:300]}", flush=True)
    return table


def _answer(case: Case, address: Address) -> Answer:
    """What the client learned, at the last of its attempts."""
    attempts: list[Ask] = [replace(PLAIN, headers=headers).ask for headers in case.attempts] or [
        case.ask
    ]
    try:
        return [ask(address, case.wanted) for ask in attempts][-1]
    except Exception as error:  # noqa: BLE001  (whatever a client raises is its answer)
        return Answer(0, text=f"{type(error).__name__}: {error}")


def _text(table: Table) -> str:
    """The table in Markdown."""
    lines = [f"| provider | {' | '.join(VERDICTS)} | cases |", "|---" * (len(VERDICTS) + 2) + "|"]
    rows = {**table, "all": sum(table.values(), collections.Counter())}
    for name, counts in rows.items():
        cells = [str(counts[column] or "") for column in VERDICTS]
        lines.append(f"| {name} | {' | '.join(cells)} | {sum(counts.values())} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
