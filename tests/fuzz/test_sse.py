"""Streams of events, damaged: a picture, an event or an error of the tree."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyvenice.core.client.picture_events import PictureEvents
from pyvenice.core.provider_rules import ProviderRules
from pyvenice.core.response.result import EditResult
from pyvenice.core.response.save_to import Destination
from pyvenice.core.response.streams import EditProgress, PartialImage
from pyvenice.providers.openai.rules import RULES as OPENAI
from pyvenice.providers.xinference.rules import RULES as XINFERENCE
from tests.fuzz.fuzzing import damaged, fuzz, in_chunks, json_values, only_own_errors
from tests.pictures import picture

PICTURE = base64.b64encode(picture(8, 8)).decode()
NAMES = ["type", "b64_json", "url", "data", "error", "message", "status", "usage", "code"]
LEAVES = [PICTURE, "https://a.example/b.png", "", "image_edit.completed", "error", {}, []]
LINES = st.sampled_from(
    [
        b": keepalive\n\n",
        b"data:\n\n",
        b"data: [DONE]\n\n",
        b"event: ping\ndata: {}\n\n",
        b"event: image_edit.partial_image\n",
        b"event: image_edit.completed\n",
        b"\xef\xbb\xbf",
        b"\r",
        b"\r\n",
        b"<html><title>no</title>\n",
        b'{"error": "bare"}\n',
        b"data: \xff\xfe\n\n",
        b"data: " + b"[" * 500 + b"\n\n",
        b"retry: 99999999999999999999\n",
        b"id: \0\n",
    ]
)


def event(value: Any) -> bytes:
    return b"data: " + json.dumps(value).encode() + b"\n\n"


STREAMS = st.lists(
    LINES | json_values(NAMES, LEAVES).map(event) | st.binary(max_size=20), max_size=8
).map(b"".join)


@pytest.mark.parametrize("rules", [OPENAI, XINFERENCE], ids=["openai", "xinference"])
@given(data=st.data())
@fuzz(60)
def test_any_stream_can_be_read(rules: ProviderRules, data: st.DataObject) -> None:
    stream = data.draw(STREAMS.flatmap(damaged))
    decoder = PictureEvents(rules, "m", Destination({})).decoder()
    with only_own_errors():
        for chunk in in_chunks(data.draw, stream):
            for step in decoder.feed(chunk):
                assert isinstance(step, EditResult | EditProgress | PartialImage)
        for step in decoder.done():
            assert isinstance(step, EditResult | EditProgress | PartialImage)
