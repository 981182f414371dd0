"""Venice's models: the pinned list, in the shape of its live one; traits, stand-ins and prices."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from pyvenice.core.client.pinned_models import ModelRow, pinned_models

STAND_INS = {
    "text": {"gpt-4o": "zai-org-glm-5-2", "gpt-4o-mini": "qwen-3-8-27b"},
    "image": {"dall-e-3": "z-image-turbo"},
    "embedding": {"text-embedding-ada-002": "text-embedding-bge-m3"},
}
"""By kind: the model that stands in for an id of another provider."""
_FLAGS = (
    "optimizedForCode", "supportsAudioInput", "supportsE2EE", "supportsFunctionCalling",
    "supportsLogProbs", "supportsMultipleImages", "supportsReasoning", "supportsReasoningEffort",
    "supportsResponseSchema", "supportsTeeAttestation", "supportsVideoInput", "supportsVision",
    "supportsWebSearch", "supportsXSearch",
)  # fmt: skip
_SPEC = ("name", "privacy", "traits", "voices", "constraints", "deprecation")
_RENAMED = {
    "context": "availableContextTokens",
    "dimensions": "embeddingDimensions",
    "formats": "supported_formats",
    "default_format": "default_format",
}
_COUNTS = frozenset(["context_token_threshold", "included"])
"""Numbers among prices that are none."""
_SOURCE = "pyvenice sandbox: no model, deterministic answers"


def rows() -> Mapping[str, ModelRow]:
    """The pinned models by id."""
    return pinned_models("venice")


@cache
def names() -> Mapping[str, str]:
    """The display name of each model that makes or changes pictures, by its id."""
    return {
        row["id"]: row["name"] for row in rows().values() if row["type"] in {"inpaint", "image"}
    }


@cache
def ids_of(kind: str) -> frozenset[str]:
    """The ids of a kind."""
    return frozenset(row["id"] for row in rows().values() if row["type"] == kind)


@cache
def traits() -> Mapping[str, Mapping[str, str]]:
    """By kind: the model that has each trait."""
    found: dict[str, dict[str, str]] = {}
    for row in rows().values():
        for trait in row.get("traits", ()):
            found.setdefault(row["type"], {})[trait] = row["id"]
    return found


def resolved(model: str, kind: str) -> str:
    """The model that a trait, or the id of another provider, stands for; without its suffix."""
    name = model.partition(":")[0]
    return traits().get(kind, {}).get(name) or STAND_INS.get(kind, {}).get(name) or name


def price(model: str, unit: str, otherwise: float) -> float:
    """US dollars for a unit of a model, such as `input`, of which `otherwise` is what an unknown one costs."""
    amount = rows().get(model, {}).get("pricing", {}).get(unit, otherwise)
    return float(amount) if isinstance(amount, int | float) else otherwise


def models(kind: str) -> list[dict[str, Any]]:
    """The entries of `GET /models?type=…`."""
    if kind == "code":
        return [_entry(row) for row in rows().values() if "optimizedForCode" in row.get("can", ())]
    return [_entry(row) for row in rows().values() if kind in {"all", row["type"]}]


def _entry(row: ModelRow) -> dict[str, Any]:
    spec: dict[str, Any] = {"traits": [], "offline": False, "modelSource": _SOURCE}
    spec |= {name: row[name] for name in _SPEC if name in row}
    spec |= {name: row[short] for short, name in _RENAMED.items() if short in row}
    if "pricing" in row:
        spec["pricing"] = {name: _priced(value) for name, value in row["pricing"].items()}
    if "can" in row:
        spec["capabilities"] = {name: name in row["can"] for name in _FLAGS} | row["facts"]
    return {
        "id": row["id"],
        "object": "model",
        "type": row["type"],
        "created": row["created"],
        "owned_by": "venice.ai",
        "model_spec": spec,
    }


def _priced(value: Any) -> Any:
    """An amount as Venice writes it: in both currencies, which are worth the same."""
    if isinstance(value, int | float):
        return {"usd": value, "diem": value}
    if isinstance(value, dict) and "usd" in value:
        rest = {name: value[name] for name in ("min_seconds", "max_seconds") if name in value}
        return {"usd": value["usd"], "diem": value["usd"], **rest}
    if isinstance(value, dict):
        return {name: inner if name in _COUNTS else _priced(inner) for name, inner in value.items()}
    return value
