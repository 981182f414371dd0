"""Perform flows: drivers, retries, deadlines, events, settings.

Private: import public names from `pyvenice`.
"""
