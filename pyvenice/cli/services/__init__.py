"""Commands that go on for a while: servers, and batches.

Private: import public names from `pyvenice`.
"""
