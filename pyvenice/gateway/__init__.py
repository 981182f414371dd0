"""Gateway: OpenAI's image routes in front of every provider.

Private: import public names from `pyvenice`.
"""
