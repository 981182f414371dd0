"""Hugging Face's dialect.

Private: import public names from `pyvenice`.
"""
