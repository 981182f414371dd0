"""Follow the references of a document: pointers, anchors, `$id`s, and files in its folder."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urldefrag, urljoin

from pyvenice.contract.document import yaml12
from pyvenice.contract.document.document_limits import RepeatedKeys
from pyvenice.contract.document.pointer import parts_of, step, unescape
from pyvenice.contract.errors import ContractError, DocumentError
from pyvenice.contract.fetching.fetch import read_file

Json = Any

_MAX_FILES = 1000
_MAX_FILE_BYTES = 64 * 1024 * 1024


class Target(NamedTuple):
    """Where a reference leads."""

    reference: str
    """As it reads from the document itself: `#/components/schemas/Image`, `paths/edit.yaml#/post`."""
    node: Json

    @property
    def file(self) -> str:
        """The file that it stands in; empty for the document itself."""
        return urldefrag(self.reference)[0]


class ReferenceResolver:
    """Follows the references of one document.

    Other files are read only for a document that is a file itself (`path`), and only from its folder: a
    document from the network names none of ours.
    """

    def __init__(
        self,
        document: Mapping[str, Json],
        path: Path | None = None,
        repeated: RepeatedKeys | None = None,
    ) -> None:
        self._document = document
        self._repeated = repeated or RepeatedKeys()
        self._path = path.resolve() if path else None
        self._files: dict[str, Json] = {}
        self._bytes_left = _MAX_FILE_BYTES
        self._names: dict[str, Json] | None = None

    def target(self, reference: str, file: str = "") -> Target:
        """What a reference in `file` leads to. Raises `DocumentError` when it leads nowhere."""
        absolute = urljoin(file, reference) if file else reference.removeprefix("./")
        name, fragment = urldefrag(absolute)
        if name and name in (self._path and self._path.name, self._document.get("$self")):
            absolute, name = f"#{fragment}", ""
        if not name and not fragment:
            raise DocumentError(f"the reference {reference} leads to the whole document")
        if fragment and not fragment.startswith("/"):
            return Target(absolute, self._named(absolute))
        node = self._root(name)
        for part in parts_of(absolute) if fragment else ():
            if isinstance(node, dict) and (reason := self._repeated.reason(node, unescape(part))):
                raise DocumentError(reason)
            node = step(node, part, absolute)
        return Target(absolute, node)

    def follow(self, node: Json, file: str = "") -> Target:
        """The first node that is no reference, beginning with `node`, which stands in `file`.

        Raises `DocumentError` for a reference that leads nowhere or back to itself.
        """
        found = Target(file, node)
        seen: set[str] = set()
        while isinstance(found.node, Mapping) and "$ref" in found.node:
            if not isinstance(found.node["$ref"], str):
                raise DocumentError("its $ref is not a text")
            found = self.target(found.node["$ref"], found.file)
            if found.reference in seen:
                raise DocumentError(f"the reference {found.reference} leads back to itself")
            seen.add(found.reference)
        return found

    def _root(self, name: str) -> Json:
        if not name:
            return self._document
        if self._names is not None and name in self._names:
            return self._names[name]
        try:
            return self._file(name)
        except DocumentError:
            if name not in self.named_schemas():
                raise
            return self.named_schemas()[name]

    def _named(self, reference: str) -> Json:
        """The schema that an anchor (`#image`) names."""
        if reference not in self.named_schemas():
            raise DocumentError(f"the reference {reference} leads nowhere")
        return self.named_schemas()[reference]

    def named_schemas(self) -> dict[str, Json]:
        """Schemas by `$id` and `$anchor`: all of the document is searched when the first is asked for."""
        if self._names is None:
            self._names = dict(_named_schemas(self._document, ""))
        return self._names

    def _file(self, name: str) -> Json:
        if name not in self._files:
            if len(self._files) == _MAX_FILES:
                raise DocumentError(f"the document refers to more than {_MAX_FILES:,} files")
            self._files[name] = self._read(name)
        return self._files[name]

    def _read(self, name: str) -> Json:
        if self._path is None or "://" in name:
            raise DocumentError(f"it is described in {name}, which is not fetched")
        path = (self._path.parent / unquote(name)).resolve()
        if not path.is_relative_to(self._path.parent):
            raise DocumentError(f"it is described in {name}, outside the folder of the document")
        try:
            raw = read_file(path)
            self._bytes_left -= len(raw)
            if self._bytes_left < 0:
                raise DocumentError("the files that it refers to are larger than 64 MiB together")
            return yaml12.loads(raw, name=name)
        except ContractError as error:
            raise DocumentError(f"it is described in {name}, which is not readable") from error


def _named_schemas(tree: Json, base: str) -> Iterator[tuple[str, Json]]:
    """Each schema that has a name, by its absolute `$id` or by `$id` and anchor."""
    if isinstance(tree, list):
        for item in tree:
            yield from _named_schemas(item, base)
    if not isinstance(tree, Mapping):
        return
    if isinstance(own := tree.get("$id"), str):
        base = urljoin(base, own).removesuffix("#")
        yield base, tree
    for key in ("$anchor", "$dynamicAnchor"):
        if isinstance(anchor := tree.get(key), str):
            yield f"{base}#{anchor}", tree
    for value in tree.values():
        if isinstance(value, Mapping | list):
            yield from _named_schemas(value, base)
