"""Hugging Face: its flow, its client classes, its rules.

Private: import public names from `pyvenice`.
"""
