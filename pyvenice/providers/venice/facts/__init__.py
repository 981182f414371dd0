"""What is known of Venice's models, prices and former names.

Private: import public names from `pyvenice`.
"""
