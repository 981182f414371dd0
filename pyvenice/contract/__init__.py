"""The pinned contract: load, slice, distil, overlay, compare."""
