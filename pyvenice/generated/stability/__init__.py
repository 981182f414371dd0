# Generated from specs/stability/ by 'python -m codegen'. Do not edit.
"""What Stability's contract says, as Python."""
