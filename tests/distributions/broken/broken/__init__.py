"""A distribution in which everything is wrong, each thing in its own way."""
