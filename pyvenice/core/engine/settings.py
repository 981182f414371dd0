"""Settings of a client: the address of its server, the key, time limits, limits of responses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

from pyvenice.core.engine.calls import Call
from pyvenice.core.engine.deadline import Deadline
from pyvenice.core.engine.events import OnEvent
from pyvenice.core.engine.pace import Pace
from pyvenice.core.engine.retry_budget import RetryBudget
from pyvenice.core.engine.retry_policy import RetryPolicy
from pyvenice.core.engine.traffic_observer import Inspector
from pyvenice.core.http.headers import checked_headers
from pyvenice.core.http.request import Request
from pyvenice.core.http.ssrf import AddressRule, origin
from pyvenice.core.provider_rules import ProviderRules
from pyvenice.core.recording.redaction import shortened
from pyvenice.core.recording.secrets import is_secret, redacted_url, secret_values, secrets_among
from pyvenice.core.response.result import ResponseLimits
from pyvenice.errors import AnswerError

_OWN_HEADERS = {"accept": "*/*", "accept-encoding": "identity", "user-agent": "pyvenice"}


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings that all calls of a client share."""

    provider: str
    """The provider's name as people write it, for messages."""
    base_url: str
    api_key: str | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    timeout: float = 300.0
    """Seconds for a whole call: attempts, pauses and reading."""
    retry: RetryPolicy = field(default_factory=RetryPolicy)
    budget: RetryBudget = field(default_factory=lambda: RetryBudget(None))
    on_event: OnEvent | None = None
    limits: ResponseLimits = field(default_factory=ResponseLimits)
    allow_private_addresses: bool | None = None
    """Whether responses may point into private networks; `None`: if the base URL is in one."""
    inspector: Inspector | None = None
    rules: ProviderRules = field(default_factory=ProviderRules)
    key_header: str = "authorization"
    """The header of the key: a bearer token in this one, the bare key in any other."""
    pace: Pace | None = None
    """When requests may be sent, where rate limits are obeyed."""
    is_sandboxed: bool = False
    """A server in this process answers."""

    def url(self, call: Call) -> str:
        """The absolute URL of a call."""
        if call.authorized and call.url.startswith("/"):
            return f"{self.base_url}{call.url}"
        if origin(call.url) is None:
            where = shortened(redacted_url(call.url), 100)
            raise AnswerError(f"the answer names an address that cannot be fetched: {where!r}")
        return call.url

    def request_headers(self, call: Call) -> dict[str, str]:
        """Lower-case headers of a call. Key and default headers go to the base URL's host only."""
        headers = dict(_OWN_HEADERS)
        is_own = call.url.startswith("/") or origin(call.url) == origin(self.base_url)
        if call.authorized and is_own:
            if self.api_key is not None:
                is_bearer = self.key_header == "authorization"
                headers[self.key_header] = f"Bearer {self.api_key}" if is_bearer else self.api_key
            headers |= self.rules.request_headers
            headers |= checked_headers(self.headers, "default_headers") if self.headers else {}
        headers |= checked_headers(call.headers, "headers") if call.headers else {}
        if call.body is not None:
            headers["content-type"] = call.body.content_type
            headers["content-length"] = str(call.body.content_length)
        return headers

    def secrets(self, call: Call) -> tuple[str, ...]:
        """The key, and the secrets in headers and address of a call, which no error may quote."""
        key = secrets_among((self.api_key or "",))
        headers = {**self.headers, **call.headers}
        if not (headers or call.query or "?" in call.url):
            return key
        query = [
            *parse_qsl(call.url.partition("?")[2]),
            *parse_qsl(urlencode(call.query, doseq=True)),
        ]
        # In an address, `key` and `token` alone are names of secrets too.
        named = secrets_among(value for name, value in query if is_secret(f"-{name}"))
        return (*key, *secret_values(headers), *named)

    def request(self, call: Call, deadline: Deadline) -> Request:
        """The call made ready to be sent. Raises `AnswerError` or `ArgumentError`."""
        url = self.url(call)
        return Request(
            call,
            url,
            redacted_url(url),
            self.request_headers(call),
            deadline,
            min(call.max_bytes, self.limits.max_bytes),
            AddressRule(self.base_url, self.allow_private_addresses),
        )
