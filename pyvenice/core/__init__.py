"""What every provider shares: calls as values, drivers, encoding, inputs, results, errors.

Private: import public names from `pyvenice`.
"""
