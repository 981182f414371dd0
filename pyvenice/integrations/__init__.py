"""Integrations: this package as a part of other programs, one module for each of them.

Public: `litellm.register`.
"""
