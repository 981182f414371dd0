"""The one call: any model of any provider behind one signature, with checks, costs and budgets.

Private: import public names from `pyvenice`.
"""
