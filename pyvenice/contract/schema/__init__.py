"""One operation and its schemas in normal form.

Private: import public names from `pyvenice`.
"""
