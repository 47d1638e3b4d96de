"""What is said of a turn of the partner that is not whole, or whose words the gate did not let out as they came."""

from __future__ import annotations

from collections.abc import Mapping

from roleplay.cli.context import tell
from roleplay.dialogue import Status, Turn
from roleplay.errors import mark

__all__ = ["remark", "remark_on"]

_NOT_WHOLE = {
    Status.INTERRUPTED: mark("The line broke off; what came is kept."),
    Status.TRUNCATED: mark("The line is cut off: the model came to its limit of length."),
    Status.REFUSED: mark("The model gave no answer in its role here; say it another way, or go on."),
    Status.UNKNOWN_END: mark("The line may not be whole: the model did not say that it had finished."),
}
_OUT_OF_CHARACTER = {
    "mended": mark("The model fell out of its role ({how}) and was asked again."),
    "written": mark("The model fell out of its role ({how}); this line is a written one."),
    "cut": mark("The model fell out of its role ({how}); the rest of its line is left out."),
    "withheld": mark("What the model said here is withheld: it told how to do harm."),
}
_HOW = {
    "method": mark("a way to do harm"),
    "language": mark("another language"),
    "empty": mark("no words"),
    "markup": mark("a text to read, not speech"),
    "looping": mark("going in circles"),
    "role_swap": mark("speaking for another"),
    "assistant": mark("talk of an assistant"),
    "hotline": mark("talk of a helpline"),
    "leaked_prompt": mark("reciting its instructions"),
    "leaked_hidden": mark("telling what is still hidden"),
    "copied": mark("repeating your words"),
    "softened": mark("too sweet for its anger"),
    "yielded_early": mark("giving in too early"),
    "gender": mark("wrong gender"),
    "address": mark("wrong form of address"),
}


def remark(status: Status, meta: Mapping[str, object]) -> str | None:
    """What the trainee is told of a line with *status* and *meta*; None if it is as it should be."""
    told = _fallen(meta)
    if told is not None:
        return None if meta.get("then") == "mended" else told
    return tell(_NOT_WHOLE[status]) if status in _NOT_WHOLE else None


def remark_on(turn: Turn) -> str | None:
    """What a coach is told of a kept *turn*; also of what the trainee was spared, and of attempts to break out of the scene."""
    told = _fallen(turn.meta) or remark(turn.status, turn.meta)
    tricked = tell("The reply before tried to take the partner out of the scene.") if turn.meta.get("break_out") else None
    return " ".join(part for part in (tricked, told) if part) or None


def _fallen(meta: Mapping[str, object]) -> str | None:
    """What came of words out of character; None where there were none. A file may hold anything under these keys."""
    broke, then = meta.get("out_of_character"), meta.get("then")
    if not isinstance(broke, list) or not isinstance(then, str) or then not in _OUT_OF_CHARACTER:
        return None
    how = dict.fromkeys(tell(_HOW[each]) for each in broke if isinstance(each, str) and each in _HOW)
    return tell(_OUT_OF_CHARACTER[then], how=", ".join(how) or "?")
