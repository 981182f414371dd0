"""Ledger and budgets: what calls cost, kept in an SQLite file that several processes share.

Private: import public names from `pyvenice`.
"""
