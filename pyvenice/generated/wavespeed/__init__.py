# Generated from specs/wavespeed/ by 'python -m codegen'. Do not edit.
"""What WaveSpeed's contract says, as Python."""
