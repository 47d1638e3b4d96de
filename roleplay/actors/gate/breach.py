"""What can be wrong with a sentence of a persona, and the verdict that says so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Breach", "Verdict"]


class Breach(StrEnum):
    """In which way a sentence is not the persona's at this moment."""

    METHOD = "method"
    """It tells how to die or to do harm: withheld, and not asked for again."""
    MARKUP = "markup"
    """Lists, links, code or a script: nothing anybody says."""
    LANGUAGE = "language"
    EMPTY = "empty"
    LOOPING = "looping"
    ROLE_SWAP = "role_swap"
    """It speaks as the trainee, as the coach or for the firm that the client complains of."""
    ASSISTANT = "assistant"
    HOTLINE = "hotline"
    LEAKED_PROMPT = "leaked_prompt"
    LEAKED_HIDDEN = "leaked_hidden"
    COPIED = "copied"
    """It gives back the trainee's words as its own."""
    SOFTENED = "softened"
    """The mood is anger, the text is sweet."""
    YIELDED = "yielded_early"
    """It apologises, gives in or opens up before the mood does."""
    GENDER = "gender"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a sentence is not let through: the *breach*, the *rule* that found it, and where in the sentence, ``sentence[start:end]``."""

    breach: Breach
    rule: str
    start: int
    end: int
