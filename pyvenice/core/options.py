"""What every call takes beside the provider's own arguments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

from pyvenice.core.operations import MediaType


class CallOptions(TypedDict, total=False):
    """Arguments of the client, not of the provider's API."""

    media_type: MediaType
    extra_body: Mapping[str, Any]
    extra_headers: Mapping[str, str]
    timeout: float
