"""The keys of a path item that are operations, and how operations are called."""

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def operation_name(method: str, path: str) -> str:
    """`POST /image/edit`, as reports call it."""
    return f"{method.upper()} {path}"
