"""Text from outside made inert for a terminal: nothing in it moves the cursor, sets a colour, reorders or hides other text.

Control characters become visible symbols, bidirectional overrides and invisible characters become markers, piles of combining marks are
capped. What is stored is never changed by this.
"""

from __future__ import annotations

import unicodedata

__all__ = ["inert"]

MAX_MARKS = 4
_NAMES = {
    "\u202a": "LRE",
    "\u202b": "RLE",
    "\u202c": "PDF",
    "\u202d": "LRO",
    "\u202e": "RLO",
    "\u2066": "LRI",
    "\u2067": "RLI",
    "\u2068": "FSI",
    "\u2069": "PDI",
    "\u200e": "LRM",
    "\u200f": "RLM",
    "\u061c": "ALM",
    "\u200b": "ZWSP",
    "\u200c": "ZWNJ",
    "\u200d": "ZWJ",
    "\u2060": "WJ",
    "\ufeff": "BOM",
    "\u00ad": "SHY",
    "\u180e": "MVS",
    "\u2028": "LS",
    "\u2029": "PS",
}
_ACTING = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"  # letters and marks by category, nothing on the screen
_SELECTORS = range(0xE0100, 0xE01F0)  # variants of one glyph that can carry a hidden message, a byte each


def inert(text: str, *, lines: bool = True) -> str:
    r"""*text* with everything that could act on a terminal made visible. With *lines*, newlines and tabs stay.

    >>> inert("a\x1b[31mb\u202ec")
    'a␛[31mb⟨RLO⟩c'
    """
    if text.isascii() and text.isprintable():
        return text
    made: list[str] = []
    marks = 0
    for at, letter in enumerate(text):
        category = unicodedata.category(letter)
        if category in ("Mn", "Me") and ord(letter) not in _SELECTORS and letter not in _BLANK:
            marks += 1
            if marks <= MAX_MARKS:
                made.append(letter)
            continue
        marks = 0
        made.append(letter if letter == "\u200d" and _joins(text, at) else _visible(letter, category, lines))
    return "".join(made)


def _joins(text: str, at: int) -> bool:
    """Whether the joiner at *at* makes one picture of two, as in families and professions."""
    before = text[at - 2 : at] if text[at - 1 : at] == "\ufe0f" else text[at - 1 : at]
    return all(part and part[0] not in _BLANK and unicodedata.category(part[0]) in ("So", "Sk") for part in (before, text[at + 1 : at + 2]))


def _visible(letter: str, category: str, lines: bool) -> str:
    if letter in "\n\t" and lines:
        return letter
    code = ord(letter)
    if code < 32:
        return chr(0x2400 + code)
    if code == 127:
        return "\u2421"
    if letter in _NAMES:
        return f"⟨{_NAMES[letter]}⟩"
    return f"⟨{code:02X}⟩" if category in _ACTING or letter in _BLANK or code in _SELECTORS else letter
