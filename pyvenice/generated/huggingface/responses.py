# Generated from specs/huggingface/ by 'python -m codegen'. Do not edit.
"""Responses of HuggingFace."""

from __future__ import annotations
