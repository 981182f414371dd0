"""Read a response: bodies, errors, images, streams.

Private: import public names from `pyvenice`.
"""
