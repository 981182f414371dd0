"""The pinned contract: source, overlay, stripped prose, suppressions.

Public: `pin.effective`, `pin.providers`, `pin.source`.
"""
