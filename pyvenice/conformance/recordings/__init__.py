"""Recorded traffic: HAR files, cassettes and journals, and their check against the contracts.

Public: `recorded_checks.check_files`.
"""
