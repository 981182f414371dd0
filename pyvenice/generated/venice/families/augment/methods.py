# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""The methods of the clients of Venice: signatures and documentation."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, overload

from pyvenice.core.client.base import AsyncMethods, SyncMethods
from pyvenice.core.client.flows import request_model
from pyvenice.core.client.media import request_answer
from pyvenice.core.client.signatures import OMIT, calls
from pyvenice.core.extras import LazyModule
from pyvenice.core.request.files import FileInput
from pyvenice.core.request.operation_table import UnknownValues
from pyvenice.generated.venice.families.augment import operations as table

if TYPE_CHECKING:
    from pyvenice.generated.venice.families.augment import responses
else:
    responses = LazyModule("pyvenice.generated.venice.families.augment.responses")


class AugmentMethods(SyncMethods):
    """`client.augment`: parse_text, scrape, search."""

    @overload
    def parse_text(
        self,
        *,
        file: FileInput,
        response_format: Literal["text"],
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> str:
        """The text of a document (PDF, DOCX, XLSX, PPTX, text); with response_format="text" a str."""

    @overload
    def parse_text(
        self,
        *,
        file: FileInput,
        response_format: Literal["json"] = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.ParseTextResponse":
        """The text of a document (PDF, DOCX, XLSX, PPTX, text); with response_format="text" a str.

        Args:
            file: The document.
            response_format: json for a model with the text; text for a str. Default: json.
            extra_body: Fields to send with the arguments, unchecked: for what is too new for this client.
            unknown_values: What becomes of names and values that the contract does not list: "warn" sends them.
            extra_headers: Headers to send with the client's own.
            timeout: Seconds to wait for the server; the client's own timeout if left out."""

    @calls("_parse_text")
    def parse_text(
        self,
        *,
        file: FileInput,
        response_format: Literal["json", "text"] = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.ParseTextResponse | str":
        """The text of a document (PDF, DOCX, XLSX, PPTX, text); with response_format="text" a str.

        Args:
            file: The document.
            response_format: json for a model with the text; text for a str. Default: json.
            extra_body: Fields to send with the arguments, unchecked: for what is too new for this client.
            unknown_values: What becomes of names and values that the contract does not list: "warn" sends them.
            extra_headers: Headers to send with the client's own.
            timeout: Seconds to wait for the server; the client's own timeout if left out.

        Raises:
            ArgumentError: An argument cannot be sent. Nothing was sent.
            APIStatusError: The provider answered with an error.
            APIConnectionError: No complete answer came.
            AnswerError: A success without a usable result.
        """
        raise NotImplementedError

    @calls("_scrape")
    def scrape(
        self,
        *,
        url: str,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.WebScrapeResponse":
        """A public web page as Markdown.

        Args:
            url: Address of the page.
            extra_body: Fields to send with the arguments, unchecked: for what is too new for this client.
            unknown_values: What becomes of names and values that the contract does not list: "warn" sends them.
            extra_headers: Headers to send with the client's own.
            timeout: Seconds to wait for the server; the client's own timeout if left out.

        Raises:
            ArgumentError: An argument cannot be sent. Nothing was sent.
            APIStatusError: The provider answered with an error.
            APIConnectionError: No complete answer came.
            AnswerError: A success without a usable result.
        """
        raise NotImplementedError

    @calls("_search")
    def search(
        self,
        *,
        query: str,
        limit: int = OMIT,
        search_provider: Literal["google", "brave"] = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.WebSearchResponse":
        """Search the web.

        Args:
            query: What to search for. 1 to 400 characters.
            limit: The most results. 1 to 20. Default: 10.
            search_provider: Who searches; brave keeps no queries.
            extra_body: Fields to send with the arguments, unchecked: for what is too new for this client.
            unknown_values: What becomes of names and values that the contract does not list: "warn" sends them.
            extra_headers: Headers to send with the client's own.
            timeout: Seconds to wait for the server; the client's own timeout if left out.

        Raises:
            ArgumentError: An argument cannot be sent. Nothing was sent.
            APIStatusError: The provider answered with an error.
            APIConnectionError: No complete answer came.
            AnswerError: A success without a usable result.
        """
        raise NotImplementedError

    def _parse_text(self, arguments: Mapping[str, Any]) -> "responses.ParseTextResponse | str":
        result: responses.ParseTextResponse | str = self._client._run(
            request_answer(table.AUGMENT_PARSE_TEXT, arguments, self._client.rules)
        )
        return result

    def _scrape(self, arguments: Mapping[str, Any]) -> "responses.WebScrapeResponse":
        result: responses.WebScrapeResponse = self._client._run(
            request_model(table.AUGMENT_SCRAPE, arguments)
        )
        return result

    def _search(self, arguments: Mapping[str, Any]) -> "responses.WebSearchResponse":
        result: responses.WebSearchResponse = self._client._run(
            request_model(table.AUGMENT_SEARCH, arguments)
        )
        return result


class AsyncAugmentMethods(AsyncMethods):
    """`client.augment`: parse_text, scrape, search."""

    @overload
    async def parse_text(
        self,
        *,
        file: FileInput,
        response_format: Literal["text"],
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> str:
        """The text of a document (PDF, DOCX, XLSX, PPTX, text); with response_format="text" a str."""

    @overload
    async def parse_text(
        self,
        *,
        file: FileInput,
        response_format: Literal["json"] = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.ParseTextResponse":
        """The text of a document (PDF, DOCX, XLSX, PPTX, text); with response_format="text" a str. Arguments and errors: those of the sync method."""

    @calls("_parse_text")
    async def parse_text(
        self,
        *,
        file: FileInput,
        response_format: Literal["json", "text"] = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.ParseTextResponse | str":
        """The text of a document (PDF, DOCX, XLSX, PPTX, text); with response_format="text" a str. Arguments and errors: those of the sync method."""
        raise NotImplementedError

    @calls("_scrape")
    async def scrape(
        self,
        *,
        url: str,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.WebScrapeResponse":
        """A public web page as Markdown. Arguments and errors: those of the sync method."""
        raise NotImplementedError

    @calls("_search")
    async def search(
        self,
        *,
        query: str,
        limit: int = OMIT,
        search_provider: Literal["google", "brave"] = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.WebSearchResponse":
        """Search the web. Arguments and errors: those of the sync method."""
        raise NotImplementedError

    async def _parse_text(
        self, arguments: Mapping[str, Any]
    ) -> "responses.ParseTextResponse | str":
        result: responses.ParseTextResponse | str = await self._client._run(
            request_answer(table.AUGMENT_PARSE_TEXT, arguments, self._client.rules)
        )
        return result

    async def _scrape(self, arguments: Mapping[str, Any]) -> "responses.WebScrapeResponse":
        result: responses.WebScrapeResponse = await self._client._run(
            request_model(table.AUGMENT_SCRAPE, arguments)
        )
        return result

    async def _search(self, arguments: Mapping[str, Any]) -> "responses.WebSearchResponse":
        result: responses.WebSearchResponse = await self._client._run(
            request_model(table.AUGMENT_SEARCH, arguments)
        )
        return result
