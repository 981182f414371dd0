"""What the client classes of all providers share.

Private: import public names from `pyvenice`.
"""
