"""Engines that run the workers of a batch elsewhere than in this process.

Private: import public names from `pyvenice`.
"""
