"""Text models of Venice: chat and responses.

Private: import public names from `pyvenice`.
"""
