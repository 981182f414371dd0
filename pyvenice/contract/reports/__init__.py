"""A report in the form that its reader needs: a person, a program, a pull request, a CI server.

Public: `render`.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, Literal, get_args

from pyvenice.contract.diff.findings import Report
from pyvenice.contract.reports.wording import FailOn

Format = Literal["text", "json", "markdown", "html", "github", "junit", "sarif"]
FORMATS: tuple[Format, ...] = get_args(Format)


def render(  # noqa: PLR0913  (each is a choice of the reader)
    report: Report,
    format: str,  # noqa: A002  (what the command line calls it)
    *,
    colour: bool = False,
    width: int = 100,
    fail_on: FailOn = "breaking",
    explain: Callable[[str], str] | None = None,
) -> str:
    """The report in one of `FORMATS`, ending in a line break.

    `colour` and `width` (in columns) concern text; `fail_on` is the lowest level that junit calls a
    failure; `explain` gives the sentences about a rule that sarif shows as its help.
    Raises `ArgumentError` for an unknown format.
    """
    if format not in FORMATS:
        raise _unknown(format)
    options: dict[str, dict[str, Any]] = {
        "text": {"colour": colour, "width": width},
        "junit": {"fail_on": fail_on},
        "sarif": {"explain": explain},
    }
    name = "as_json" if format == "json" else format
    text: str = import_module(f"{__name__}.{name}").render(report, **options.get(format, {}))
    return text


def _unknown(name: str) -> Exception:
    from difflib import get_close_matches

    from pyvenice.errors import ArgumentError

    near = get_close_matches(name, FORMATS, n=1)
    hint = f", but there is {near[0]!r}" if near else ""
    known = ", ".join(FORMATS)
    return ArgumentError(
        f"there is no format {name!r}{hint}; there are {known}",
        argument="format",
        value=name,
        allowed=FORMATS,
    )
