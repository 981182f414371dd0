"""Compare two sides of a contract and report findings.

Public: `findings.ProviderReport`, `findings.Report`, `rules.EXCEPTIONS`, `rules.explained`.
"""
