"""Read recorded traffic: HAR, cassettes, journals."""
