"""Prove that clients and servers keep the contract: probes, recorded traffic, live traffic.

Private: import public names from `pyvenice`.
"""
