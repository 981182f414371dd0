"""Fetch a live document: conditional requests, limits, cache."""
