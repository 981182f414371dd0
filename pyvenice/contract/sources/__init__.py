"""Contracts that are published in another form than OpenAPI.

Private: import public names from `pyvenice`.
"""
