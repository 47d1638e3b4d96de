"""Who speaks for a persona."""
