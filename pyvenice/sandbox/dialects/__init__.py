"""One folder a provider: how its API is asked and how it answers.

Private: import public names from `pyvenice`.
"""
