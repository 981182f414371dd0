"""Batches: thousands of edits whose money is safe against crashes. Public."""
