"""One file a provider: its flows, which say what to ask for and how to read the answer.

Private: import public names from `pyvenice`.
"""
