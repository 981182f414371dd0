"""Checks of one exchange: each returns the violations it finds.

Public: `request.check_request`, `response.check_response`.
"""
