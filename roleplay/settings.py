"""Settings: what a user chose once. A flag counts first, then ``ROLEPLAY_*``, then ``config.toml``, then the default.

Reading the environment is left to the command line; here it is a mapping handed in.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from roleplay.errors import Misconfigured, StorageFailed

__all__ = ["KEYS", "Key", "Settings", "load"]


@dataclass(frozen=True, slots=True)
class Key:
    """A setting: the *choices* it allows (none means any text) and its *default*."""

    choices: tuple[str, ...] = ()
    default: str | None = None


KEYS = {
    "language": Key(("en", "ro", "ru")),
    "gender": Key(("f", "m")),
    "address": Key(("you", "tu", "dumneavoastra", "ty", "vy")),
    "name": Key(),
    "persona": Key(),
    "scenario": Key(),
    "difficulty": Key(("easy", "normal", "hard"), "normal"),
    "feedback": Key(("turn", "end", "off"), "turn"),
    "speed": Key((), "1"),
    "help": Key(),
    "model": Key((), "offline"),
    "base_url": Key(),
    "plugins": Key(),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force: *values* by key, *origins* telling where each comes from (``ROLEPLAY_…``, the file, ``default``)."""

    path: Path
    values: Mapping[str, str]
    origins: Mapping[str, str]

    def get(self, key: str) -> str | None:
        """The value of *key*, None if it was never set and has no default."""
        return self.values.get(key, KEYS[key].default)

    def saved(self, changes: Mapping[str, str | None]) -> None:
        """Write *changes* (None removes) into the file, keeping its comments. Raises `Misconfigured`, `StorageFailed`."""
        import tomlkit  # only when something is saved

        for key, value in changes.items():
            check(key, value)
        text = self.path.read_text("utf-8") if self.path.is_file() else ""
        document = tomlkit.parse(text)
        for key, value in changes.items():
            if value is None:
                document.pop(key, None)
            else:
                document[key] = value
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            fresh = self.path.with_name(f".{self.path.name}.{os.getpid()}")
            fresh.write_text(tomlkit.dumps(document), "utf-8")
            fresh.chmod(0o600)
            fresh.replace(self.path)
        except OSError as error:
            raise StorageFailed("{path} cannot be written: {reason}; nothing that was saved is lost", path=self.path, reason=error.strerror) from None


def check(key: str, value: str | None) -> None:
    """Raise `Misconfigured` unless *key* is a setting and *value* one of its values."""
    if key not in KEYS:
        raise Misconfigured("{key} is no setting; there are: {keys}", key=key, keys=", ".join(KEYS))
    choices = KEYS[key].choices
    if value is not None and choices and value not in choices:
        raise Misconfigured("{key} cannot be {value}; it is one of: {choices}", key=key, value=value, choices=", ".join(choices))


def load(path: Path, environment: Mapping[str, str]) -> Settings:
    """Read the settings. Raises `Misconfigured` with the file and the fault."""
    values: dict[str, str] = {}
    origins: dict[str, str] = {}
    try:
        document = tomllib.loads(path.read_bytes().decode("utf-8-sig")) if path.is_file() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Misconfigured("{path} is not valid TOML: {reason}", path=path, reason=str(error)) from None
    except OSError as error:
        raise Misconfigured("{path} cannot be read: {reason}", path=path, reason=error.strerror) from None
    for key, value in document.items():
        check(key, str(value))
        values[key], origins[key] = str(value), str(path)
    for key in KEYS:
        variable = f"ROLEPLAY_{key.upper()}"
        if environment.get(variable):
            check(key, environment[variable])
            values[key], origins[key] = environment[variable], variable
    return Settings(path, values, origins)
