"""Which operations of an API are in use: found in traffic and in code.

Private: import public names from `pyvenice`.
"""
