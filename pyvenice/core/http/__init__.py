"""HTTP: transport, connections, redirects, the SSRF guard, decompression."""
