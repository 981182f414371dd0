"""Run generated requests against a live server.

Public: `run.Options`, `run.Target`, `run.run`.
"""
