"""Practise hard conversations against a simulated partner, scored reply by reply."""

__all__ = ["__version__"]


def __getattr__(name: str) -> str:
    if name == "__version__":
        from importlib.metadata import version  # slow, and rarely asked for

        return version("roleplay")
    raise AttributeError(name)
