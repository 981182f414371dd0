"""One operation of a document, in normal form and ready to be compared.

Private: import public names from `pyvenice`.
"""
