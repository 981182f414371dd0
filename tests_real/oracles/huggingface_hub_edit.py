"""Edits an image with huggingface_hub. Arguments as JSON on stdin."""

import json
import sys
from importlib import import_module
from typing import Any

hub = import_module("huggingface_hub")
HfHubHTTPError = import_module("huggingface_hub.errors").HfHubHTTPError

given = json.load(sys.stdin)
client = hub.InferenceClient(
    model=f"{given['base_url']}/models/{given['model']}", token=given["api_key"]
)
try:
    result = client.image_to_image(given["image"], **given["arguments"])
    answer: dict[str, Any] = {"size": list(result.size)}
except HfHubHTTPError as error:
    answer = {"error": error.response.status_code, "message": str(error)}
sys.stdout.write(json.dumps(answer))
