"""Stability: its flows, its client classes, its rules.

Private: import public names from `pyvenice`.
"""
