"""The operations that a conformance test goes over: those that are loaded with the client.

A family has operations that the sandbox need not serve, and some that create or delete what an account
has: each has tests of its own.
"""

from __future__ import annotations

from pyvenice.conformance.checks.operations import ContractOperation, contract_of
from pyvenice.conformance.run.run import selected_operations
from pyvenice.contract.document.operation_key import operation_name
from pyvenice.contract.pin.pin import effective, source


def eager_operations(provider: str) -> list[ContractOperation]:
    """The operations of a contract that stand in no family."""
    return selected_operations(effective(provider), eager_names(provider))


def eager_names(provider: str) -> list[str]:
    """Their names, such as `POST /image/edit`."""
    lazy = {
        operation_name(operation.method, operation.called_path)
        for operation in source(provider).operations
        if operation.family
    }
    return [name for name in contract_of(effective(provider)).operations if name not in lazy]
