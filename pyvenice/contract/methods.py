"""The keys of a path item that are operations."""

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
