"""Gemini. Private: import public names from `pyvenice`."""
