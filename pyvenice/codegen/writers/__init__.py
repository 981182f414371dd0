"""Writers: one module for each kind of generated file.

Private: import public names from `pyvenice`.
"""
