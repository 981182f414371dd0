"""Tell people and programs about drift: one GitHub issue for each, Slack, any webhook.

Private: import public names from `pyvenice`.
"""
