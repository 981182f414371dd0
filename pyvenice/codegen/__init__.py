"""Build time: from contracts and overlays to `pyvenice/generated/`."""
