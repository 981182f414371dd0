"""Xinference's dialect."""
