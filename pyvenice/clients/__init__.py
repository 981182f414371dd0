"""The clients: names and docstrings over the flows of the providers."""
