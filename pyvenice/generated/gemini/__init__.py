# Generated from specs/gemini/ by 'python -m codegen'. Do not edit.
"""What Gemini's contract says, as Python."""
