"""The catalogue of models: limits, prices and lifecycles, checks of parameters, estimates, choices.

Private: import public names from `pyvenice`.
"""
