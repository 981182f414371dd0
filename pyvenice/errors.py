"""Everything that pyvenice raises.

PyveniceError
├── ArgumentError (ValueError)            an argument that cannot be sent
│   ├── UnknownArgumentError (TypeError)  a name that the provider does not know
│   ├── UnknownModelError                 a model that the catalogue does not know
│   ├── UnsupportedParameterError         what the model cannot do, in a strict check
│   └── ImageInputError                   an image that cannot be sent
│       └── ImageNotFoundError (FileNotFoundError)  … because there is no such file
├── BudgetExceededError                   the call may cost more than a budget allows
├── ConfigError                           the configuration file cannot be used
├── LedgerError                           the file of the usage ledger cannot be used
├── MissingKeyError                       no API key, and no sandbox asked for
├── ClientClosedError (RuntimeError)      the client's connections are closed, or another process's
├── MissingExtraError (ImportError)       an optional package is not installed
├── APIConnectionError                    no complete response came
│   └── APITimeoutError (TimeoutError)    … in time
├── APIStatusError                        the provider responded with an error
│   ├── BadRequestError                   400
│   ├── AuthenticationError               401, or 402 for a request without credentials
│   ├── PaymentRequiredError              402, or 400, 403 with a code about the balance
│   ├── PermissionDeniedError             403
│   ├── NotFoundError                     404
│   ├── ConflictError                     409
│   ├── GoneError                         410
│   ├── PayloadTooLargeError              413
│   ├── UnsupportedMediaTypeError         415
│   ├── UnprocessableError                422
│   │   └── ContentPolicyError            … or 400, 403, a 200 that says so: the content was refused
│   ├── RateLimitError                    429
│   └── ServerError                       500 and above
│       └── OverloadedError               503
├── JobError                              a job that was submitted gave no result
│   ├── JobFailedError                    the provider reports that it failed
│   ├── JobCancelledError                 … that it was cancelled
│   ├── JobNotFoundError                  … that there is no such job, or no longer
│   ├── JobTimeoutError                   it did not end in time; it may still run (also APITimeoutError)
│   └── ResultExpiredError                the job ended, but its result is no longer at its address
├── SaveError (OSError)                   the picture or media came, but not into the file for it
├── WebhookSignatureError (ValueError)    a call of a webhook that cannot be trusted
├── AnswerError                           a success without a usable result
│   └── StreamError                       … that arrived as events
├── JournalError                          the journal of a batch cannot be used
├── ManifestError                         rows of a batch that cannot be planned
└── ConformanceError                      a request or response that breaks the contract
"""

import errno
import os
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, Protocol, Self

__all__ = [
    "APIConnectionError",
    "APIStatusError",
    "APITimeoutError",
    "AnswerError",
    "ArgumentError",
    "AuthenticationError",
    "BadRequestError",
    "BudgetExceededError",
    "ClientClosedError",
    "ConfigError",
    "ConflictError",
    "ConformanceError",
    "ContentPolicyError",
    "GoneError",
    "ImageInputError",
    "ImageNotFoundError",
    "JobCancelledError",
    "JobError",
    "JobFailedError",
    "JobNotFoundError",
    "JobTimeoutError",
    "JournalError",
    "LedgerError",
    "ManifestError",
    "MissingExtraError",
    "MissingKeyError",
    "NotFoundError",
    "OverloadedError",
    "PayloadTooLargeError",
    "PaymentRequiredError",
    "PermissionDeniedError",
    "PyveniceError",
    "RateLimitError",
    "ResultExpiredError",
    "SaveError",
    "ServerError",
    "StreamError",
    "UnknownArgumentError",
    "UnknownModelError",
    "UnprocessableError",
    "UnsupportedMediaTypeError",
    "UnsupportedParameterError",
    "WebhookSignatureError",
]


class RescuedImage(Protocol):
    """What is used of an `EditedImage` or `MediaFile`: errors stand below results and do not import them."""

    @property
    def data(self) -> bytes: ...
    @property
    def path(self) -> Path | None: ...
    @property
    def url(self) -> str | None: ...
    def save(self, path: str | os.PathLike[str]) -> Path: ...


class RescuedResult(Protocol):
    """What is used of the `EditResult` that had come when a call failed."""

    @property
    def images(self) -> Sequence[RescuedImage]: ...
    @property
    def image(self) -> RescuedImage: ...
    @property
    def request_id(self) -> str | None: ...
    def save(self, path: str | os.PathLike[str]) -> list[Path]: ...
    def __iter__(self) -> Iterator[RescuedImage]: ...


class PyveniceError(Exception):
    """The root of every error that pyvenice raises.

    `result` is the `EditResult` that had come when the call failed: at least one image, or the
    address of one; `None` where there is nothing of use. `media` is the audio or video that had come,
    which may be cut off. `job_id` is the id of the job that had been submitted by then: its result
    can still be fetched with it.
    """

    result: RescuedResult | None = None
    media: RescuedImage | None = None
    job_id: str | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        # Without a call of `__init__`, whose arguments are not in `args`.
        return type(self).__new__, (type(self), *self.args), {**vars(self), "args": self.args}


class ArgumentError(PyveniceError, ValueError):
    """An argument that cannot be sent. Raised before any request is made."""

    def __init__(
        self, message: str, *, argument: str, value: object = None, allowed: object = None
    ) -> None:
        super().__init__(message)
        self.argument = argument
        self.value = value
        self.allowed = allowed


class UnknownArgumentError(ArgumentError, TypeError):
    """An argument that this operation of this provider does not have."""


class UnknownModelError(ArgumentError):
    """A model that the catalogue does not know; `nearest` has the ids that may be meant."""

    def __init__(self, message: str, value: object, nearest: Sequence[str]) -> None:
        super().__init__(message, argument="model", value=value, allowed=tuple(nearest))
        self.nearest = tuple(nearest)


class UnsupportedParameterError(ArgumentError):
    """What a model cannot do, found by a strict check; `adjustments` says all that would change."""

    def __init__(self, message: str, *, argument: str, adjustments: Sequence[Any]) -> None:
        super().__init__(message, argument=argument)
        self.adjustments = tuple(adjustments)


class ImageInputError(ArgumentError):
    """An image that cannot be sent."""


class ImageNotFoundError(ImageInputError, FileNotFoundError):
    """The path given for an image does not exist."""

    def __init__(self, message: str, *, argument: str, value: str) -> None:
        super().__init__(message, argument=argument, value=value)
        self.errno = errno.ENOENT
        self.filename = value

    def __str__(self) -> str:
        return str(self.args[0])

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(type(self), argument=self.argument, value=self.filename), (str(self),)


class BudgetExceededError(PyveniceError):
    """A call that may cost more than a budget allows. Raised before any request is made.

    `budget` is the name of the limit, `max_cost`, `total`, `per_call` or `per_day`. Amounts are in US
    dollars: `estimate` is the most that the call may cost, `None` where its price is unknown;
    `reserved` is what calls under way may still cost.
    """

    def __init__(  # noqa: PLR0913  (each is a fact of the refusal)
        self,
        message: str,
        *,
        budget: str,
        limit: float,
        estimate: float | None,
        spent: float = 0.0,
        reserved: float = 0.0,
    ) -> None:
        super().__init__(message)
        self.budget = budget
        self.limit = limit
        self.estimate = estimate
        self.spent = spent
        self.reserved = reserved


class LedgerError(PyveniceError):
    """The file of the usage ledger cannot be used. No edit fails for that: its result says it.

    `is_busy` is true while another process holds the file locked.
    """

    def __init__(self, message: str, *, path: str, is_busy: bool = False) -> None:
        super().__init__(message)
        self.path = path
        self.is_busy = is_busy


class MissingKeyError(PyveniceError):
    """No API key was given."""

    def __init__(self, provider: str, variable: str) -> None:
        super().__init__(
            f"no API key for {provider}: set the environment variable {variable} or pass"
            " api_key=…; sandbox=True tries everything without a key"
        )
        self.provider = provider
        self.variable = variable


def install_command(extra: str) -> str:
    """The command that installs an extra of this copy: from its checkout, its URL or the index."""
    import json
    from importlib import metadata

    checkout = Path(__file__).parent.parent
    if (checkout / "pyproject.toml").is_file():
        return f"pip install --editable {_quoted(f'{checkout}[{extra}]')}"
    try:
        recorded = metadata.distribution("pyvenice").read_text("direct_url.json")
    except metadata.PackageNotFoundError:
        recorded = None
    source = json.loads(recorded or "{}")
    url = source.get("url", "")
    if vcs := source.get("vcs_info"):
        url = f"{vcs['vcs']}+{url}@{vcs['commit_id']}"
    if folder := source.get("subdirectory"):
        url = f"{url}#subdirectory={folder}"
    return f"pip install {_quoted(f'pyvenice[{extra}]' + f' @ {url}' * bool(url))}"


def _quoted(argument: str) -> str:
    import shlex

    return f'"{argument}"' if os.name == "nt" else shlex.quote(argument)


class MissingExtraError(PyveniceError, ImportError):
    """A feature needs a package that is not installed."""

    def __init__(self, extra: str, feature: str) -> None:
        super().__init__(f"{feature} needs an extra: {install_command(extra)}")
        self.extra = extra
        self.feature = feature


class ConfigError(PyveniceError):
    """The configuration file, or an environment variable that counts before it, cannot be used."""


class ClientClosedError(PyveniceError, RuntimeError):
    """The client cannot be used: it was closed, or its connections belong to another process."""


class _CallError(PyveniceError):
    """A call that failed `attempts` times; the text ends with why there was not another one.

    `retry_budget_spent` is true when only the client's retry budget forbade it.
    """

    attempts: int = 1
    retry_budget_spent: bool = False
    _why_final: str = ""

    def because(self, why: str) -> Self:
        """The same error, which now says why the call was not repeated."""
        self._why_final = why
        return self

    def __str__(self) -> str:
        text = super().__str__()
        return f"{text}; {self._why_final}" if self._why_final else text


class APIConnectionError(_CallError):
    """No complete response came.

    `maybe_executed` is true when the request, or a part of it, was sent: the provider may have
    carried it out and billed it. `hopeless` is true when another attempt would end the same way.
    """

    def __init__(self, message: str, *, maybe_executed: bool, hopeless: bool = False) -> None:
        super().__init__(message)
        self.maybe_executed = maybe_executed
        self.hopeless = hopeless


class APITimeoutError(APIConnectionError, TimeoutError):
    """No complete response came in time."""


class APIStatusError(_CallError):
    """The provider responded with an error.

    `retry_after` is in seconds; `headers` and `body` are those of the response, without secrets and
    without long data. The text ends with `advice`, what the caller can do, where there is any.
    """

    statuses: ClassVar[tuple[int, ...]] = ()
    """The HTTP statuses that are raised as this class."""
    advice: ClassVar[str] = ""

    def __init__(  # noqa: PLR0913  (each is a fact of the response)
        self,
        message: str,
        *,
        status: int,
        provider: str,
        operation: str,
        code: str | None = None,
        param: str | None = None,
        type: str | None = None,  # noqa: A002  (the providers' own word)
        request_id: str | None = None,
        retry_after: float | None = None,
        details: Any = None,
        headers: Mapping[str, str] | None = None,
        body: Any = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.provider = provider
        self.operation = operation
        self.code = code
        self.param = param
        self.type = type
        self.request_id = request_id
        self.retry_after = retry_after
        self.details = details
        self.headers = dict(headers or {})
        self.body = body


class BadRequestError(APIStatusError):
    """400: the provider does not accept the request."""

    statuses = (400,)


class AuthenticationError(APIStatusError):
    """401, or a 402 that asks a request without credentials to pay: the key is missing or wrong."""

    statuses = (401,)
    advice = "check the API key"


class PaymentRequiredError(APIStatusError):
    """402: the balance or a spending limit does not allow the request."""

    statuses = (402,)
    advice = "add credit, or raise the spending limit of the key"
    minimum_top_up_usd: float | None = None
    """The least that can be paid in, in US dollars, where the provider says so."""
    suggested_top_up_usd: float | None = None
    """What the provider suggests to pay in, in US dollars, where it says so."""


class PermissionDeniedError(APIStatusError):
    """403: the key may not do this."""

    statuses = (403,)
    advice = "check what the key is allowed to do"


class NotFoundError(APIStatusError):
    """404: no such model, file or address."""

    statuses = (404,)
    advice = "check the model or id, and base_url"


class ConflictError(APIStatusError):
    """409: the server is in a state that does not allow the request now."""

    statuses = (409,)


class GoneError(APIStatusError):
    """410: the model or address was retired."""

    statuses = (410,)
    advice = "choose another model or method"


class PayloadTooLargeError(APIStatusError):
    """413: the request is larger than the provider accepts."""

    statuses = (413,)
    advice = "send smaller or fewer images"


class UnsupportedMediaTypeError(APIStatusError):
    """415: the provider does not take this content type."""

    statuses = (415,)
    advice = "try the other media_type, json or multipart"


class UnprocessableError(APIStatusError):
    """422: the request is well formed, but a value in it is not accepted."""

    statuses = (422,)


class ContentPolicyError(UnprocessableError):
    """422, 400 or 403: the prompt or a picture was refused for its content.

    Some providers say so with a 200: `code` is their reason, and `result` holds a picture that was
    made unrecognisable, if one came.
    """

    advice = "change the prompt or the picture"


class RateLimitError(APIStatusError):
    """429: too many requests; `retry_after` says when to come back, if the provider did."""

    statuses = (429,)
    advice = "send fewer requests at a time"


class ServerError(APIStatusError):
    """500 and above: the provider failed; the request may have been carried out."""


class OverloadedError(ServerError):
    """503: the provider or the model has no capacity now."""

    statuses = (503,)
    advice = "come back later, or choose another model"


class JobError(PyveniceError):
    """A job that was submitted gave no result. It may have been billed, and is never submitted again.

    `job_id` is its id. `status` and `details` are what the provider says about it.
    """

    status: str | None = None
    request_id: str | None = None
    details: object = None

    def __init__(
        self, message: str, *, job_id: str, status: str | None = None, details: object = None
    ) -> None:
        super().__init__(message)
        self.job_id = job_id
        self.status = status
        self.details = details


class JobFailedError(JobError):
    """The provider reports that the job failed."""


class JobCancelledError(JobError):
    """The provider reports that the job was cancelled or deleted."""


class JobNotFoundError(JobError):
    """The provider knows no job of this id: it never did, or keeps jobs for a limited time."""


class JobTimeoutError(JobError, APITimeoutError):
    """The job did not end in time. It may still run: its result can be fetched later, by `job_id`."""

    def __init__(self, message: str, *, job_id: str) -> None:
        APITimeoutError.__init__(self, message, maybe_executed=True)
        self.job_id = job_id


class ResultExpiredError(JobError):
    """The job ended, but its result is no longer at its address. The addresses are in `result`."""


class WebhookSignatureError(PyveniceError, ValueError):
    """A call of a webhook that cannot be trusted: its signature is wrong, or it is too old."""


class SaveError(PyveniceError, OSError):
    """The picture, audio or video came, but could not be written to the file that `save_to` named.

    What was paid for is in `result`, or in `media`: in memory, but for the files that could be written.
    """

    def __init__(self, message: str, *, result: RescuedResult | None) -> None:
        super().__init__(message)
        self.result = result


class AnswerError(PyveniceError):
    """The provider reported success, but the response holds no usable result.

    The request was carried out and may have been billed, so it is never repeated on its own.
    """

    def __init__(
        self, message: str, *, request_id: str | None = None, details: object = None
    ) -> None:
        super().__init__(message)
        self.request_id = request_id
        self.details = details


class StreamError(AnswerError):
    """A stream of events reported an error, or ended without a result."""

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        request_id: str | None = None,
        details: object = None,
    ) -> None:
        super().__init__(message, request_id=request_id, details=details)
        self.code = code


class ConformanceError(PyveniceError):
    """A request or response that breaks the contract, where a client was asked to raise that.

    `violations` says what, where and whose fault it is. `reply` is the response, which may be paid
    for; `None` where the request was not sent.
    """

    def __init__(self, message: str, *, violations: tuple[Any, ...], reply: object = None) -> None:
        super().__init__(message)
        self.violations = violations
        self.reply = reply


class JournalError(PyveniceError):
    """The journal of a batch cannot be opened, locked or written."""


class ManifestError(PyveniceError):
    """Rows of a batch that cannot be planned; the message names their place."""


for _name in __all__:
    globals()[_name].__module__ = "pyvenice"  # where users import them from
