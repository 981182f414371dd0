"""Build a request: arguments, validation, serialization, body."""
