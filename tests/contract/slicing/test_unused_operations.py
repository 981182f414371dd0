"""What changes beside the operations in use is counted, from little more than a line in the lock."""

from __future__ import annotations

import copy
from typing import Any

from pyvenice.contract.document import yaml12
from pyvenice.contract.document.document_limits import deadline
from pyvenice.contract.slicing.operation_hashes import OperationHashes
from pyvenice.contract.slicing.published_document import PublishedDocument
from pyvenice.contract.slicing.unused_operations import (
    changed_between,
    changed_elsewhere,
    marks,
)

DOCUMENT: dict[str, Any] = {
    "openapi": "3.0.0",
    "info": {"title": "t", "version": "1"},
    "paths": {
        "/edit": {"post": {"responses": {"200": {"description": ""}}}},
        "/chat": {"post": {"responses": {"200": {"$ref": "#/components/responses/Ok"}}}},
        "/files": {"get": {"responses": {"200": {"description": ""}}}},
    },
    "components": {"responses": {"Ok": {"description": ""}}},
}


def hashes(document: dict[str, Any]) -> OperationHashes:
    return OperationHashes(PublishedDocument(yaml12.dumps(document).encode(), name="live"))


def counted(change: Any) -> int | None:
    new = copy.deepcopy(DOCUMENT)
    change(new)
    kept = marks(hashes(DOCUMENT))
    return changed_elsewhere(kept, hashes(new), ["POST /edit"])


def test_only_what_is_not_in_use_counts() -> None:
    assert counted(lambda _: None) == 0
    assert counted(lambda new: new["paths"]["/edit"]["post"].update(deprecated=True)) == 0
    assert counted(lambda new: new["paths"]["/files"]["get"].update(deprecated=True)) == 1
    assert counted(lambda new: new["paths"].pop("/files")) == 1
    assert counted(lambda new: new["paths"]["/files"].update(put={"responses": {}})) == 1
    assert counted(lambda new: new["components"]["responses"]["Ok"].update(headers={})) == 1


def test_other_words_are_no_change() -> None:
    assert counted(lambda new: new["paths"]["/files"]["get"].update(summary="List files")) == 0
    assert counted(lambda new: new["components"]["responses"]["Ok"].update(description="A")) == 0
    field = {"schema": {"properties": {"title": {"type": "string"}}}}
    content = {"application/json": field}
    assert counted(lambda new: new["components"]["responses"]["Ok"].update(content=content)) == 1


PROSE = """\
openapi: 3.0.0
info: {{title: t, version: '1'}}
paths:
  /edit: {{}}
  /files:
    get:
      summary: {}
      description: |-
        {}

        more
      parameters:
        - name: description
          description: {}
          in: query
          schema: {{type: {}}}
"""


def test_sentences_of_any_length_are_no_change_and_what_follows_them_is() -> None:
    texts = [
        PROSE.format(*words).encode()
        for words in (
            ("a", "b", "c", "string"),
            ("d", "e\n\n        f", "g\n            h", "string"),
        )
    ]
    old, new = (OperationHashes(PublishedDocument(text, name="x")) for text in texts)
    assert changed_between(old, new, []) == 0
    other = OperationHashes(
        PublishedDocument(PROSE.format("a", "b", "c", "integer").encode(), name="x")
    )
    assert changed_between(old, other, []) == 1


def test_after_the_deadline_nothing_is_counted() -> None:
    with deadline(-1):
        assert changed_between(hashes(DOCUMENT), hashes(DOCUMENT), []) is None


def test_the_marks_are_short() -> None:
    assert len(marks(hashes(DOCUMENT))) == 3 * 13 - 1
