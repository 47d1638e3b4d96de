"""The word data of the gate: one readable file a language beside this module, in the notation of the coder's word data."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from roleplay.language.morphology import gendered
from roleplay.language.pack import Pack, build
from roleplay.notation import Entry, read

__all__ = ["CUES", "common", "words"]

CUES = (
    "assistant",
    "hotline",
    "coach",
    "service",
    "warm",
    "mild",
    "apologises",
    "concedes",
    "opens_up",
    "sweet",
    "clinical",
    "meta",
    "firm",
    "helpful",
    "sharp",
    "method",
    "self_m",
    "self_f",
    "you_m",
    "you_f",
    "familiar",
    "formal",
    "break_out",
)
"""What a sentence can do; `roleplay.actors.gate.cues` says when it may not. *sharp* words turn a sweet sentence round."""


@lru_cache(maxsize=4)
def words(language: str) -> Pack:
    """The cues of *language*, read once. Raises `PluginInvalid` with file and line if its file is wrong."""
    path = Path(__file__).with_name(f"{language}.yaml")
    return build(read(path), str(path), kinds=CUES, features=gendered)


@lru_cache(maxsize=1)
def common() -> dict[str, frozenset[str]]:
    """The commonest words of languages in Latin letters, in normal form."""
    entry = Entry(read(Path(__file__).with_name("tongues.yaml")), [])
    return {tongue: frozenset(entry.text(tongue).split()) for tongue in entry.keys}
