"""Dialects: one folder a provider, with how its API is asked and how it responds.

Private: import public names from `pyvenice`.
"""
