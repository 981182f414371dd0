"""Prove a difference with a value that one side accepts and the other rejects.

Private: import public names from `pyvenice`.
"""
