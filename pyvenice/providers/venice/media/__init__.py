"""Audio, music and video of Venice.

Private: import public names from `pyvenice`.
"""
