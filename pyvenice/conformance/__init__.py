"""Conformance checks: generated requests, recorded traffic and live traffic against the contract.

Private: import public names from `pyvenice`.
"""
