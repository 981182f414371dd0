"""Perform flows: drivers, retries, deadlines, events, settings."""
