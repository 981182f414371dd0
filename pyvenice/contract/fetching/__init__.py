"""Fetch a live document: conditional requests, limits, cache.

Private: import public names from `pyvenice`.
"""
