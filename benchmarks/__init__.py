"""Numbers, each with the floor it is measured against in the same run."""
