"""What follows from the folders of the providers: tables in the documentation, and a list for CI.

python scripts/providers.py tables [--check]   # write them, or say which are stale
python scripts/providers.py public             # those whose document has a public address
"""

from __future__ import annotations

import argparse
import importlib
import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from pyvenice.core.request.operation_table import ImageRule, Operation, Provider

ROOT = Path(__file__).resolve().parent.parent


class Facts:
    """The generated table of a provider, as the documentation shows it."""

    def __init__(self, name: str) -> None:
        table = importlib.import_module(f"pyvenice.generated.{name}.operations")
        self.provider: Provider = table.PROVIDER
        self.operations: dict[str, list[Operation]] = {}
        """By method: one, or one for each model."""
        for operation in table.OPERATIONS:
            self.operations.setdefault(operation.name, []).append(operation)

    @property
    def client(self) -> str:
        """The name of the sync client class; '' if there is none yet."""
        import pyvenice

        names = (name for name in pyvenice.__all__ if re.fullmatch(r"(?!Async)\w+Client", name))
        mine = (
            name for name in names if getattr(pyvenice, name).provider.name == self.provider.name
        )
        return next(mine, "")

    def written_by_hand(self) -> Iterator[str]:
        """What the client has besides its operations: methods for pictures, and resources."""
        import pyvenice

        if not self.client:
            return
        kind = getattr(pyvenice, self.client)
        attributes = (name for base in kind.__mro__ for name in vars(base))
        resources = [
            name for name in attributes if isinstance(getattr(kind, name), cached_property)
        ]
        client = kind("key")
        for method in dir(type(client.image)):
            if not method.startswith("_") and f"image.{method}" not in self.operations:
                yield f"image.{method}"
        known = {name.partition(".")[0] for name in self.operations}
        yield from (f"{name}.*" for name in resources if name not in known)

    def image_rules(self, operation: str) -> list[ImageRule]:
        """The images that an operation takes, and its mask; none for an unknown operation."""
        return [
            parameter.image
            for known in self.operations.get(operation, ())
            for parameter in known.parameters
            if parameter.image is not None
        ]

    def images(self, operation: str) -> str:
        """How many images an operation takes, such as 'up to 16 images'; '' for none."""
        rules = [rule for rule in self.image_rules(operation) if rule.mask is None]
        if not rules:
            return ""
        if not any(rule.many for rule in rules):
            return "one image"
        counts = [rule.max_count for rule in rules if rule.many and rule.max_count]
        by_model = " by model" if len(self.operations[operation]) > 1 else ""
        return f"up to {max(counts)} images{by_model}" if counts else f"several images{by_model}"

    def mask(self, operation: str) -> str:
        """What a mask marks where it may be edited: white, black or transparent; '' without masks."""
        marks = dict.fromkeys(rule.mask for rule in self.image_rules(operation) if rule.mask)
        return " or ".join(marks) + (", by model" if len(marks) > 1 else "")


def providers_table(facts: Iterable[Facts]) -> Iterator[str]:
    """Clients, keys and methods."""
    yield "| provider | client | key | other address | methods |"
    yield "|---|---|---|---|---|"
    for known in facts:
        provider = known.provider
        key = ", ".join(f"`{name}`" for name in provider.api_key_envs)
        cells = (
            provider.title,
            f"`{known.client}`" if known.client else "(not yet)",
            key if provider.key_required else f"{key}, if the server asks for one",
            ", ".join(("`base_url=`", *(f"`{name}`" for name in provider.base_url_envs))),
            ", ".join(_methods(known)),
        )
        yield f"| {' | '.join(cells)} |"


def _methods(facts: Facts) -> Iterator[str]:
    for name, operations in facts.operations.items():
        notes = [facts.images(name)] if "edit" in name else []
        notes += ["mask"] if facts.mask(name) else []
        notes += ["stream"] if "text/event-stream" in operations[0].answers else []
        notes += [f"{len(operations)} models"] if operations[0].for_model else []
        details = ", ".join(filter(None, notes))
        yield f"`{name}` ({details})" if details else f"`{name}`"
    yield from (f"`{name}`" for name in facts.written_by_hand())


def limits_table(facts: Iterable[Facts]) -> Iterator[str]:
    """What `image.edit` takes as an image."""
    yield "| provider | types | bytes | pixels | images |"
    yield "|---|---|---|---|---|"
    for known in facts:
        rules = known.image_rules("image.edit")
        if rules:
            cells = (known.provider.title, *_limits(rules[0]), known.images("image.edit"))
            yield f"| {' | '.join(cells)} |"


def _limits(rule: ImageRule) -> Iterator[str]:
    yield ", ".join(_type_name(media_type) for media_type in rule.media_types)
    yield f"under {rule.max_bytes / 10**6:g} MB" if rule.max_bytes else ""
    yield f"{rule.min_pixels or 1:,} to {rule.max_pixels:,}" if rule.max_pixels else ""


def _type_name(media_type: str) -> str:
    name = media_type.removeprefix("image/").upper()
    return {"WEBP": "WebP"}.get(name, name)


def masks_table(facts: Iterable[Facts]) -> Iterator[str]:
    """What a mask of `image.edit` marks."""
    yield "| provider | `image.edit` changes what is |"
    yield "|---|---|"
    for known in facts:
        yield f"| {known.provider.title} | {known.mask('image.edit') or '(takes no mask)'} |"


def dialects_table(facts: Iterable[Facts]) -> Iterator[str]:
    """The base URL and key of each provider on a sandbox at its usual port."""
    from pyvenice.sandbox.dialects.discovery import dialect_classes

    yield "| dialect | base URL | key |"
    yield "|---|---|---|"
    for known in facts:
        provider = known.provider
        dialect = dialect_classes().get(provider.name)
        if dialect is not None:
            option = dialect.options.get("needs_key")
            key = f"none, unless `--{provider.name}-{option.flag}`" if option else "`sandbox`"
            base_url = f"`http://127.0.0.1:8765{dialect.base_path}`"
            yield f"| {provider.title} | {base_url} | {key} |"


def navigation(facts: Iterable[Facts]) -> Iterator[str]:
    """The reference pages of the providers in the navigation of the site."""
    for known in facts:
        yield f'      - "{known.provider.title}": reference/{known.provider.name}.md'


TABLES: dict[str, dict[str, Callable[[Iterable[Facts]], Iterator[str]]]] = {
    "README.md": {"providers": providers_table},
    "mkdocs.yml": {"reference": navigation},
    "docs/sandbox.md": {"dialects": dialects_table},
    "docs/inputs-and-masks.md": {"limits": limits_table, "masks": masks_table},
}


def page_with_tables(page: str, text: str, facts: Sequence[Facts]) -> str:
    """The text of a page with its tables, between `<!-- NAME -->` and `<!-- end of NAME -->`; in YAML after `#`."""
    mark = "# " if page.endswith(".yml") else ""
    for name, table in TABLES[page].items():
        begin, end = f"{mark}<!-- {name} -->\n", f"\n{mark}<!-- end of {name} -->"
        before, _, rest = text.partition(begin)
        _, found, after = rest.partition(end)
        if not found:
            raise ValueError(f"{page} has no place for the table {name!r}")
        text = "".join((before, begin, "\n".join(table(facts)), end, after))
    return text


def write_tables(*, check: bool) -> int:
    """Write all tables; with `check`, only name the pages that are stale and return 1."""
    from pyvenice.generated import PROVIDERS

    facts = [Facts(name) for name in PROVIDERS]
    stale = []
    for page in TABLES:
        path = ROOT / page
        old = path.read_text("utf-8")
        new = page_with_tables(page, old, facts)
        if new != old:
            stale.append(page)
            if not check:
                path.write_text(new, "utf-8")
    if check and stale:
        print(f"{', '.join(stale)}: tables of providers are stale: make generate", file=sys.stderr)
    return int(check and bool(stale))


def public_providers(specs: Path = ROOT / "specs") -> list[str]:
    """The providers whose document anybody can fetch: not from loopback only, and without a key."""
    sources = {
        path.parent.name: tomllib.loads(path.read_text("utf-8"))
        for path in sorted(specs.glob("*/source.toml"))
    }
    return [
        name
        for name, source in sources.items()
        if not (source.get("auth", {}).get("live") or all(map(is_loopback, source["live"])))
    ]


def is_loopback(url: str) -> bool:
    """Whether a URL names this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def main() -> int:
    """Run a command; the exit status is 1 if a table is stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=("tables", "public"))
    parser.add_argument("--check", action="store_true", help="write nothing")
    given = parser.parse_args()
    if given.command == "public":
        print(*public_providers())
        return 0
    return write_tables(check=given.check)


if __name__ == "__main__":
    sys.exit(main())
