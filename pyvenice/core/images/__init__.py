"""Input images: sources, formats, checks, masks."""
