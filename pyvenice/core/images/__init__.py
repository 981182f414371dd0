"""Input images: sources, formats, checks, masks.

Private: import public names from `pyvenice`.
"""
