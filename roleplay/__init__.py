"""Practise hard conversations against a simulated partner, scored reply by reply."""

__all__ = ["API_VERSION", "__version__"]

API_VERSION = 1
"""The version of what plugins rely on: it changes when a plugin that worked would work no longer."""


def __getattr__(name: str) -> str:
    if name == "__version__":
        from importlib.metadata import version  # slow, and rarely asked for

        return version("roleplay")
    raise AttributeError(name)
