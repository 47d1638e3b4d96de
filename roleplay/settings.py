"""Settings: what a user chose once. A flag counts first, then ``ROLEPLAY_*``, then ``config.toml``, then the default.

Reading the environment is left to the command line; here it is a mapping handed in.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from roleplay.errors import Misconfigured, Sentence, StorageFailed
from roleplay.private import make_folder, replace

__all__ = ["KEYS", "Key", "Settings", "check", "load"]


@dataclass(frozen=True, slots=True)
class Key:
    """A setting: the *choices* or the *span* of numbers it allows (none means any text) and its *default*."""

    choices: tuple[str, ...] = ()
    default: str | None = None
    span: tuple[float, float] | None = None


KEYS = {
    "language": Key(("en", "ro", "ru")),
    "gender": Key(("f", "m")),
    "address": Key(("you", "tu", "dumneavoastra", "ty", "vy")),
    "name": Key(),
    "persona": Key(),
    "scenario": Key(),
    "difficulty": Key(("easy", "normal", "hard"), "normal"),
    "feedback": Key(("turn", "end", "off"), "turn"),
    "speed": Key((), "1", (0, 100)),
    "help": Key(),
    "model": Key((), "offline"),
    "base_url": Key(),
    "budget": Key(span=(1, 1e9)),
    "max_cost": Key(span=(0, 1e9)),
    "price": Key(),
    "context": Key(span=(256, 1e8)),
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
        from tomlkit.exceptions import TOMLKitError

        for key, value in changes.items():
            check(key, value)
        try:
            document = tomlkit.parse(_text(self.path))
        except TOMLKitError as error:
            raise Misconfigured("{path} is not valid TOML: {reason}", path=self.path, reason=_misread(error)) from None
        for key, value in changes.items():
            if value is None:
                document.pop(key, None)
            else:
                document[key] = value
        try:
            make_folder(self.path.parent)
            replace(self.path, tomlkit.dumps(document).encode())
        except OSError as error:
            raise StorageFailed(
                "{path} cannot be written: {reason}; nothing that was saved is lost", path=self.path, reason=error.strerror
            ) from None


def check(key: str, value: str | None, where: object = None) -> None:
    """Raise `Misconfigured` unless *key* is a setting and *value* one of its values; *where* it stands is named then."""
    name = f"{key} ({where})" if where else key
    if key not in KEYS:
        raise Misconfigured("{key} is no setting; there are: {keys}", key=name, keys=", ".join(KEYS))
    if value is None:
        return
    choices, span = KEYS[key].choices, KEYS[key].span
    if choices and value not in choices:
        raise Misconfigured("{key} cannot be {value}; it is one of: {choices}", key=name, value=value, choices=", ".join(choices))
    if span and not _within(value, *span):
        low, high = span
        raise Misconfigured("{key} cannot be {value}; it is a number from {low} to {high}", key=name, value=value, low=low, high=high)
    if any("\ud800" <= c <= "\udfff" for c in value):
        raise Misconfigured("{key} is not written in UTF-8", key=name)


def load(path: Path, environment: Mapping[str, str]) -> Settings:
    """Read the settings. Raises `Misconfigured` with the file or variable and the fault."""
    values: dict[str, str] = {}
    origins: dict[str, str] = {}
    try:
        document = tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as error:
        raise Misconfigured("{path} is not valid TOML: {reason}", path=path, reason=_misread(error)) from None
    for key, value in document.items():
        if key in KEYS and (isinstance(value, bool) or not isinstance(value, str | int | float)):
            raise Misconfigured("{key} must be a text", key=f"{key} ({path})")
        check(key, str(value), path)
        values[key], origins[key] = str(value), str(path)
    for key in KEYS:
        variable = f"ROLEPLAY_{key.upper()}"
        if environment.get(variable):
            check(key, environment[variable], variable)
            values[key], origins[key] = environment[variable], variable
    return Settings(path, values, origins)


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig") if path.is_file() else ""
    except UnicodeDecodeError as error:
        reason = Sentence("not UTF-8 (byte {place}): save the file as UTF-8", place=error.start)
        raise Misconfigured("{path} is not valid TOML: {reason}", path=path, reason=reason) from None
    except OSError as error:
        raise Misconfigured("{path} cannot be read: {reason}", path=path, reason=error.strerror) from None


def _misread(error: Exception) -> Sentence:
    """Where *error*, of a reader of TOML, sees a fault; each entry is a name, = and a text between quotation marks."""
    found = re.search(r"line (\d+)", str(error))
    return Sentence("line {line}: an entry is written as in {example}", line=found[1] if found else "?", example='language = "ro"')


def _within(text: str, low: float, high: float) -> bool:
    with suppress(ValueError):
        return low <= float(text) <= high
    return False
