"""WaveSpeed, sync and async."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Unpack

from pyvenice.core.client.base import AsyncClient, SyncClient
from pyvenice.core.client.signatures import cached_property
from pyvenice.core.client.webhooks import MAX_AGE
from pyvenice.core.extras import LazyModule
from pyvenice.core.request.options import CallOptions
from pyvenice.core.response.result import EditResult
from pyvenice.generated.wavespeed import methods
from pyvenice.generated.wavespeed.operations import PROVIDER
from pyvenice.generated.wavespeed.parameters import EditImageParams
from pyvenice.providers.wavespeed import flows
from pyvenice.providers.wavespeed.rules import RULES

if TYPE_CHECKING:
    from pyvenice.generated.wavespeed import responses
else:
    responses = LazyModule("pyvenice.generated.wavespeed.responses")

__all__ = ["AsyncWaveSpeedClient", "WaveSpeedClient"]


class WaveSpeedImages(methods.ImageMethods):
    """`client.image`: edit pictures, or submit that and come back for the result."""

    def _edit(self, arguments: EditImageParams) -> EditResult:
        return self._client._run(flows.edit(arguments))

    def submit(self, **arguments: Unpack[EditImageParams]) -> responses.Prediction:
        """Submit an edit, with the arguments of `edit`, and do not wait: `.data.id` is for `resume`."""
        return self._client._run(flows.submit({**self._call_defaults, **arguments}))

    def resume(self, job_id: str, **options: Unpack[CallOptions]) -> EditResult:
        """Wait for the result of a job that was submitted before. Raises `JobError` if it brings none."""
        return self._client._run(flows.resume(job_id, options))


class AsyncWaveSpeedImages(methods.AsyncImageMethods):
    """`client.image`: edit pictures, or submit that and come back for the result."""

    async def _edit(self, arguments: EditImageParams) -> EditResult:
        return await self._client._run(flows.edit(arguments))

    async def submit(self, **arguments: Unpack[EditImageParams]) -> responses.Prediction:
        """Submit an edit, with the arguments of `edit`, and do not wait: `.data.id` is for `resume`."""
        return await self._client._run(flows.submit({**self._call_defaults, **arguments}))

    async def resume(self, job_id: str, **options: Unpack[CallOptions]) -> EditResult:
        """Wait for the result of a job that was submitted before. Raises `JobError` if it brings none."""
        return await self._client._run(flows.resume(job_id, options))


class _Verification:
    """What needs no request, so sync and async clients have the same."""

    def verify(
        self, body: bytes, headers: Mapping[str, str], *, secret: str, max_age: float = MAX_AGE
    ) -> responses.PredictionData:
        """The job that a webhook was called with, if WaveSpeed signed that, and not long ago.

        `secret` is what `secret()` returns; `max_age` is in seconds. Raises `WebhookSignatureError`.
        """
        return flows.verified_job(body, headers, secret, max_age)


class WaveSpeedWebhooks(_Verification, methods.WebhooksMethods):
    """`client.webhooks`: calls of your server when jobs have ended."""


class AsyncWaveSpeedWebhooks(_Verification, methods.AsyncWebhooksMethods):
    """`client.webhooks`: calls of your server when jobs have ended."""


class WaveSpeedClient(SyncClient):
    """WaveSpeed. The key comes from `api_key` or `WAVESPEED_API_KEY`; `sandbox=True` needs none."""

    provider = PROVIDER
    rules = RULES

    @cached_property
    def image(self) -> WaveSpeedImages:
        """Calls that change pictures."""
        return WaveSpeedImages(self)

    @cached_property
    def jobs(self) -> methods.JobsMethods:
        """How jobs stand."""
        return methods.JobsMethods(self)

    @cached_property
    def models(self) -> methods.ModelsMethods:
        """What models there are, and what a call costs."""
        return methods.ModelsMethods(self)

    @cached_property
    def media(self) -> methods.MediaMethods:
        """Files to edit."""
        return methods.MediaMethods(self)

    @cached_property
    def account(self) -> methods.AccountMethods:
        """The balance."""
        return methods.AccountMethods(self)

    @cached_property
    def webhooks(self) -> WaveSpeedWebhooks:
        """Calls of your server when jobs have ended."""
        return WaveSpeedWebhooks(self)


class AsyncWaveSpeedClient(AsyncClient):
    """WaveSpeed, async. The key comes from `api_key` or `WAVESPEED_API_KEY`; `sandbox=True` needs none."""

    provider = PROVIDER
    rules = RULES

    @cached_property
    def image(self) -> AsyncWaveSpeedImages:
        """Calls that change pictures."""
        return AsyncWaveSpeedImages(self)

    @cached_property
    def jobs(self) -> methods.AsyncJobsMethods:
        """How jobs stand."""
        return methods.AsyncJobsMethods(self)

    @cached_property
    def models(self) -> methods.AsyncModelsMethods:
        """What models there are, and what a call costs."""
        return methods.AsyncModelsMethods(self)

    @cached_property
    def media(self) -> methods.AsyncMediaMethods:
        """Files to edit."""
        return methods.AsyncMediaMethods(self)

    @cached_property
    def account(self) -> methods.AsyncAccountMethods:
        """The balance."""
        return methods.AsyncAccountMethods(self)

    @cached_property
    def webhooks(self) -> AsyncWaveSpeedWebhooks:
        """Calls of your server when jobs have ended."""
        return AsyncWaveSpeedWebhooks(self)
