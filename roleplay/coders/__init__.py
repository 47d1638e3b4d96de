"""Who marks behaviour codes on a reply."""
