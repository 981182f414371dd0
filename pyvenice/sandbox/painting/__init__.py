"""The edit itself: a prompt parser and drawing operations.

Private: import public names from `pyvenice`.
"""
