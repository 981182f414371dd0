# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""Families of Venice's operations, each loaded when it is used."""
