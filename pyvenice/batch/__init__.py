"""Batches: thousands of edits, none of them bought twice. Public.

A manifest is planned into a journal, a SQLite file that has the state of every purchase. Running
the journal again goes on where the last run ended, however it ended. `docs/batch.md` has the
commands, the states and the law of money.
"""
