"""Faults on demand.

Private: import public names from `pyvenice`.
"""
