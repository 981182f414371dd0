"""The pinned contract: source, overlay, stripped prose, suppressions."""
