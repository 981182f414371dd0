"""HTTP: transport, connections, redirects, the SSRF guard, decompression.

Private: import public names from `pyvenice`.
"""
