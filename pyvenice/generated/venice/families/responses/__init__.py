# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""What Venice's contract says of `responses`, as Python."""
