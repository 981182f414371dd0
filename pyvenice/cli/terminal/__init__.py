"""What commands write: reports, tables, progress, and what the terminal can show of them.

Private: import public names from `pyvenice`.
"""
