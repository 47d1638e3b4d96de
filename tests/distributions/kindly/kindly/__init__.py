"""A distribution of somebody else, with one plugin of each kind."""
