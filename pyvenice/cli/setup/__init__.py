"""Commands about this installation: configuration, a check of everything, shell completion.

Private: import public names from `pyvenice`.
"""
