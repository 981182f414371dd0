"""Verdicts: whether everything that was asked for arrived, and what the client learned otherwise."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Literal

from benchmarks.gateway_matrix.cases import Case
from benchmarks.gateway_matrix.exchange import Answer, Wanted
from benchmarks.gateway_matrix.pictures import mask_problem, photo_number
from benchmarks.gateway_matrix.upstream import Arrival

Verdict = Literal["lossless", "warned", "refused", "right", "lost", "failed"]
VERDICTS: tuple[Verdict, ...] = ("lossless", "warned", "refused", "right", "lost", "failed")
"""`warned`: something is missing, and the answer says so. `refused`: with a reason that names what was
asked for. `right`: an error that is one, in OpenAI's shape. `lost`: something is missing without a
word, or billed twice. `failed`: an error where there should be none, or without its reason."""
_OF_THE_GATEWAY = (
    "mask_polarity",
    "on_unsupported",
    "response_format",
    "stream",
    "partial_images",
    "n",
    "user",
)
"""Fields that the gateway itself honours: `user` goes into its ledger."""
_BAD_REQUEST = 400
_SERVER_ERROR = 500


def verdict(case: Case, answer: Answer, arrivals: Sequence[Arrival]) -> tuple[Verdict, str]:
    """The verdict of a case, and its reason."""
    message = "" if answer.error is None else str(answer.error.get("message", ""))
    if case.expects:
        problems = list(_error_problems(case, answer, arrivals))
        return ("failed", "; ".join(problems)) if problems else ("right", message)
    if answer.status and answer.status < _BAD_REQUEST:
        return _verdict_of_images(case, answer, arrivals)
    words = f"{message} {(answer.error or {}).get('param')}".lower()
    is_named = any(word in words for word in _reasons(case))
    if is_named and _BAD_REQUEST <= answer.status < _SERVER_ERROR:
        return "refused", message
    return "failed", f"{answer.status} {message or answer.text[:200]}"


def _verdict_of_images(
    case: Case, answer: Answer, arrivals: Sequence[Arrival]
) -> tuple[Verdict, str]:
    lost = dict(_lost(case, answer, arrivals))
    if not lost:
        return "lossless", ""
    text = answer.text.lower()
    is_warned = "warning" in text and all(name in text for name in lost)
    return "warned" if is_warned else "lost", "; ".join(lost.values())


def _error_problems(case: Case, answer: Answer, arrivals: Sequence[Arrival]) -> Iterator[str]:
    if answer.status not in case.expects:
        yield f"the status is {answer.status}, not {' or '.join(map(str, case.expects))}"
    if answer.error is None:
        yield "the error is not in OpenAI's shape"
    elif (
        case.names.lower()
        not in f"{answer.error.get('message')} {answer.error.get('param')}".lower()
    ):
        yield f"the reason does not name {case.names}: {answer.error.get('message')}"
    if len(arrivals) > 1:
        yield f"the provider was asked {len(arrivals)} times"


def _reasons(case: Case) -> Iterator[str]:
    """Words of what the case asks for, one of which a refusal must name."""
    wanted = case.wanted
    if wanted.mask is not None or case.target.needs_mask:
        yield "mask"
    if len(wanted.images) > 1:
        yield "image"
    if wanted.route == "generations":
        yield from ("generate", "image")
    if wanted.route == "variations":
        yield "vary"
    yield from (name for name in wanted.fields if name not in {"response_format", "user"})


def _lost(case: Case, answer: Answer, arrivals: Sequence[Arrival]) -> Iterator[tuple[str, str]]:
    wanted, fields = case.wanted, case.wanted.fields
    count = int(fields.get("n", 1))
    if not arrivals:
        yield "image", "nothing arrived at the provider"
        return
    if len(arrivals) > count:
        yield "billed", f"the provider was asked {len(arrivals)} times for {count}"
    for arrival in arrivals:
        yield from _lost_on_the_way(case, wanted, arrival)
    if answer.images != count:
        yield "n", f"{answer.images} images came instead of {count}"
    if fields.get("response_format") == "url" and not answer.is_url:
        yield "response_format", "a URL was asked for"
    if answer.partials < fields.get("partial_images", 0):
        yield "partial_images", f"{answer.partials} unfinished images came"


def _lost_on_the_way(case: Case, wanted: Wanted, arrival: Arrival) -> Iterator[tuple[str, str]]:
    numbers = [photo_number(content) for content in arrival.images]
    if numbers != list(range(len(wanted.images))):
        yield "image", f"the images arrived as {numbers}"
    if wanted.mask is not None and (problem := _mask_problem(case, arrival)):
        yield "mask", problem
    if wanted.route != "variations" and not _has_prompt(wanted, arrival):
        yield "prompt", "the prompt is not what was sent"
    for name, value in fields_to_arrive(wanted).items():
        arrives = _is_ratio if name in {"size", "aspect_ratio"} else _same
        if not any(arrives(text, value) for text in _texts(arrival)):
            yield name, f"{name}={value} did not arrive"


def _mask_problem(case: Case, arrival: Arrival) -> str | None:
    if arrival.mask is None:
        return "the mask is missing"
    if case.target.mask is None:
        return "a mask arrived at a model that has none"
    return mask_problem(arrival.mask, case.target.mask)


def _has_prompt(wanted: Wanted, arrival: Arrival) -> bool:
    return wanted.prompt in arrival.text.replace("\r\n", "\n")


def fields_to_arrive(wanted: Wanted) -> dict[str, str]:
    """The fields that are for the provider, but for those that ask for nothing."""
    return {
        name: str(value)
        for name, value in wanted.fields.items()
        if name not in _OF_THE_GATEWAY and value != "auto"
    }


def _texts(arrival: Arrival) -> Iterator[str]:
    """The fields, those in a field that is JSON itself, and the size that two of them make."""
    for text in arrival.fields.values():
        yield text
        if text.startswith("{"):
            yield from (str(value) for value in json.loads(text).values())
    sides = {name.rpartition(".")[2]: value for name, value in arrival.fields.items()}
    if "width" in sides and "height" in sides:
        yield f"{sides['width']}x{sides['height']}"


def _same(arrived: str, value: str) -> bool:
    return arrived.lower() in {value.lower(), f"image/{value.lower()}"}


def _is_ratio(text: str, size: str) -> bool:
    """Whether a size or ratio has the shape of a size."""
    shapes = [re.fullmatch(r"(\d+)\s*[x*:]\s*(\d+)", part) for part in (text, size)]
    if shapes[0] is None or shapes[1] is None:
        return False
    first, second = (int(shape[1]) / int(shape[2]) for shape in shapes if shape is not None)
    return abs(first - second) < 0.02
