"""From bytes to a tree: parsers, limits, references, older versions of OpenAPI.

Private: import public names from `pyvenice`.
"""
