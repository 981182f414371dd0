"""A small GitHub on a loopback port: the issues of one repository, in pages, with bad days."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

REPOSITORY = "octo/app"
TOKEN = "ghp_0123456789abcdefghijklmnop"  # noqa: S105  (it opens nothing)

Json = Any


@dataclass
class FakeGitHub:
    """The issues, every request that arrived, and answers that come before the true ones."""

    url: str = ""
    page: int = 100
    issues: list[dict[str, Json]] = field(default_factory=list)
    comments: list[dict[str, Json]] = field(default_factory=list)
    requests: list[tuple[str, str, dict[str, str], Json]] = field(default_factory=list)
    refusals: list[tuple[int, dict[str, str], Json]] = field(default_factory=list)
    next_host: str | None = None

    def add(self, **fields: Json) -> dict[str, Json]:
        """An issue as the API would answer it, by the token's own bot."""
        issue = {
            "number": len(self.issues) + 1,
            "state": "open",
            "title": "",
            "body": None,
            "labels": [],
            "user": {"login": "github-actions[bot]", "type": "Bot"},
            "author_association": "NONE",
        } | fields
        self.issues.append(issue)
        return issue

    def writes(self) -> list[tuple[str, Json]]:
        """What was sent that changes something."""
        return [(method, body) for method, _, _, body in self.requests if method != "GET"]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    github: FakeGitHub

    def do_GET(self) -> None:
        body = self._arrived()
        if self._refused() or not self._known():
            return
        match self.command, self.path.partition("?")[0].split("/")[5:]:
            case "GET", [_, "comments"]:
                self._say(200, self.github.comments)
            case "POST", [_, "comments"]:
                self._comment(body)
            case "PATCH", ["comments", number]:
                self.github.comments[int(number) - 1].update(body)
                self._say(200, {})
            case "GET", []:
                self._list()
            case "POST", []:
                self._create(body)
            case "PATCH", [number]:
                self._edit(int(number), body)
            case _:
                self._say(405, {"message": "Method Not Allowed"})

    do_POST = do_PATCH = do_GET  # noqa: N815  (the standard library's names)

    def _arrived(self) -> Json:
        raw = self.rfile.read(int(self.headers.get("content-length", 0)))
        body = json.loads(raw) if raw else None
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.github.requests.append((self.command, self.path, headers, body))
        return body

    def _refused(self) -> bool:
        if not self.github.refusals:
            return False
        status, headers, body = self.github.refusals.pop(0)
        self._say(status, body, headers)
        return True

    def _known(self) -> bool:
        if self.headers["authorization"] != f"Bearer {TOKEN}":
            self._say(401, {"message": "Bad credentials"})
        elif not self.path.startswith(f"/repos/{REPOSITORY}/issues"):
            self._say(404, {"message": "Not Found"})
        else:
            return True
        return False

    def _list(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        state, page = query.get("state", ["open"])[0], int(query.get("page", ["1"])[0])
        size = min(self.github.page, int(query.get("per_page", ["30"])[0]))
        chosen = [one for one in self.github.issues if state in {"all", one["state"]}]
        here = chosen[(page - 1) * size : page * size]
        headers = {}
        if page * size < len(chosen):
            base = self.github.next_host or self.github.url
            following = (
                f"{base}/repos/{REPOSITORY}/issues?state={state}&per_page={size}&page={page + 1}"
            )
            headers["link"] = f'<{base}/first>; rel="first", <{following}>; rel="next"'
        self._say(200, here, headers)

    def _create(self, body: dict[str, Json]) -> None:
        labels = [{"name": name} for name in body.get("labels", [])]
        self._say(201, self.github.add(**(body | {"labels": labels})))

    def _comment(self, body: dict[str, Json]) -> None:
        user = {"login": "github-actions[bot]", "type": "Bot"}
        made = {"id": len(self.github.comments) + 1, "user": user, **body}
        self.github.comments.append(made)
        self._say(201, made)

    def _edit(self, number: int, body: dict[str, Json]) -> None:
        issue = self.github.issues[number - 1]
        issue.update(body)
        self._say(200, issue)

    def _say(self, status: int, value: Json, headers: dict[str, str] | None = None) -> None:
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        self.send_response(status)
        for name, content in ({"content-length": str(len(body))} | (headers or {})).items():
            self.send_header(name, content)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Tests print nothing."""


@contextmanager
def github_at_home() -> Iterator[FakeGitHub]:
    """A fake GitHub until the block ends."""
    github = FakeGitHub()
    handler = type("Handler", (_Handler,), {"github": github})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    github.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.01))
    thread.start()
    try:
        yield github
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
