"""Edits an image, and edits the result again, with google-genai. Arguments as JSON on stdin."""

import base64
import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

genai = import_module("google.genai")
errors, types = import_module("google.genai.errors"), import_module("google.genai.types")

given = json.load(sys.stdin)
client = genai.Client(
    api_key=given["api_key"],
    http_options=types.HttpOptions(base_url=given["root"], api_version="v1beta"),
)
config = types.GenerateContentConfig(
    response_modalities=["TEXT", "IMAGE"],
    image_config=types.ImageConfig(aspect_ratio=given.get("aspect_ratio")),
)
chat = client.chats.create(model=given["model"], config=config)
answers: list[dict[str, Any]] = []
try:
    data = Path(given["image"]).read_bytes()
    image = types.Part.from_bytes(data=data, mime_type="image/png")
    for message in ([image, given["prompts"][0]], *given["prompts"][1:]):
        response = chat.send_message(message)
        parts = response.parts or []
        answers.append(
            {
                "text": "".join(part.text or "" for part in parts),
                "images": [
                    base64.b64encode(part.inline_data.data).decode()
                    for part in parts
                    if part.inline_data
                ],
                "blocked": str(response.prompt_feedback and response.prompt_feedback.block_reason),
                "tokens": response.usage_metadata.total_token_count,
            }
        )
except errors.APIError as error:
    answers.append({"error": error.code, "message": error.message, "status": error.status})
sys.stdout.write(json.dumps(answers))
