"""Where the program keeps what is the user's: all of it in ``ROLEPLAY_HOME``, else each thing in the platform's own place."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["cache_file", "config_folder", "data_folder"]


def config_folder() -> Path:
    """Where settings and own plugins are: ``ROLEPLAY_HOME``, else the platform's place."""
    home = os.environ.get("ROLEPLAY_HOME")
    if home:
        return Path(home)
    from platformdirs import user_config_path

    return user_config_path("roleplay", appauthor=False)


def data_folder() -> Path:
    """Where transcripts are: ``ROLEPLAY_HOME``, else the platform's place."""
    home = os.environ.get("ROLEPLAY_HOME")
    if home:
        return Path(home)
    from platformdirs import user_data_path

    return user_data_path("roleplay", appauthor=False)


def cache_file() -> Path:
    """Where scores are remembered: in ``ROLEPLAY_HOME``, else in the platform's place for what can be made again."""
    home = os.environ.get("ROLEPLAY_HOME")
    if home:
        return Path(home) / "cache" / "scores.sqlite"
    from platformdirs import user_cache_path

    return user_cache_path("roleplay", appauthor=False) / "scores.sqlite"
