# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""Request bodies of `billing` of Venice."""

from __future__ import annotations
