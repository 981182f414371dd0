"""Recorded exchanges: values, journal, multipart parser, redaction.

Public: `journal.Journal`, `recorded_exchange.Exchange`.
"""
