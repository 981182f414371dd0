"""`source.toml`: operations for each model, operations that no document has, keys of live addresses."""

from __future__ import annotations

from pathlib import Path

import pytest

from pyvenice.contract.errors import ContractError
from pyvenice.contract.pin.source import Source, read_source

HEAD = """
title = "Acme"
live = ["https://api.acme.example/models"]
base_url = "https://api.acme.example"
[auth]
api_key_env = "ACME_API_KEY"
required = true
"""
MODELS = """
[operations."image.edit"]
endpoint = "POST /run/{model}"
stem = "EditImage"
text = "Edit images."
[operations."image.edit".models]
"acme/paint" = "Paint"
"acme/zoom" = "Zoom"
[operations."jobs.get"]
endpoint = "GET /jobs/{id}"
stem = "GetJob"
published = false
"""


def source(tmp_path: Path, text: str) -> Source:
    path = tmp_path / "acme" / "source.toml"
    path.parent.mkdir()
    path.write_text(HEAD + text)
    return read_source(path)


def test_a_call_with_models_is_one_operation_for_each(tmp_path: Path) -> None:
    first, second, job = source(tmp_path, MODELS).operations
    assert (first.name, first.path, first.stem, first.model) == (
        "image.edit",
        "/run/acme/paint",
        "Paint",
        "acme/paint",
    )
    assert first.call == second.call
    assert first.call is not None
    assert (first.call.stem, first.call.text) == ("EditImage", "Edit images.")
    assert (job.model, job.call) == (None, None)


def test_what_is_not_published_is_not_looked_for_in_a_document(tmp_path: Path) -> None:
    read = source(tmp_path, MODELS)
    assert [operation.name for operation in read.published] == ["image.edit", "image.edit"]
    assert len(read.operations) == 3


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("POST /run/{model}", "POST /run", "has no '{model}'"),
        ('"Zoom"', '"Paint"', "the stem Paint names two operations"),
        ('"Zoom"', '"EditImage"', "the stem EditImage names two operations"),
        ('"Zoom"', '"a b"', "stem is 'a b', not like 'EditImage'"),
        ('text = "Edit images."', "", "'text' is missing"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, old: str, new: str, words: str) -> None:
    with pytest.raises(ContractError, match=words):
        source(tmp_path, MODELS.replace(old, new))
