"""Run generated requests against a live server."""
