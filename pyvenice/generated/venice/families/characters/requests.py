# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""Request bodies of `characters` of Venice."""

from __future__ import annotations
