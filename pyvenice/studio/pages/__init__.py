"""Pages of the studio: HTML that the server renders.

Private: import public names from `pyvenice`.
"""
