"""Keep the operations in use, and find out cheaply whether they changed.

Private: import public names from `pyvenice`.
"""
