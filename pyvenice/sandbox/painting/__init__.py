"""The edit itself: a prompt parser and drawing operations."""
