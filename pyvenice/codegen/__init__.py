"""Build time: from contracts and overlays to `pyvenice/generated/`.

Private: import public names from `pyvenice`.
"""
