"""What every provider shares: calls as values, drivers, encoding, inputs, results, errors."""
