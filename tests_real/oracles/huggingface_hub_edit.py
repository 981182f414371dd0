"""Edits an image with huggingface_hub. Arguments as JSON on stdin."""

import json
import sys

from huggingface_hub import InferenceClient
from huggingface_hub.errors import HfHubHTTPError

given = json.load(sys.stdin)
client = InferenceClient(
    model=f"{given['base_url']}/models/{given['model']}", token=given["api_key"]
)
try:
    result = client.image_to_image(given["image"], **given["arguments"])
    answer = {"size": list(result.size)}
except HfHubHTTPError as error:
    answer = {"error": error.response.status_code, "message": str(error)}
sys.stdout.write(json.dumps(answer))
