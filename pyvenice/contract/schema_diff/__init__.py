"""Compare two schemas: where they differ, whether it counts, and how to say it.

Private: import public names from `pyvenice`.
"""
