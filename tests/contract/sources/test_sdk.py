"""The types of a published SDK are compared with the pin, and what they do not say is no drift."""

from __future__ import annotations

from pathlib import Path

import pytest

from pyvenice.contract.diff.findings import ProviderReport
from pyvenice.contract.sources.python_types import TypeReader
from pyvenice.contract.sources.wheel import Package
from tests.contract.sources.wheels import MODULES, RESULT, SOURCE, check_wheel, edited

MODELS = '\n"models.list" = { endpoint = "GET /models", stem = "List" }'
GONE = "{} no longer exists; the object is open, so it may be ignored without a word"
RESULT_MODULE = "acme/types/result.py"
EDIT_MODULE = "acme/types/edit_params.py"


@pytest.fixture(autouse=True)
def _no_generated_models(monkeypatch: pytest.MonkeyPatch) -> None:
    """The made-up provider has none in which an argument could be found."""
    monkeypatch.setattr("pyvenice.contract.diff.impact.with_impact", lambda findings, _: findings)


def rules(report: ProviderReport) -> set[tuple[str, str]]:
    """What was found, each with the text for a reader."""
    assert report.status != "unchecked", report.reason
    assert not report.unchecked
    return {(finding.rule, finding.message) for finding in report.findings}


def test_an_sdk_that_says_what_is_pinned_is_no_drift(tmp_path: Path) -> None:
    report = check_wheel(tmp_path)
    assert (report.status, report.findings, report.unchecked) == ("ok", (), ())
    assert report.live["version"] == "1.0"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "    strength: float",
            "    strength: float\n    seed: Optional[int]",
            {("request-property-added", "seed is new")},
        ),
        (
            "    strength: float\n",
            "",
            {("request-property-removed", GONE.format("strength"))},
        ),
        (
            '["low", "high"]',
            '["low", "high", "max"]',
            {("request-value-added", 'quality newly lists "max"')},
        ),
        (
            '["low", "high"]',
            '["low"]',
            {("request-value-removed", 'quality no longer lists "high"')},
        ),
        (
            "    strength: float",
            "    strength: Required[float]",
            {("request-property-became-required", "strength must be there now")},
        ),
        (
            "prompt: Required[str]",
            "prompt: str",
            {("request-property-became-optional", "prompt may be missing now")},
        ),
    ],
    ids=["added", "removed", "value-added", "value-removed", "required", "optional"],
)
def test_what_the_arguments_of_an_sdk_change_is_found(
    old: str, new: str, expected: set[tuple[str, str]], tmp_path: Path
) -> None:
    assert rules(check_wheel(tmp_path, edited(old, new))) == expected


@pytest.mark.parametrize("base", ["Base", "Middle"])
def test_inherited_fields_are_fields(base: str, tmp_path: Path) -> None:
    own = "    strength: float\n    tags: List[str]\n"
    text = MODULES[EDIT_MODULE].replace("EditParams(", "Base(").replace(own, "")
    text += f"class Middle(Base): ...\nclass EditParams({base}, total=False):\n{own}"
    assert rules(check_wheel(tmp_path, {EDIT_MODULE: text})) == set()


def test_a_class_that_names_itself_is_read(tmp_path: Path) -> None:
    changed = edited("    strength: float", "    strength: float\n    nested: EditParams")
    found = rules(check_wheel(tmp_path, changed))
    assert found == {("request-property-added", "nested is new")}


def test_a_functional_typed_dict_is_a_class(tmp_path: Path) -> None:
    text = MODULES[EDIT_MODULE].partition("class ")[0] + (
        'EditParams = TypedDict("EditParams", {"image": Required[FileTypes], "prompt": Required[str],'
        ' "quality": Optional[Literal["low", "high"]], "model": Union[str, ModelName, None],'
        ' "strength": float, "from": str}, total=False)\n'
    )
    assert rules(check_wheel(tmp_path, {EDIT_MODULE: text})) == {
        ("request-property-added", "from is new"),
        ("request-property-removed", GONE.format("tags")),
    }


def test_an_alias_names_the_field_on_the_wire(tmp_path: Path) -> None:
    changed = edited(
        "    tags: List[str]", '    tag_list: Annotated[List[str], PropertyInfo(alias="tags")]'
    )
    assert rules(check_wheel(tmp_path, changed)) == set()


def test_a_type_alias_is_followed_into_other_modules(tmp_path: Path) -> None:
    names = 'from .others import *\nModelName: TypeAlias = Literal[Others, "two"]\n'
    others = 'Others = Literal["one", "three"]\n'
    changed = {"acme/types/model_name.py": names, "acme/types/others.py": others}
    found = rules(check_wheel(tmp_path, changed))
    assert found == {("request-model-added", 'model newly lists "three"')}


@pytest.mark.parametrize(
    "text",
    ['Literal["low", "high"] | None', 'Union[Literal["low", "high"], None]', "Quality"],
)
def test_spellings_of_one_type_are_the_same(text: str, tmp_path: Path) -> None:
    changed = edited('Optional[Literal["low", "high"]]', text)
    changed[EDIT_MODULE] += '\nQuality = NewType("Quality", Optional[Literal["low", "high"]])\n'
    assert rules(check_wheel(tmp_path, changed)) == set()


def test_variants_of_a_call_are_one_set_of_arguments(tmp_path: Path) -> None:
    text = MODULES[EDIT_MODULE].replace("EditParams(", "Base(") + (
        "class Plain(Base, total=False):\n    stream: Optional[Literal[False]]\n"
        "class Streaming(Base):\n    stream: Required[Literal[True]]\n"
        "EditParams = Union[Plain, Streaming]\n"
    )
    found = rules(check_wheel(tmp_path, {EDIT_MODULE: text}))
    assert found == {("request-property-added", "stream is new")}


def test_a_deprecated_argument_is_read_from_its_docstring(tmp_path: Path) -> None:
    changed = edited(
        "    strength: float\n", '    strength: float\n    """Deprecated: use `tags`."""\n'
    )
    assert rules(check_wheel(tmp_path, changed)) == {
        ("request-property-deprecated", "strength is deprecated")
    }


def test_values_are_deprecated_that_a_docstring_lists_as_such(tmp_path: Path) -> None:
    text = """How well.

    Deprecated values:

    - "low", `high`: Retired. Use
      "max" instead.
    """
    line = next(line for line in MODULES[EDIT_MODULE].splitlines() if " quality:" in line)
    modules = edited(line, f'{line}\n    """{text}"""')
    assert rules(check_wheel(tmp_path, modules)) == {
        ("request-value-deprecated", f'quality: "{value}" is deprecated')
        for value in ("low", "high")
    }


@pytest.mark.parametrize(
    "text", ["Deprecated values: none.", "Not deprecated.", "Takes the place of deprecated ones."]
)
def test_an_argument_that_mentions_deprecation_is_not_deprecated(text: str, tmp_path: Path) -> None:
    changed = edited("    strength: float\n", f'    strength: float\n    """{text}"""\n')
    assert rules(check_wheel(tmp_path, changed)) == set()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "    created: int",
            "    created: int\n    cost: Optional[float] = None",
            {("response-property-added", "cost is new")},
        ),
        (
            '["low", "high"]',
            '["low", "high", "max"]',
            {("response-value-added", 'quality newly lists "max"')},
        ),
        ("    data: Optional[List[Item]] = None\n", "", set()),
    ],
    ids=["added", "value-added", "not-read"],
)
def test_what_a_response_of_an_sdk_changes_is_found(
    old: str, new: str, expected: set[tuple[str, str]], tmp_path: Path
) -> None:
    assert rules(check_wheel(tmp_path, edited(old, new, module=RESULT_MODULE))) == expected


@pytest.mark.parametrize("module", [EDIT_MODULE, RESULT_MODULE])
def test_a_type_that_takes_any_text_lists_no_null(module: str, tmp_path: Path) -> None:
    changed = edited(
        'Optional[Literal["low", "high"]]',
        'Union[str, Literal["low", "high"], None]',
        module=module,
    )
    report = check_wheel(tmp_path, changed)
    assert report.findings
    assert not [finding.message for finding in report.findings if "lists null" in finding.message]


def test_what_changes_in_the_form_changes_in_the_json_body(tmp_path: Path) -> None:
    changed = edited('["low", "high"]', '["low", "max"]')
    changed[EDIT_MODULE] = changed[EDIT_MODULE].replace(
        "    strength: float", "    mask: FileTypes\n    seed: Required[int]"
    )
    report = check_wheel(tmp_path, changed)
    found = {(finding.pointer.split("/")[3], finding.message) for finding in report.findings}
    assert found == {
        ("application~1json", 'quality newly lists "max"'),
        ("application~1json", 'quality no longer lists "high"'),
        ("application~1json", "seed is new and required"),
        ("application~1json", GONE.format("strength")),
        ("multipart~1form-data", "mask is new"),
    }  # what both bodies say is found once, at the first


def test_a_type_that_the_package_does_not_define_is_said(tmp_path: Path) -> None:
    report = check_wheel(tmp_path, edited("strength: float", "strength: Percentage"))
    assert report.status == "unchecked"
    assert report.reason == (
        "POST /edits: acme/types/edit_params.py names the type Percentage, which the package does "
        "not define"
    )


def test_a_base_class_that_is_elsewhere_is_said(tmp_path: Path) -> None:
    report = check_wheel(tmp_path, edited("(TypedDict", "(shared.Common"))
    assert report.status == "unchecked"
    assert "EditParams inherits from shared.Common, whose fields are not in the package" in (
        report.reason
    )


def test_an_operation_without_types_is_said(tmp_path: Path) -> None:
    report = check_wheel(tmp_path, source=SOURCE.replace("[operations]", f"[operations]{MODELS}"))
    assert report.status == "unchecked"
    assert report.reason == "GET /models: specs/acme/source.toml names no SDK types for it"


def test_the_arguments_of_a_get_are_its_query(tmp_path: Path) -> None:
    source = SOURCE.replace("[operations]", f"[operations]{MODELS}")
    source += '"models.list" = { request = "acme/types/list_params.py:ListParams" }\n'
    text = "class ListParams(TypedDict, total=False):\n    limit: int\n    after: Required[str]\n"
    report = check_wheel(tmp_path, {"acme/types/list_params.py": text}, source=source)
    assert rules(report) == {
        ("request-parameter-required", "the query parameter after is new and required")
    }


def test_items_are_compared_in_the_one_list_of_a_response(tmp_path: Path) -> None:
    source = SOURCE.replace("result.py:Result", "result.py:Item").replace("response =", "items =")
    changed = {RESULT_MODULE: RESULT.replace("    url:", "    id: str\n    url:")}
    assert rules(check_wheel(tmp_path, changed, source=source)) == {
        ("response-property-added", "data.*.id is new")
    }


@pytest.mark.parametrize(
    ("sdk", "reason"),
    [
        (
            "{ request = 'acme.EditParams' }",
            "is 'acme.EditParams', not like 'package/module.py:Class'",
        ),
        ("{ }", "has nothing, where request, response, items are known"),
        ("{ answer = 'a.py:B' }", "has answer, where request, response, items are known"),
    ],
)
def test_types_that_source_toml_writes_wrongly_are_said(
    sdk: str, reason: str, tmp_path: Path
) -> None:
    head, _, _ = SOURCE.rpartition('"image.edit"')
    report = check_wheel(tmp_path, source=f'{head}"image.edit" = {sdk}\n')
    assert report.status == "unchecked"
    assert reason in report.reason


QUALITIES = {
    "a type statement": 'type Quality = Literal["low", "high"]\n',
    "a generic type statement": 'type Quality[T] = Literal["low", "high"]\n',
    "a string enum": 'class Quality(StrEnum):\n    LOW = "low"\n    HIGH = auto()\n',
    "an enum with a base": (
        'class Known(str, Enum):\n    pass\nclass Quality(Known):\n    LOW = "low"\n    HIGH = "high"\n'
    ),
    "members of an enum": (
        'class Level(Enum):\n    LOW = "low"\n    HIGH = "high"\n'
        "Quality: TypeAlias = Literal[Level.LOW, Level.HIGH]\n"
    ),
    "lists by name": 'Low = Literal["low"]\nQuality = Union[Low, Literal["high"], NotGiven]\n',
    "a bar": 'Quality = Literal["low"] | Annotated[Literal["high"], "best"] | Omit\n',
}


@pytest.mark.parametrize("text", QUALITIES.values(), ids=QUALITIES)
def test_values_are_read_in_any_spelling(text: str, tmp_path: Path) -> None:
    changed = edited('Optional[Literal["low", "high"]]', "Optional[Quality]")
    changed[EDIT_MODULE] += f"\n{text}"
    assert rules(check_wheel(tmp_path, changed)) == set()


def test_fields_of_several_bases_are_fields(tmp_path: Path) -> None:
    own = "    strength: float\n    tags: List[str]\n"
    text = MODULES[EDIT_MODULE].replace("EditParams(", "Base(").replace(own, "") + (
        "class Strong[T](TypedDict):\n    strength: NotRequired[float]\n"
        "class Tagged(TypedDict):\n    tags: Annotated[NotRequired[List[str]], 'names']\n"
        "class EditParams(Base, Strong[int], Tagged): ...\n"
    )
    assert rules(check_wheel(tmp_path, {EDIT_MODULE: text})) == set()


@pytest.mark.parametrize(
    ("field", "is_required"),
    [
        ("created: int", True),
        ("created: int = ...", True),
        ("created: int = Field(...)", True),
        ("created: int = Field(default=..., ge=0)", True),
        ("created: int = 0", False),
        ("created: int = Field(0)", False),
        ("created: int = Field(default_factory=int)", False),
    ],
)
def test_a_default_makes_a_field_of_a_model_optional(field: str, is_required: bool) -> None:
    text = f"class Result(BaseModel):\n    {field}\n".encode()
    reader = TypeReader(Package("acme", "1", lambda _: text))
    reader.schema("acme/result.py:Result")
    (schema,) = reader.components.values()
    assert schema.get("required", []) == (["created"] if is_required else [])
