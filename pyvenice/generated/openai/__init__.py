# Generated from specs/openai/ by 'python -m codegen'. Do not edit.
"""What OpenAI's contract says, as Python."""
