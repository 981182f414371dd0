# Generated from specs/xinference/ by 'python -m codegen'. Do not edit.
"""What Xinference's contract says, as Python."""
