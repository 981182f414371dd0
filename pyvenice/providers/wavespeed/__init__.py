"""WaveSpeed. Private: import public names from `pyvenice`."""
