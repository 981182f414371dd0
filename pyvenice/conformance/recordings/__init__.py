"""Read recorded traffic: HAR, cassettes, journals.

Public: `check.check_files`.
"""
