"""Chat models that can speak for a persona."""
