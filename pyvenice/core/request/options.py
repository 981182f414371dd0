"""What every call takes in addition to the provider's own arguments. Codegen reads the texts."""

import os
from collections.abc import Mapping
from typing import Any, TypedDict

from pyvenice.core.request.operation_table import MediaType, UnknownValues


class CallOptions(TypedDict, total=False):
    """Arguments of the client, not of the provider's API."""

    media_type: MediaType
    """How the request is sent; by default a form for bytes and files, JSON for URLs."""
    extra_body: Mapping[str, Any]
    """Fields to send with the arguments, unchecked: for what is too new for this client."""
    unknown_values: UnknownValues
    """What becomes of names and values that the contract does not list: "warn" sends them."""
    extra_headers: Mapping[str, str]
    """Headers to send with the client's own."""
    save_to: str | os.PathLike[str]
    """Write the images to this file while they arrive; of several, out.png becomes out-1.png, …."""
    download: bool
    """False leaves images that the answer only points to where they are: see image.url."""
    timeout: float
    """Seconds to wait for the server; the client's own timeout if left out."""
