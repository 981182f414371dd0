"""A text that stops in the middle of something is recognised by its end."""

from __future__ import annotations

import json

import pytest

from pyvenice.contract.errors import DocumentError
from pyvenice.contract.slicing.published_document import PublishedDocument
from pyvenice.contract.slicing.truncation import doubtful_end, refuse_cut_off
from tests.contract.published import minimal, minimal_text, real_documents

WHOLE = """\
openapi: 3.0.0
info: {title: Published, version: '7'}
paths:
  /edit:
    post:
      requestBody: {content: {image/png: {}}}
      responses:
        '200':
          description: A picture
  /other:
    get:
      summary: Another
      responses:
        '200':
          description: Words
"""


@pytest.mark.parametrize("text", [WHOLE, WHOLE.rstrip(), json.dumps(minimal())])
def test_a_whole_document_passes(text: str) -> None:
    refuse_cut_off(PublishedDocument(text.encode(), name="x"), ["/edit"])
    refuse_cut_off(PublishedDocument(minimal_text(), name="x"), ["/edit"])


@pytest.mark.parametrize("path", real_documents())
def test_published_documents_pass(path: object) -> None:
    from pathlib import Path

    assert isinstance(path, Path)
    refuse_cut_off(PublishedDocument(path.read_bytes(), name="x"), ["/image/edit"])


@pytest.mark.parametrize(
    "last",
    [
        "  /other:",
        "  /other:\n",
        "    get:\n      summary: Another\n",
        "      summary: Another\n      responses:\n",
        "      responses:\n        ",
        "      responses:\n        '20",
        "        '200':\n          descrip",
        "  /oth",
    ],
)
def test_a_text_that_stops_in_the_middle_is_refused(last: str) -> None:
    at = WHOLE.rindex(last) + len(last) if last in WHOLE else WHOLE.index("  /other")
    with pytest.raises(DocumentError, match=r"^x: "):
        refuse_cut_off(PublishedDocument(WHOLE[:at].encode(), name="x"), ["/edit"])


@pytest.mark.parametrize("used", [["/other"], ["/edit", "/gone"]])
def test_without_the_end_of_its_line_a_path_in_use_is_not_believed(used: list[str]) -> None:
    with pytest.raises(DocumentError, match="it is cut off; it ends in paths / /other"):
        refuse_cut_off(PublishedDocument(WHOLE.rstrip().encode(), name="x"), used)
    refuse_cut_off(PublishedDocument(WHOLE.encode(), name="x"), used)


def test_without_the_end_of_its_line_a_text_whose_paths_are_over_has_lost_none() -> None:
    text = f"{WHOLE}externalDocs:\n  url: https://api.example/docs".encode()
    refuse_cut_off(PublishedDocument(text, name="x"), ["/edit", "/gone"])


def test_without_the_end_of_its_line_a_text_before_its_paths_is_not_believed() -> None:
    text = WHOLE[: WHOLE.index("paths")].rstrip().encode()
    with pytest.raises(DocumentError):
        refuse_cut_off(PublishedDocument(text, name="x"), ["/edit"])


def test_json_that_is_cut_off_is_refused() -> None:
    text = json.dumps(minimal()).encode()
    with pytest.raises(DocumentError):
        refuse_cut_off(PublishedDocument(text[:-5], name="x"), ["/edit"])


def test_components_that_stop_after_a_key_are_refused_where_schemas_are_missing() -> None:
    lost = WHOLE.replace("A picture", '"#/components/schemas/Lost"')
    text = f"{lost}components:\n  schemas:\n    Kept:\n      type: object\n      required:\n"
    with pytest.raises(
        DocumentError, match="it is cut off; it ends in components / schemas / Kept"
    ):
        refuse_cut_off(PublishedDocument(text.encode(), name="x"), ["/edit"])
    kept = text.replace("schemas/Lost", "schemas/Kept")
    refuse_cut_off(PublishedDocument(kept.encode(), name="x"), ["/edit"])


NAMES = ["Kept", "Later", "Last"]
REFERENCES = WHOLE.replace(
    "A picture", "'" + " ".join(f"#/components/schemas/{name}" for name in NAMES) + "'"
)
COMPONENTS = "components:\n  schemas:\n" + "".join(
    f"    {name}:\n      type: object\n      required: [a]\n" for name in NAMES
)


@pytest.mark.parametrize("lines", range(1, 11))
def test_components_that_stop_after_a_whole_line_are_refused_where_known_schemas_are_missing(
    lines: int,
) -> None:
    whole = REFERENCES + COMPONENTS
    text = REFERENCES + "".join(COMPONENTS.splitlines(keepends=True)[:lines])
    document = PublishedDocument(text.encode(), name="x")
    if all(f"\n    {name}:" in text for name in NAMES):
        refuse_cut_off(document, ["/edit"], whole.encode())
        return
    with pytest.raises(DocumentError, match="it is cut off; it ends in"):
        refuse_cut_off(document, ["/edit"], whole.encode())


def test_a_reference_that_never_led_anywhere_is_no_sign_of_an_early_end() -> None:
    text = REFERENCES + COMPONENTS.replace("    Later:", "    Other:")
    refuse_cut_off(PublishedDocument(text.encode(), name="x"), ["/edit"], WHOLE.encode())


def test_a_text_that_stops_before_its_components_is_refused() -> None:
    with pytest.raises(DocumentError, match="it is cut off; it ends in paths"):
        refuse_cut_off(PublishedDocument(REFERENCES.encode(), name="x"), ["/edit"])


PATHS_LAST = """\
openapi: 3.0.0
components:
  schemas:
    Edit:
      type: object
    Words:
      type: object
paths:
  /edit:
    post:
      responses:
        '200':
          content: {application/json: {schema: {$ref: '#/components/schemas/Edit'}}}
          description: A picture
      summary: Edit
  /other:
    get:
      responses:
        '200':
          content:
            application/json: {schema: {$ref: '#/components/schemas/Words'}}
          description: Words
      summary: Another
  /last:
    get: {responses: {'200': {description: Last}}, summary: Last}
"""


@pytest.mark.parametrize("last", ["          content:\n", "Words'}}\n", "description: Words\n"])
def test_a_last_path_without_the_end_that_the_others_have_is_not_believed(last: str) -> None:
    cut = PATHS_LAST[: PATHS_LAST.rindex(last) + len(last)].encode()
    with pytest.raises(DocumentError, match="it is cut off; it ends in paths / /other"):
        refuse_cut_off(PublishedDocument(cut, name="x"), ["/edit", "/last"])
    refuse_cut_off(PublishedDocument(PATHS_LAST.encode(), name="x"), ["/edit", "/gone"])


def test_an_end_between_two_paths_is_doubtful_where_schemas_lost_their_users() -> None:
    whole = PATHS_LAST.encode()
    cut = PublishedDocument(whole[: whole.index(b"  /other")], name="x")
    assert doubtful_end(cut, ["/other", "/last"], whole) == (
        "it ends with the path /edit and still holds schemas that only operations use which are not "
        "there (Words): these were removed, or the document was cut off here"
    )
    without = cut.raw.replace(b"    Words:\n      type: object\n", b"")
    assert not doubtful_end(PublishedDocument(without, name="x"), ["/other"], whole)
