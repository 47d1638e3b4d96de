"""Numbers, each with the floor it is measured against in the same run."""

import os

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # as installed: a user's modules are compiled once
