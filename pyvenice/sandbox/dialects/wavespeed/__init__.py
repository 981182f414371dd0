"""WaveSpeed's dialect.

Private: import public names from `pyvenice`.
"""
