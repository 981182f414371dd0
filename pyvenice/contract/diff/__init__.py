"""Compare two sides of a contract and report findings."""
