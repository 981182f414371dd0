"""Matrix of clients, providers and requests: what arrives at a provider behind a gateway."""
