"""The system prompt of a persona made ready: where its template is looked at and rendered.

A prompt that ships with the project is rendered here. Any other one is foreign: a process of its own looks at it and renders it, with limits on
time, memory and length, so that what the rules of `roleplay.template` should miss does no harm either.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

from roleplay import shipped, template
from roleplay.confinement import Confined, Failed, Limits
from roleplay.errors import PluginInvalid, Sentence
from roleplay.template import SLOTS
from roleplay.yamltree import on_line

__all__ = ["LIMITS", "compiled", "faults", "prompter"]

LIMITS = Limits(seconds=5.0, megabytes=512, answer=200_000)


def compiled(path: Path) -> Callable[[Mapping[str, object]], str]:
    """What makes the prompt at *path* of a value for each of `roleplay.template.SLOTS`. Raises `PluginInvalid` with all its faults."""
    ask = _asked(path)
    found = _faults(ask)
    if found:
        raise PluginInvalid(str(path), [on_line(line, what) if line else what for line, what in found])

    def render(slots: Mapping[str, object]) -> str:
        try:
            text, fault = cast("tuple[str, Any]", ask({name: _plain(slots[name]) for name in SLOTS}))
        except Failed as error:
            raise PluginInvalid(str(path), [error.said]) from None
        if fault is not None:
            raise PluginInvalid(str(path), [_whole(fault)])
        return text

    return render


def faults(path: Path) -> list[tuple[int | None, str]]:
    """What is wrong with the prompt at *path*, each fault with its line; None where a line cannot be told."""
    return _faults(_asked(path))


def prompter(path: str) -> Callable[[object], object]:
    """What a process of its own makes of the prompt at *path*: given None it tells the faults, given values it renders."""
    place = Path(path)

    def answer(slots: Any) -> object:
        if slots is None:
            return [(line, _parts(what)) for line, what in template.faults(place)]
        try:
            return template.rendered(place.read_text("utf-8"), slots), None
        except Exception as error:  # a template may raise anything with values that its check did not try
            return "", _parts(template.unrendered(error))

    return answer


def _asked(path: Path) -> Callable[[object], object]:
    return prompter(str(path)) if shipped.holds(path.parent) else Confined("roleplay.prompt:prompter", str(path), limits=LIMITS)


def _faults(ask: Callable[[object], Any]) -> list[tuple[int | None, str]]:
    try:
        return [(line, _whole(parts)) for line, parts in ask(None)]
    except Failed as error:
        return [(None, error.said)]


def _parts(what: object) -> object:
    """A sentence as JSON can hold it; what is none, as it is."""
    return [what.message, {key: _parts(value) for key, value in what.values.items()}] if isinstance(what, Sentence) else what


def _whole(parts: Any) -> Any:
    """What `_parts` was made of."""
    return Sentence(parts[0], **{key: _whole(value) for key, value in parts[1].items()}) if isinstance(parts, list) else parts


def _plain(value: object) -> object:
    """*value* as a copy that is nothing but text, truth and lists of text: a template must not reach an object of the program."""
    if isinstance(value, bool):
        return value
    return [str(each) for each in value] if isinstance(value, list | tuple) else str(value)
