"""The catalogue: from the reviewed rows in `specs/catalogue/` to what users load.

Private: import public names from `pyvenice`.
"""
