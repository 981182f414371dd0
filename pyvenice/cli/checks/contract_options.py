"""The arguments of `pyvenice contract …`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import click

from pyvenice.cli import options
from pyvenice.cli.parameter_types import Seconds
from pyvenice.contract.diff.findings import CATEGORIES, LEVELS
from pyvenice.contract.reports import FORMATS


def parameters(command: str) -> list[click.Parameter]:
    """The arguments and options of a command, made for it alone: those of all take time to make."""
    return _BY_COMMAND[command]()


def _live() -> click.Option:
    return click.Option(
        ["--live"], metavar="URL|FILE|-", help="Document to compare with, instead of the live one."
    )


def _timeout() -> click.Option:
    return click.Option(
        ["--timeout"],
        type=Seconds(),
        default=60.0,
        metavar="S",
        help="Seconds for each address, and for the comparison. Default: 60.",
    )


def _ignore() -> click.Option:
    return click.Option(
        ["--ignore"],
        type=Path,
        metavar="FILE",
        help="File of accepted findings, which are not reported.",
    )


def _comparison() -> list[click.Parameter]:
    return [
        *options.report_options(FORMATS),
        click.Option(
            ["--write"],
            multiple=True,
            metavar="FORMAT=FILE",
            help="Also write the report in another format, such as html=report.html.",
        ),
        click.Option(
            ["--fail-on"],
            type=click.Choice((*LEVELS, "never")),
            default="breaking",
            help="Lowest level of a finding that makes the exit status 1. Default: breaking.",
        ),
        click.Option(
            ["--level", "levels"],
            multiple=True,
            metavar="RULE=LEVEL",
            help="Level of a rule in this run, such as response-value-added=info; repeatable.",
        ),
        _ignore(),
        click.Option(
            ["--only"],
            multiple=True,
            type=click.Choice(CATEGORIES),
            metavar="CATEGORY",
            help=f"Categories to report; one or more of {', '.join(CATEGORIES)}.",
        ),
        _timeout(),
        click.Option(
            ["--step-summary"], is_flag=True, help="Append the report to $GITHUB_STEP_SUMMARY."
        ),
        options.operations_option(),
    ]


def _github_comment() -> click.Option:
    return click.Option(
        ["--github-comment"],
        metavar="OWNER/REPO#N|auto",
        help="Comment on this pull request (auto: that of the run); needs $GITHUB_TOKEN.",
    )


def _alerts() -> list[click.Parameter]:
    return [
        _github_comment(),
        click.Option(
            ["--github-issue"],
            metavar="OWNER/REPO",
            help="Keep an issue for each drift that fails; needs $GITHUB_TOKEN.",
        ),
        click.Option(
            ["--slack-webhook-env"],
            metavar="NAME",
            help="Environment variable with the address of a Slack webhook.",
        ),
        click.Option(
            ["--webhook-env"],
            metavar="NAME",
            help="Environment variable with the address that gets the json report.",
        ),
        click.Option(
            ["--webhook-secret-env"],
            metavar="NAME",
            help="Environment variable with the key that signs the json report.",
        ),
    ]


def _init() -> list[click.Parameter]:
    return [
        click.Argument(["name"], metavar="NAME"),
        click.Option(
            ["--from", "origin"], metavar="URL|FILE", help="OpenAPI or Swagger document of the API."
        ),
        options.operations_option("asks at a terminal"),
        click.Option(
            ["--from-traffic", "traffic"],
            multiple=True,
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="Pin the operations in a HAR file, a cassette, a journal or an access log.",
        ),
        click.Option(
            ["--from-code", "code"],
            multiple=True,
            type=click.Path(path_type=Path, exists=True),
            metavar="DIR",
            help="Pin the operations that Python code in this folder calls; it is not run.",
        ),
        _timeout(),
    ]


def _check() -> list[click.Parameter]:
    return [
        options.provider_argument("providers", nargs=-1),
        _live(),
        click.Option(
            ["--sdk"],
            metavar="WHEEL|installed",
            help="Compare with the types in the provider's Python package, which is not imported.",
        ),
        *_comparison(),
        *_alerts(),
    ]


def _diff() -> list[click.Parameter]:
    return [
        click.Argument(["old"], metavar="OLD"),
        click.Argument(["new"], metavar="NEW"),
        options.provider_option("Compare the operations in use of this project"),
        click.Option(
            ["--git"],
            type=click.Path(path_type=Path),
            default=".",
            metavar="REPO",
            help="Repository of documents such as HEAD~1:specs/api.yaml. Default: this folder.",
        ),
        *_comparison(),
        _github_comment(),
    ]


def _history() -> list[click.Parameter]:
    return [
        options.provider_argument(required=False),
        click.Argument(["source"], required=False, metavar="[DIR|PATH]"),
        click.Option(
            ["--git"],
            type=Path,
            metavar="REPO",
            help="Repository in which PATH is; its commits are replayed.",
        ),
        *options.report_options(("text", "json", "markdown")),
        options.operations_option(),
    ]


def _explain() -> list[click.Parameter]:
    return [click.Argument(["rule"], metavar="RULE-ID", shell_complete=_complete_rule)]


def _rules() -> list[click.Parameter]:
    return [*options.report_options(("text", "json", "markdown"))]


def _site() -> list[click.Parameter]:
    return [
        click.Argument(["folder"], type=click.Path(path_type=Path), metavar="DIR"),
        options.provider_argument("providers", nargs=-1),
        click.Option(
            ["--url"],
            default="https://localhost",
            metavar="URL",
            help="Address of the site, for the links in its feeds.",
        ),
        _ignore(),
        _timeout(),
    ]


def _accept() -> list[click.Parameter]:
    return [options.provider_argument(), _live()]


def _complete_rule(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    from pyvenice.contract.diff.rules import every_rule

    return [rule for rule in every_rule() if rule.startswith(incomplete)]


_BY_COMMAND: Mapping[str, Callable[[], list[click.Parameter]]] = {
    "init": _init,
    "check": _check,
    "diff": _diff,
    "history": _history,
    "explain": _explain,
    "rules": _rules,
    "site": _site,
    "accept": _accept,
}
