"""Venice's dialect."""
