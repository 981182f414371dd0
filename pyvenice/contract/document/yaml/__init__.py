"""Readers of YAML: one for block style, and one for all of it on libyaml.

Private: import public names from `pyvenice`.
"""
