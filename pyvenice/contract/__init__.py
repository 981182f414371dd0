"""The pinned contract: load, slice, distil, overlay, compare.

Private: import public names from `pyvenice`.
"""
