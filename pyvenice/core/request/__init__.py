"""Build a request: arguments, validation, serialization, body.

Private: import public names from `pyvenice`.
"""
