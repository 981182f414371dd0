"""Choice: the models that meet hard needs, scored by the caller's weights, each with its reason.

Private: import public names from `pyvenice`.
"""
