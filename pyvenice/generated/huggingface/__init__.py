# Generated from specs/huggingface/ by 'python -m codegen'. Do not edit.
"""What HuggingFace's contract says, as Python."""
