"""Options and alerts of the commands that check contracts.

Private: import public names from `pyvenice`.
"""
