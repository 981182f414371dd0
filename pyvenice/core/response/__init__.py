"""Read a response: bodies, errors, images, streams."""
