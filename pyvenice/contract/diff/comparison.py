"""Compare the operations of two documents, and keep apart what could not be compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyvenice.contract.diff.findings import DocumentDiff, Finding
from pyvenice.contract.diff.operation_diff import changes
from pyvenice.contract.document.operation_key import any_parameters
from pyvenice.contract.slicing.inbound import callback_of, pointer_in_document
from pyvenice.contract.slicing.selection import Selection, owner_of
from pyvenice.contract.slicing.unchecked import UncheckedPlace

_EXISTENCE = ("parameter-removed", "parameter-added", "parameter-required")
_UNION = ("/anyOf", "/oneOf", "/allOf")


def compare(old: Selection, new: Selection) -> DocumentDiff:
    """The findings about the operations of two documents.

    A place that one side does not describe readably has none, neither has what is below it.
    """
    places = tuple(dict.fromkeys((*old.unchecked, *new.unchecked)))
    unread = {any_parameters(place.operation) for place in places if not place.pointer}
    known = [{any_parameters(owner_of(name)) for name in side.views} for side in (old, new)]
    sides = (
        {
            name: view
            for name, view in side.views.items()
            if any_parameters(owner_of(name)) not in unread
            and (
                not callback_of(name)
                or all(any_parameters(owner_of(name)) in names for names in known)
            )
        }
        for side in (old, new)
    )
    found = (_placed(finding) for finding in changes(*sides))
    return DocumentDiff(tuple(_readable(found, places)), places)


def _readable(findings: Iterable[Finding], places: tuple[UncheckedPlace, ...]) -> Iterator[Finding]:
    by_operation: dict[str, list[str]] = {}
    for place in places:
        by_operation.setdefault(any_parameters(place.operation), []).append(place.pointer)
    for finding in findings:
        pointers = by_operation.get(any_parameters(finding.operation), ())
        if not any(_touches(pointer, finding) for pointer in pointers):
            yield finding


def _touches(pointer: str, finding: Finding) -> bool:
    """Whether a finding is about what cannot be read at `pointer`."""
    if pointer == "/parameters":  # one whose name is not known
        return finding.rule.endswith(_EXISTENCE) and finding.pointer.startswith("/parameters/")
    union = pointer.removesuffix(next(filter(pointer.endswith, _UNION), ""))
    if union != pointer:  # one branch: what is said of another can still be read
        return finding.pointer in (union, pointer) and "-property-" not in finding.rule
    return finding.pointer == pointer or finding.pointer.startswith(f"{pointer}/")


def _placed(finding: Finding) -> Finding:
    """A finding about a webhook or a callback, with its place as the document has it."""
    placed = finding._replace(pointer=pointer_in_document(finding.operation, finding.pointer))
    callback = callback_of(finding.operation)
    if callback is None:
        return placed
    placed = placed._replace(
        operation=callback.owner, message=f"callback {callback.name}: {finding.message}"
    )
    if finding.rule == "operation-added":
        return placed._replace(new=callback.name, message=f"the callback {callback.name} is new")
    if finding.rule == "operation-removed":
        gone = f"the callback {callback.name} no longer exists"
        return placed._replace(old=callback.name, message=gone)
    return placed
