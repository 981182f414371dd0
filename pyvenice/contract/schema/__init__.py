"""One operation and its schemas in normal form."""
