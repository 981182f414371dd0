"""Recorded exchanges: values, journal, multipart parser, redaction."""
