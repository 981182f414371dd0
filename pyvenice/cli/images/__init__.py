"""Commands that make images: `edit`, `generate`, `upscale`, `remove-background`.

Private: import public names from `pyvenice`.
"""
