"""A language server over its standard streams, asked what an editor would ask."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Self

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = {"pyright": ("pyright-langserver", "--stdio"), "ty": ("ty", "server")}
_BIN = Path(sys.executable).parent


class LanguageServer:
    """One server with one open document, in the root of this checkout."""

    def __init__(self, name: str) -> None:
        program, *arguments = COMMANDS[name]
        if not (_BIN / program).exists():
            pytest.skip(f"{program} is not installed; it is in the extra dev")
        self._process = subprocess.Popen(
            [_BIN / program, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={**os.environ, "VIRTUAL_ENV": str(_BIN.parent)},
        )
        self._number = 0
        self._uri = (ROOT / "editor_session.py").as_uri()
        root = ROOT.as_uri()
        capabilities = {
            "general": {"positionEncodings": ["utf-16"]},
            "textDocument": {
                "hover": {"contentFormat": ["markdown", "plaintext"]},
                "signatureHelp": {
                    "signatureInformation": {
                        "documentationFormat": ["markdown"],
                        "parameterInformation": {"labelOffsetSupport": True},
                        "activeParameterSupport": True,
                    }
                },
            },
        }
        folder = {"uri": root, "name": "checkout"}
        self._ask(
            "initialize",
            processId=os.getpid(),
            rootUri=root,
            workspaceFolders=[folder],
            capabilities=capabilities,
        )
        self._tell("initialized")

    def open(self, text: str) -> None:
        """Let the server see a document that is not on disk."""
        document = {"uri": self._uri, "languageId": "python", "version": 1, "text": text}
        self._tell("textDocument/didOpen", textDocument=document)

    def ask(self, method: str, line: int, column: int) -> Any:
        """What the server answers about a position in the document; both count from 0."""
        position = {"line": line, "character": column}
        return self._ask(
            f"textDocument/{method}", textDocument={"uri": self._uri}, position=position
        )

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(self, method: str, **parameters: object) -> Any:
        self._number += 1
        number = self._number
        self._send({"id": number, "method": method, "params": parameters})
        while True:
            message = self._receive()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message
                return message["result"]
            if "id" in message and "method" in message:
                items = message.get("params", {}).get("items", ())
                self._send({"id": message["id"], "result": [None for _ in items] or None})

    def _tell(self, method: str, **parameters: object) -> None:
        self._send({"method": method, "params": parameters})

    def _send(self, message: dict[str, object]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        stream = self._process.stdin
        assert stream is not None
        stream.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        stream.flush()

    def _receive(self) -> dict[str, Any]:
        stream = self._process.stdout
        assert stream is not None
        length = 0
        while line := stream.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        assert length, "the language server ended"
        message: dict[str, Any] = json.loads(stream.read(length))
        return message
