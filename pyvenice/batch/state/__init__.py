"""State of a batch: items, their journal, and the changes that are written to it.

Private: import public names from `pyvenice`.
"""
