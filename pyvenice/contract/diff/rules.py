"""The rules and their levels.

The law: a request that became narrower, or an answer that became wider than the client can take, is
breaking; the reverse is info. `EXCEPTIONS` says where the law does not decide, each with its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyvenice.contract.diff.findings import LEVELS, Finding, Level, Report
from pyvenice.contract.errors import ContractError

EXCEPTIONS: dict[str, tuple[Level, str]] = {
    "operation-added": ("info", "The operation is newly documented."),
    "operation-deprecated": ("warning", "The operation still works and will go away."),
    "operation-stability-decreased": (
        "warning",
        "The operation still works, and may change or go away with less notice than before.",
    ),
    "operation-stability-increased": ("info", "The operation is promised to stay as it is."),
    "operation-sunset-postponed": ("info", "The operation works longer than announced."),
    "operation-sunset-set": ("warning", "The operation goes away on a day, or earlier than said."),
    "operation-undeprecated": ("info", "The operation does not go away after all."),
    "operation-removed": ("breaking", "The operation is no longer documented."),
    "prose-lifecycle-announced": (
        "warning",
        "A description calls it deprecated, legacy or the like; no flag of the document does.",
    ),
    "prose-lifecycle-withdrawn": ("info", "A description no longer calls it deprecated or legacy."),
    "prose-limit-changed": (
        "info",
        "A limit that stands only in a description reads differently; the schema does not enforce it.",
    ),
    "request-default-changed": (
        "warning",
        "Who leaves the argument out gets something else than before.",
    ),
    "request-discriminator-changed": (
        "warning",
        "What tells the shapes of a union apart is named or valued differently.",
    ),
    **dict.fromkeys(
        ("request-exactly-one-narrowed", "request-exactly-one-changed"),
        ("warning", "The shapes, of which exactly one must fit: what fits two may be refused."),
    ),
    "request-known-value-removed": (
        "warning",
        "A documented value of a set that takes any string is no longer documented.",
    ),
    "request-model-added": ("info", "A model id is newly listed."),
    "request-model-removed": (
        "breaking",
        "A model id is no longer listed; who names it is refused.",
    ),
    "request-parameter-deprecated": ("warning", "The parameter still works and will go away."),
    "request-parameter-empty-allowed": ("info", "A query may have the name without a value now."),
    "request-parameter-empty-refused": (
        "breaking",
        "A query that has the name without a value may be refused now.",
    ),
    "request-parameter-reserved-allowed": ("info", "What is percent-encoded is still taken."),
    "request-parameter-reserved-refused": (
        "warning",
        "Reserved characters that went out as they are must be percent-encoded now.",
    ),
    "request-parameter-sunset-postponed": ("info", "The parameter works longer than announced."),
    "request-parameter-sunset-set": ("warning", "The parameter goes away on a day, or earlier."),
    "request-property-deprecated": ("warning", "The field still works and will go away."),
    "request-alternative-deprecated": (
        "warning",
        "One of the shapes still works and will go away: send another one.",
    ),
    "request-value-deprecated": ("warning", "The value is retired, or will be: send another one."),
    **dict.fromkeys(
        ("request-property-sunset-set", "response-property-sunset-set"),
        ("warning", "The field goes away on a day, or earlier than said."),
    ),
    "request-property-read-only-set": (
        "warning",
        "The field is the server's now; who sends it may be ignored or refused.",
    ),
    "request-property-removed": (
        "breaking",
        "A documented field is gone. Where the object is open, the server may ignore it silently.",
    ),
    "request-schema-widened": (
        "warning",
        "The whole takes other values, and no single place explains why.",
    ),
    "response-alternative-added": (
        "warning",
        "An answer may have a shape without the fields that were always there.",
    ),
    **dict.fromkeys(
        ("response-discriminator-changed", "response-discriminator-widened"),
        ("warning", "What tells the shapes of an answer apart is named or valued differently."),
    ),
    "response-content-changed": (
        "breaking",
        "What a text holds is another thing: a file, base64, a URL. It is decoded the wrong way.",
    ),
    "response-content-widened": ("warning", "A text may hold more than what the client decodes."),
    **dict.fromkeys(
        ("response-value-added", "response-enum-widened"),
        ("warning", "An answer may hold a value that nobody knew; who handles each one misses it."),
    ),
    "response-encoding-changed": ("breaking", "A part of the answer is encoded in another way."),
    "response-encoding-widened": (
        "warning",
        "A part of the answer may be of a type that the client does not read.",
    ),
    "response-error-widened": (
        "warning",
        "An error may have a shape that error parsing must know to show its message.",
    ),
    "response-format-changed": (
        "warning",
        "A text has another format: who parses it, as a date for example, may fail.",
    ),
    "response-header-became-optional": ("warning", "What was read from the header may be absent."),
    "response-header-sunset-postponed": ("info", "The header comes longer than announced."),
    "response-header-sunset-set": ("warning", "What is read from the header goes away on a day."),
    "response-header-style-changed": ("warning", "What the header holds is written another way."),
    "response-header-removed": ("warning", "What was read from the header is absent now."),
    "response-link-changed": ("warning", "Who follows the link calls something else than before."),
    "response-link-removed": ("warning", "What follows the answer is no longer said."),
    "response-media-type-removed": ("warning", "A documented type of answer is gone."),
    "response-media-type-replaced": (
        "breaking",
        "No type of answer that was documented is left: the body cannot be read, or there is none.",
    ),
    "response-model-removed": ("info", "A model id is no longer listed among the answers."),
    "response-property-became-optional": (
        "breaking",
        "A field that was always there may be missing.",
    ),
    "response-property-removed": ("warning", "A documented optional field of an answer is gone."),
    "response-property-write-only-set": (
        "warning",
        "A field that came back should not come back any more.",
    ),
    "response-required-property-removed": (
        "breaking",
        "A field that was always there is gone from the answer.",
    ),
    **dict.fromkeys(
        (
            *("response-schema-changed", "response-schema-widened"),
            *("response-shapes-changed", "response-shapes-widened"),
        ),
        (
            "warning",
            "An answer may be what it could not be before, and no single place explains it.",
        ),
    ),
    "response-status-removed": ("info", "A documented error status is gone."),
    "response-success-removed": ("breaking", "A documented success status is gone."),
    "response-type-changed": ("breaking", "A value has another type than the client reads."),
    "response-type-widened": ("breaking", "A value may have a type that the client does not read."),
    "response-xml-changed": (
        "breaking",
        "An element or attribute has another name or place: who looks for it does not find it.",
    ),
    "request-xml-changed": (
        "breaking",
        "What is sent is written as other XML than before, which the server may not read.",
    ),
    "security-added": ("info", "There is one more way to authenticate."),
    "security-alternative-removed": (
        "warning",
        "A way to authenticate is gone; another one that worked before still does.",
    ),
    "security-deprecated": ("warning", "A way to authenticate still works and will go away."),
    "security-undeprecated": ("info", "A way to authenticate does not go away after all."),
    "security-flow-added": ("info", "There is one more way to get a token."),
    "security-flow-removed": (
        "warning",
        "A way to get a token is gone; another one that was there before still is.",
    ),
    "security-scope-removed": (
        "warning",
        "The operation asks for a scope that the document no longer offers with a token.",
    ),
    "security-url-changed": ("warning", "A token is to be had somewhere else."),
    "server-added": ("info", "There is one more base URL; those known before still stand."),
    "server-choices-removed": ("info", "A base URL that could be chosen is no longer documented."),
    "security-removed": ("breaking", "No way to authenticate that worked before is left."),
    "servers-changed": ("warning", "The documented base URL is another one."),
}

_NARROWER = (
    "-narrowed",
    "-changed",
    "-removed",
    "-became-required",
    "-property-required",
    "-parameter-required",
)


def level_of(rule: str) -> Level:
    """The level of a rule: by exception, else by the law."""
    if rule in EXCEPTIONS:
        return EXCEPTIONS[rule][0]
    return "breaking" if rule.startswith("request-") and rule.endswith(_NARROWER) else "info"


def explained(rule: str) -> str:
    """What a rule means and why it has its level, in a few sentences."""
    level = level_of(rule)
    if rule in EXCEPTIONS:
        return f"{rule} ({level}): {EXCEPTIONS[rule][1]}"
    side = "request" if rule.startswith("request-") else "answer"
    if level == "breaking":
        why = "The request became narrower: what was accepted before may be refused now."
    elif side == "request":
        why = "The request became wider: the client still works, but is stricter than the server."
    else:
        why = "The answer changed in a way that the client takes: its answer models are open."
    return f"{rule} ({level}): {why}"


_CONSTRAINTS = (
    "additional-properties all-of any-of contains content content-encoding content-media-type "
    "content-schema default discriminator dependent-required dependent-schemas deprecated depth dynamic-ref else enum "
    "exactly-one format if items max-contains max-items max-length max-properties maximum "
    "min-contains min-items min-length min-properties minimum multiple-of not one-of pattern "
    "pattern-properties prefix-items properties property-names read-only recursive-ref ref required "
    "schema shapes then type unevaluated-items write-only "
    "unevaluated-properties unique-items"
)
_BY_DIRECTION = (
    "alternative-added alternative-deprecated alternative-removed alternative-undeprecated known-value-added known-value-removed media-type-added "
    "media-type-removed model-added model-removed property-added property-became-optional "
    "property-became-required property-deprecated property-read-only-set property-read-only-unset "
    "property-removed property-sunset-postponed property-sunset-set property-undeprecated property-write-only-set property-write-only-unset "
    "value-added value-deprecated value-removed value-undeprecated"
)
_REQUEST_ONLY = (
    "body-became-optional body-became-required encoding-changed encoding-widened parameter-added "
    "parameter-became-optional parameter-became-required parameter-removed parameter-required "
    "parameter-style-changed parameter-undeprecated property-required"
)


def every_rule() -> tuple[str, ...]:
    """The ids of all rules, sorted."""
    names = set(EXCEPTIONS) | {
        f"response-{name}"
        for name in (
            "header-added",
            "header-deprecated",
            "header-undeprecated",
            "link-added",
            "status-added",
            "status-narrowed",
            "status-widened",
        )
    }
    for direction in ("request", "response"):
        names |= {f"{direction}-{name}" for name in _BY_DIRECTION.split()}
        for name in _CONSTRAINTS.split():
            names |= {
                f"{direction}-{name}-{effect}" for effect in ("narrowed", "widened", "changed")
            }
    return tuple(sorted(names | {f"request-{name}" for name in _REQUEST_ONLY.split()}))


def explained_or_near(rule: str) -> str:
    """What a rule means. Raises `ContractError` for an unknown one, with the nearest."""
    rules = every_rule()
    if rule in rules:
        return explained(rule)
    import difflib

    near = difflib.get_close_matches(rule, rules, n=1)
    hint = f"did you mean {near[0]}? " if near else ""
    raise ContractError(f"there is no rule {rule!r}; {hint}`pyvenice contract rules` lists all")


Levels = Mapping[str, Level]
"""Levels of one's own by rule: what `[levels]` of `source.toml` and `--level` say."""


def checked_levels(levels: Mapping[str, str], where: str) -> dict[str, Level]:
    """The levels by rule. Raises `ContractError` for an unknown rule or level."""
    known: dict[str, Level] = {level: level for level in LEVELS}
    for rule, level in levels.items():
        try:
            explained_or_near(rule)
        except ContractError as error:
            raise ContractError(f"{where}: {error}") from error
        if level not in known:
            raise ContractError(f"{where}: {rule} is {level!r}, not {', '.join(LEVELS)}")
    return {rule: known[level] for rule, level in levels.items()}


def leveled(findings: Iterable[Finding], levels: Levels) -> list[Finding]:
    """The findings, each with the level of its rule where one is given."""
    return [finding._replace(level=levels.get(finding.rule, finding.level)) for finding in findings]


def leveled_report(report: Report, levels: Levels) -> Report:
    """The report with the findings of all its providers leveled."""
    if not levels:
        return report
    providers = tuple(
        provider._replace(
            findings=tuple(leveled(provider.findings, levels)),
            acknowledged=tuple(leveled(provider.acknowledged, levels)),
        )
        for provider in report.providers
    )
    return report._replace(providers=providers)
