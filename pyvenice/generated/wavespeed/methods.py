# Generated from specs/wavespeed/ by 'python -m codegen'. Do not edit.
"""The methods of the clients of WaveSpeed: signatures and documentation."""

import os
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from pyvenice.core.client.base import AsyncMethods, SyncMethods
from pyvenice.core.client.flows import request_model
from pyvenice.core.client.signatures import OMIT, calls
from pyvenice.core.extras import LazyModule
from pyvenice.core.images.inputs import ImageInput, MaskInput
from pyvenice.core.request.operation_table import MediaType, UnknownValues
from pyvenice.core.response.result import EditResult
from pyvenice.generated.wavespeed import operations as table
from pyvenice.generated.wavespeed.parameters import (
    AspectRatio,
    DeleteJobsParams,
    EditImageParams,
    GetBalanceParams,
    GetJobParams,
    GetPriceParams,
    GetWebhookSecretParams,
    ListJobsParams,
    ListModelsParams,
    Model,
    UploadMediaParams,
)

if TYPE_CHECKING:
    from pyvenice.generated.wavespeed import responses
else:
    responses = LazyModule("pyvenice.generated.wavespeed.responses")


class ImageMethods(SyncMethods):
    """`client.image`: edit."""

    @calls("_edit")
    def edit(
        self,
        *,
        image: ImageInput | Sequence[ImageInput],
        model: Model,
        mask: MaskInput = OMIT,
        prompt: str = OMIT,
        size: str | Literal["1024*1024", "1024*1536", "1536*1024"] = OMIT,
        seed: int = OMIT,
        output_format: Literal["jpeg", "png", "webp"] = OMIT,
        enable_sync_mode: bool = OMIT,
        enable_base64_output: bool = OMIT,
        negative_prompt: str = OMIT,
        guidance_scale: float = OMIT,
        num_inference_steps: int = OMIT,
        enable_prompt_expansion: bool = OMIT,
        aspect_ratio: AspectRatio = OMIT,
        style: Literal["Auto", "Fiction", "Realistic"] = OMIT,
        rendering_speed: Literal["Default", "Turbo", "Quality"] = OMIT,
        resolution: Literal["4k", "8k", "0.5k", "1k", "2k"] = OMIT,
        enable_web_search: bool = OMIT,
        quality: Literal["low", "medium", "high"] = OMIT,
        webhook: str = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Edit images with the model that is named. Billed when the job is submitted.

        Args:
            image: The image to edit. Bounds depend on the model.
            model: Id of the model that edits.
            mask: What to change. Only some models take it. PNG.
            prompt: What to change, in words. Only some models take it.
            size: Width and height of the result in pixels, as 1024*768. Only some models take it. Bounds depend on the model. Known: 1024*1024, 1024*1536, 1536*1024.
            seed: Repeats a result; -1 draws a new seed. Only some models take it. -1 to 2147483647.
            output_format: File format of the result. Only some models take it.
            enable_sync_mode: Ask for the result in the first response; if it takes too long, it is polled all the same. Only some models take it. Default: False.
            enable_base64_output: Ask for the image itself instead of its address. Only some models take it. Default: False.
            negative_prompt: What to leave out, in words. Only some models take it.
            guidance_scale: How closely to follow the prompt. Only some models take it. Bounds depend on the model.
            num_inference_steps: How many steps to work in. Only some models take it. 1 to 50. Default: 30.
            enable_prompt_expansion: Let the server rewrite the prompt first. Only some models take it.
            aspect_ratio: Width to height of the result. Only some models take it.
            style: How to draw the character. Only some models take it.
            rendering_speed: Speed against quality; it decides the price. Only some models take it.
            resolution: Tier of the result. Only some models take it.
            enable_web_search: Let the model look things up. Only some models take it.
            quality: Quality tier; it decides the price. Only some models take it. Default: medium.
            webhook: Address that is called when the job has ended.
            media_type: How the request is sent; by default a form for bytes and files, JSON for URLs.
            extra_body: Fields to send with the arguments, unchecked: for what is too new for this client.
            unknown_values: What becomes of names and values that the contract does not list: "warn" sends them.
            extra_headers: Headers to send with the client's own.
            save_to: Write the images to this file while they arrive; of several, out.png becomes out-1.png, ….
            download: False leaves images that the answer only points to where they are: see image.url.
            timeout: Seconds to wait for the server; the client's own timeout if left out.

        Raises:
            ArgumentError: An argument cannot be sent. Nothing was sent.
            APIStatusError: The provider answered with an error.
            APIConnectionError: No complete answer came.
            AnswerError: A success without a usable result.
        """
        raise NotImplementedError

    @abstractmethod
    def _edit(self, arguments: EditImageParams) -> EditResult: ...


class JobsMethods(SyncMethods):
    """`client.jobs`: get, list, delete."""

    @calls("_get")
    def get(
        self,
        *,
        job_id: str,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> "responses.Prediction":
        """Look at a job once. Does not wait.

        Args:
            job_id: Id of the job.
            media_type: How the request is sent; by default a form for bytes and files, JSON for URLs.
            extra_body: Fields to send with the arguments, unchecked: for what is too new for this client.
            unknown_values: What becomes of names and values that the contract does not list: "warn" sends them.
            extra_headers: Headers to send with the client's own.
            save_to: Write the images to this file while they arrive; of several, out.png becomes out-1.png, ….
            download: False leaves images that the answer only points to where they are: see image.url.
            timeout: Seconds to wait for the server; the client's own timeout if left out.

        Raises:
            ArgumentError: An argument cannot be sent. Nothing was sent.
            APIStatusError: The provider answered with an error.
            APIConnectionError: No complete answer came.
            AnswerError: A success without a usable result.
        """
        raise NotImplementedError

    @calls("_list")
    def list(
        self,
        *,
        page: int,
        page_size: int,
        model: str = OMIT,
        status: Literal["created", "processing", "completed", "failed"] = OMIT,
        created_after: str = OMIT,
        created_before: str = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> "responses.PredictionList":
        """List jobs of the last 7 days, so that the id of a lost one can be found.

        Args:
            page: Which page. At least 1.
            page_size: Jobs on a page. 1 to 100.
            model: Id of the model of the jobs.
            status: How the jobs stand.
            created_after: Only later ones, as 2026-11-30T08:00:00Z.
            created_before: Only earlier ones, as 2026-11-30T08:00:00Z.
            media_type: How the request is sent; by default a form for bytes and files, JSON for URLs.
            extra_body: Fields to send with the arguments, unchecked: for what is too new for this client.
            unknown_values: What becomes of names and values that the contract does not list: "warn" sends them.
            extra_headers: Headers to send with the client's own.
            save_to: Write the images to this file while they arrive; of several, out.png becomes out-1.png, ….
            download: False leaves images that the answer only points to where they are: see image.url.
            timeout: Seconds to wait for the server; the client's own timeout if left out.

        Raises:
            ArgumentError: An argument cannot be sent. Nothing was sent.
            APIStatusError: The provider answered with an error.
            APIConnectionError: No complete answer came.
            AnswerError: A success without a usable result.
        """
        raise NotImplementedError

    @calls("_delete")
    def delete(
        self,
        *,
        ids: Sequence[str],
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> "responses.Acknowledgement":
        """Delete jobs and their results.

        Args:
            ids: Ids of the jobs. At least 1 item.
            media_type: How the request is sent; by default a form for bytes and files, JSON for URLs.
            extra_body: Fields to send with the arguments, unchecked: for what is too new for this client.
            unknown_values: What becomes of names and values that the contract does not list: "warn" sends them.
            extra_headers: Headers to send with the client's own.
            save_to: Write the images to this file while they arrive; of several, out.png becomes out-1.png, ….
            download: False leaves images that the answer only points to where they are: see image.url.
            timeout: Seconds to wait for the server; the client's own timeout if left out.

        Raises:
            ArgumentError: An argument cannot be sent. Nothing was sent.
            APIStatusError: The provider answered with an error.
            APIConnectionError: No complete answer came.
            AnswerError: A success without a usable result.
        """
        raise NotImplementedError

    def _get(self, arguments: GetJobParams) -> "responses.Prediction":
        result: responses.Prediction = self._client._run(request_model(table.JOBS_GET, arguments))
        return result

    def _list(self, arguments: ListJobsParams) -> "responses.PredictionList":
        result: responses.PredictionList = self._client._run(
            request_model(table.JOBS_LIST, arguments)
        )
        return result

    def _delete(self, arguments: DeleteJobsParams) -> "responses.Acknowledgement":
        result: responses.Acknowledgement = self._client._run(
            request_model(table.JOBS_DELETE, arguments)
        )
        return result


class ModelsMethods(SyncMethods):
    """`client.models`: list, price."""

    @calls("_list")
    def list(
        self,
        *,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> "responses.ModelList":
        """List all models, with the schema and the base price of each.

        Args:
            media_type: How the request is sent; by default a form for bytes and files, JSON for URLs.
            extra_body: Fields to send with the arguments, unchecked: for what is too new for this client.
            unknown_values: What becomes of names and values that the contract does not list: "warn" sends them.
            extra_headers: Headers to send with the client's own.
            save_to: Write the images to this file while they arrive; of several, out.png becomes out-1.png, ….
            download: False leaves images that the answer only points to where they are: see image.url.
            timeout: Seconds to wait for the server; the client's own timeout if left out.

        Raises:
            ArgumentError: An argument cannot be sent. Nothing was sent.
            APIStatusError: The provider answered with an error.
            APIConnectionError: No complete answer came.
            AnswerError: A success without a usable result.
        """
        raise NotImplementedError

    @calls("_price")
    def price(
        self,
        *,
        model: str,
        inputs: Mapping[str, Any],
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> "responses.Price":
        """Ask what a call would cost. Costs nothing.

        Args:
            model: Id of the model.
            inputs: What the model would be sent, by the names that it has for it.
            media_type: How the request is sent; by default a form for bytes and files, JSON for URLs.
            extra_body: Fields to send with the arguments, unchecked: for what is too new for this client.
            unknown_values: What becomes of names and values that the contract does not list: "warn" sends them.
            extra_headers: Headers to send with the client's own.
            save_to: Write the images to this file while they arrive; of several, out.png becomes out-1.png, ….
            download: False leaves images that the answer only points to where they are: see image.url.
            timeout: Seconds to wait for the server; the client's own timeout if left out.

        Raises:
            ArgumentError: An argument cannot be sent. Nothing was sent.
            APIStatusError: The provider answered with an error.
            APIConnectionError: No complete answer came.
            AnswerError: A success without a usable result.
        """
        raise NotImplementedError

    def _list(self, arguments: ListModelsParams) -> "responses.ModelList":
        result: responses.ModelList = self._client._run(request_model(table.MODELS_LIST, arguments))
        return result

    def _price(self, arguments: GetPriceParams) -> "responses.Price":
        result: responses.Price = self._client._run(request_model(table.MODELS_PRICE, arguments))
        return result


class MediaMethods(SyncMethods):
    """`client.media`: upload."""

    @calls("_upload")
    def upload(
        self,
        *,
        file: ImageInput,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> "responses.Upload":
        """Upload an image, and use its address in place of it. It is kept for 7 days.

        Args:
            file: The image to upload.
            media_type: How the request is sent; by default a form for bytes and files, JSON for URLs.
            extra_body: Fields to send with the arguments, unchecked: for what is too new for this client.
            unknown_values: What becomes of names and values that the contract does not list: "warn" sends them.
            extra_headers: Headers to send with the client's own.
            save_to: Write the images to this file while they arrive; of several, out.png becomes out-1.png, ….
            download: False leaves images that the answer only points to where they are: see image.url.
            timeout: Seconds to wait for the server; the client's own timeout if left out.

        Raises:
            ArgumentError: An argument cannot be sent. Nothing was sent.
            APIStatusError: The provider answered with an error.
            APIConnectionError: No complete answer came.
            AnswerError: A success without a usable result.
        """
        raise NotImplementedError

    def _upload(self, arguments: UploadMediaParams) -> "responses.Upload":
        result: responses.Upload = self._client._run(request_model(table.MEDIA_UPLOAD, arguments))
        return result


class AccountMethods(SyncMethods):
    """`client.account`: balance."""

    @calls("_balance")
    def balance(
        self,
        *,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> "responses.Balance":
        """Ask for the balance of the account.

        Args:
            media_type: How the request is sent; by default a form for bytes and files, JSON for URLs.
            extra_body: Fields to send with the arguments, unchecked: for what is too new for this client.
            unknown_values: What becomes of names and values that the contract does not list: "warn" sends them.
            extra_headers: Headers to send with the client's own.
            save_to: Write the images to this file while they arrive; of several, out.png becomes out-1.png, ….
            download: False leaves images that the answer only points to where they are: see image.url.
            timeout: Seconds to wait for the server; the client's own timeout if left out.

        Raises:
            ArgumentError: An argument cannot be sent. Nothing was sent.
            APIStatusError: The provider answered with an error.
            APIConnectionError: No complete answer came.
            AnswerError: A success without a usable result.
        """
        raise NotImplementedError

    def _balance(self, arguments: GetBalanceParams) -> "responses.Balance":
        result: responses.Balance = self._client._run(
            request_model(table.ACCOUNT_BALANCE, arguments)
        )
        return result


class WebhooksMethods(SyncMethods):
    """`client.webhooks`: secret."""

    @calls("_secret")
    def secret(
        self,
        *,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> "responses.WebhookSecret":
        """Ask for the secret that webhooks are signed with.

        Args:
            media_type: How the request is sent; by default a form for bytes and files, JSON for URLs.
            extra_body: Fields to send with the arguments, unchecked: for what is too new for this client.
            unknown_values: What becomes of names and values that the contract does not list: "warn" sends them.
            extra_headers: Headers to send with the client's own.
            save_to: Write the images to this file while they arrive; of several, out.png becomes out-1.png, ….
            download: False leaves images that the answer only points to where they are: see image.url.
            timeout: Seconds to wait for the server; the client's own timeout if left out.

        Raises:
            ArgumentError: An argument cannot be sent. Nothing was sent.
            APIStatusError: The provider answered with an error.
            APIConnectionError: No complete answer came.
            AnswerError: A success without a usable result.
        """
        raise NotImplementedError

    def _secret(self, arguments: GetWebhookSecretParams) -> "responses.WebhookSecret":
        result: responses.WebhookSecret = self._client._run(
            request_model(table.WEBHOOKS_SECRET, arguments)
        )
        return result


class AsyncImageMethods(AsyncMethods):
    """`client.image`: edit."""

    @calls("_edit")
    async def edit(
        self,
        *,
        image: ImageInput | Sequence[ImageInput],
        model: Model,
        mask: MaskInput = OMIT,
        prompt: str = OMIT,
        size: str | Literal["1024*1024", "1024*1536", "1536*1024"] = OMIT,
        seed: int = OMIT,
        output_format: Literal["jpeg", "png", "webp"] = OMIT,
        enable_sync_mode: bool = OMIT,
        enable_base64_output: bool = OMIT,
        negative_prompt: str = OMIT,
        guidance_scale: float = OMIT,
        num_inference_steps: int = OMIT,
        enable_prompt_expansion: bool = OMIT,
        aspect_ratio: AspectRatio = OMIT,
        style: Literal["Auto", "Fiction", "Realistic"] = OMIT,
        rendering_speed: Literal["Default", "Turbo", "Quality"] = OMIT,
        resolution: Literal["4k", "8k", "0.5k", "1k", "2k"] = OMIT,
        enable_web_search: bool = OMIT,
        quality: Literal["low", "medium", "high"] = OMIT,
        webhook: str = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Edit images with the model that is named. Billed when the job is submitted.

        Args:
            image: The image to edit. Bounds depend on the model.
            model: Id of the model that edits.
            mask: What to change. Only some models take it. PNG.
            prompt: What to change, in words. Only some models take it.
            size: Width and height of the result in pixels, as 1024*768. Only some models take it. Bounds depend on the model. Known: 1024*1024, 1024*1536, 1536*1024.
            seed: Repeats a result; -1 draws a new seed. Only some models take it. -1 to 2147483647.
            output_format: File format of the result. Only some models take it.
            enable_sync_mode: Ask for the result in the first response; if it takes too long, it is polled all the same. Only some models take it. Default: False.
            enable_base64_output: Ask for the image itself instead of its address. Only some models take it. Default: False.
            negative_prompt: What to leave out, in words. Only some models take it.
            guidance_scale: How closely to follow the prompt. Only some models take it. Bounds depend on the model.
            num_inference_steps: How many steps to work in. Only some models take it. 1 to 50. Default: 30.
            enable_prompt_expansion: Let the server rewrite the prompt first. Only some models take it.
            aspect_ratio: Width to height of the result. Only some models take it.
            style: How to draw the character. Only some models take it.
            rendering_speed: Speed against quality; it decides the price. Only some models take it.
            resolution: Tier of the result. Only some models take it.
            enable_web_search: Let the model look things up. Only some models take it.
            quality: Quality tier; it decides the price. Only some models take it. Default: medium.
            webhook: Address that is called when the job has ended.
            media_type: How the request is sent; by default a form for bytes and files, JSON for URLs.
            extra_body: Fields to send with the arguments, unchecked: for what is too new for this client.
            unknown_values: What becomes of names and values that the contract does not list: "warn" sends them.
            extra_headers: Headers to send with the client's own.
            save_to: Write the images to this file while they arrive; of several, out.png becomes out-1.png, ….
            download: False leaves images that the answer only points to where they are: see image.url.
            timeout: Seconds to wait for the server; the client's own timeout if left out.

        Raises:
            ArgumentError: An argument cannot be sent. Nothing was sent.
            APIStatusError: The provider answered with an error.
            APIConnectionError: No complete answer came.
            AnswerError: A success without a usable result.
        """
        raise NotImplementedError

    @abstractmethod
    async def _edit(self, arguments: EditImageParams) -> EditResult: ...


class AsyncJobsMethods(AsyncMethods):
    """`client.jobs`: get, list, delete."""

    @calls("_get")
    async def get(
        self,
        *,
        job_id: str,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> "responses.Prediction":
        """Look at a job once. Does not wait.

        Args:
            job_id: Id of the job.
            media_type: How the request is sent; by default a form for bytes and files, JSON for URLs.
            extra_body: Fields to send with the arguments, unchecked: for what is too new for this client.
            unknown_values: What becomes of names and values that the contract does not list: "warn" sends them.
            extra_headers: Headers to send with the client's own.
            save_to: Write the images to this file while they arrive; of several, out.png becomes out-1.png, ….
            download: False leaves images that the answer only points to where they are: see image.url.
            timeout: Seconds to wait for the server; the client's own timeout if left out.

        Raises:
            ArgumentError: An argument cannot be sent. Nothing was sent.
            APIStatusError: The provider answered with an error.
            APIConnectionError: No complete answer came.
            AnswerError: A success without a usable result.
        """
        raise NotImplementedError

    @calls("_list")
    async def list(
        self,
        *,
        page: int,
        page_size: int,
        model: str = OMIT,
        status: Literal["created", "processing", "completed", "failed"] = OMIT,
        created_after: str = OMIT,
        created_before: str = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> "responses.PredictionList":
        """List jobs of the last 7 days, so that the id of a lost one can be found.

        Args:
            page: Which page. At least 1.
            page_size: Jobs on a page. 1 to 100.
            model: Id of the model of the jobs.
            status: How the jobs stand.
            created_after: Only later ones, as 2026-11-30T08:00:00Z.
            created_before: Only earlier ones, as 2026-11-30T08:00:00Z.
            media_type: How the request is sent; by default a form for bytes and files, JSON for URLs.
            extra_body: Fields to send with the arguments, unchecked: for what is too new for this client.
            unknown_values: What becomes of names and values that the contract does not list: "warn" sends them.
            extra_headers: Headers to send with the client's own.
            save_to: Write the images to this file while they arrive; of several, out.png becomes out-1.png, ….
            download: False leaves images that the answer only points to where they are: see image.url.
            timeout: Seconds to wait for the server; the client's own timeout if left out.

        Raises:
            ArgumentError: An argument cannot be sent. Nothing was sent.
            APIStatusError: The provider answered with an error.
            APIConnectionError: No complete answer came.
            AnswerError: A success without a usable result.
        """
        raise NotImplementedError

    @calls("_delete")
    async def delete(
        self,
        *,
        ids: Sequence[str],
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> "responses.Acknowledgement":
        """Delete jobs and their results.

        Args:
            ids: Ids of the jobs. At least 1 item.
            media_type: How the request is sent; by default a form for bytes and files, JSON for URLs.
            extra_body: Fields to send with the arguments, unchecked: for what is too new for this client.
            unknown_values: What becomes of names and values that the contract does not list: "warn" sends them.
            extra_headers: Headers to send with the client's own.
            save_to: Write the images to this file while they arrive; of several, out.png becomes out-1.png, ….
            download: False leaves images that the answer only points to where they are: see image.url.
            timeout: Seconds to wait for the server; the client's own timeout if left out.

        Raises:
            ArgumentError: An argument cannot be sent. Nothing was sent.
            APIStatusError: The provider answered with an error.
            APIConnectionError: No complete answer came.
            AnswerError: A success without a usable result.
        """
        raise NotImplementedError

    async def _get(self, arguments: GetJobParams) -> "responses.Prediction":
        result: responses.Prediction = await self._client._run(
            request_model(table.JOBS_GET, arguments)
        )
        return result

    async def _list(self, arguments: ListJobsParams) -> "responses.PredictionList":
        result: responses.PredictionList = await self._client._run(
            request_model(table.JOBS_LIST, arguments)
        )
        return result

    async def _delete(self, arguments: DeleteJobsParams) -> "responses.Acknowledgement":
        result: responses.Acknowledgement = await self._client._run(
            request_model(table.JOBS_DELETE, arguments)
        )
        return result


class AsyncModelsMethods(AsyncMethods):
    """`client.models`: list, price."""

    @calls("_list")
    async def list(
        self,
        *,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> "responses.ModelList":
        """List all models, with the schema and the base price of each.

        Args:
            media_type: How the request is sent; by default a form for bytes and files, JSON for URLs.
            extra_body: Fields to send with the arguments, unchecked: for what is too new for this client.
            unknown_values: What becomes of names and values that the contract does not list: "warn" sends them.
            extra_headers: Headers to send with the client's own.
            save_to: Write the images to this file while they arrive; of several, out.png becomes out-1.png, ….
            download: False leaves images that the answer only points to where they are: see image.url.
            timeout: Seconds to wait for the server; the client's own timeout if left out.

        Raises:
            ArgumentError: An argument cannot be sent. Nothing was sent.
            APIStatusError: The provider answered with an error.
            APIConnectionError: No complete answer came.
            AnswerError: A success without a usable result.
        """
        raise NotImplementedError

    @calls("_price")
    async def price(
        self,
        *,
        model: str,
        inputs: Mapping[str, Any],
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> "responses.Price":
        """Ask what a call would cost. Costs nothing.

        Args:
            model: Id of the model.
            inputs: What the model would be sent, by the names that it has for it.
            media_type: How the request is sent; by default a form for bytes and files, JSON for URLs.
            extra_body: Fields to send with the arguments, unchecked: for what is too new for this client.
            unknown_values: What becomes of names and values that the contract does not list: "warn" sends them.
            extra_headers: Headers to send with the client's own.
            save_to: Write the images to this file while they arrive; of several, out.png becomes out-1.png, ….
            download: False leaves images that the answer only points to where they are: see image.url.
            timeout: Seconds to wait for the server; the client's own timeout if left out.

        Raises:
            ArgumentError: An argument cannot be sent. Nothing was sent.
            APIStatusError: The provider answered with an error.
            APIConnectionError: No complete answer came.
            AnswerError: A success without a usable result.
        """
        raise NotImplementedError

    async def _list(self, arguments: ListModelsParams) -> "responses.ModelList":
        result: responses.ModelList = await self._client._run(
            request_model(table.MODELS_LIST, arguments)
        )
        return result

    async def _price(self, arguments: GetPriceParams) -> "responses.Price":
        result: responses.Price = await self._client._run(
            request_model(table.MODELS_PRICE, arguments)
        )
        return result


class AsyncMediaMethods(AsyncMethods):
    """`client.media`: upload."""

    @calls("_upload")
    async def upload(
        self,
        *,
        file: ImageInput,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> "responses.Upload":
        """Upload an image, and use its address in place of it. It is kept for 7 days.

        Args:
            file: The image to upload.
            media_type: How the request is sent; by default a form for bytes and files, JSON for URLs.
            extra_body: Fields to send with the arguments, unchecked: for what is too new for this client.
            unknown_values: What becomes of names and values that the contract does not list: "warn" sends them.
            extra_headers: Headers to send with the client's own.
            save_to: Write the images to this file while they arrive; of several, out.png becomes out-1.png, ….
            download: False leaves images that the answer only points to where they are: see image.url.
            timeout: Seconds to wait for the server; the client's own timeout if left out.

        Raises:
            ArgumentError: An argument cannot be sent. Nothing was sent.
            APIStatusError: The provider answered with an error.
            APIConnectionError: No complete answer came.
            AnswerError: A success without a usable result.
        """
        raise NotImplementedError

    async def _upload(self, arguments: UploadMediaParams) -> "responses.Upload":
        result: responses.Upload = await self._client._run(
            request_model(table.MEDIA_UPLOAD, arguments)
        )
        return result


class AsyncAccountMethods(AsyncMethods):
    """`client.account`: balance."""

    @calls("_balance")
    async def balance(
        self,
        *,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> "responses.Balance":
        """Ask for the balance of the account.

        Args:
            media_type: How the request is sent; by default a form for bytes and files, JSON for URLs.
            extra_body: Fields to send with the arguments, unchecked: for what is too new for this client.
            unknown_values: What becomes of names and values that the contract does not list: "warn" sends them.
            extra_headers: Headers to send with the client's own.
            save_to: Write the images to this file while they arrive; of several, out.png becomes out-1.png, ….
            download: False leaves images that the answer only points to where they are: see image.url.
            timeout: Seconds to wait for the server; the client's own timeout if left out.

        Raises:
            ArgumentError: An argument cannot be sent. Nothing was sent.
            APIStatusError: The provider answered with an error.
            APIConnectionError: No complete answer came.
            AnswerError: A success without a usable result.
        """
        raise NotImplementedError

    async def _balance(self, arguments: GetBalanceParams) -> "responses.Balance":
        result: responses.Balance = await self._client._run(
            request_model(table.ACCOUNT_BALANCE, arguments)
        )
        return result


class AsyncWebhooksMethods(AsyncMethods):
    """`client.webhooks`: secret."""

    @calls("_secret")
    async def secret(
        self,
        *,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> "responses.WebhookSecret":
        """Ask for the secret that webhooks are signed with.

        Args:
            media_type: How the request is sent; by default a form for bytes and files, JSON for URLs.
            extra_body: Fields to send with the arguments, unchecked: for what is too new for this client.
            unknown_values: What becomes of names and values that the contract does not list: "warn" sends them.
            extra_headers: Headers to send with the client's own.
            save_to: Write the images to this file while they arrive; of several, out.png becomes out-1.png, ….
            download: False leaves images that the answer only points to where they are: see image.url.
            timeout: Seconds to wait for the server; the client's own timeout if left out.

        Raises:
            ArgumentError: An argument cannot be sent. Nothing was sent.
            APIStatusError: The provider answered with an error.
            APIConnectionError: No complete answer came.
            AnswerError: A success without a usable result.
        """
        raise NotImplementedError

    async def _secret(self, arguments: GetWebhookSecretParams) -> "responses.WebhookSecret":
        result: responses.WebhookSecret = await self._client._run(
            request_model(table.WEBHOOKS_SECRET, arguments)
        )
        return result
