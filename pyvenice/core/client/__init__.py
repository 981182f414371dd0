"""What the client classes of all providers share."""
