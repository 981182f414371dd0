"""Shapes: what code is written from, made from an effective document.

Private: import public names from `pyvenice`.
"""
