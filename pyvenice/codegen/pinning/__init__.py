"""Pinning: fetch a document, slice it, regenerate, and swap the files in together.

Private: import public names from `pyvenice`.
"""
