# Generated from specs/ by 'python -m codegen'. Do not edit.
"""What codegen wrote from specs/. Never edited by hand."""

PROVIDERS = ("gemini", "huggingface", "openai", "stability", "venice", "wavespeed", "xinference")
