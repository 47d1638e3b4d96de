"""Text from outside made inert for a terminal: nothing in it moves the cursor, sets a colour, reorders or hides other text.

Control characters become visible symbols, bidirectional overrides and invisible characters become markers, piles of combining marks are capped. What
is stored is never changed by this.
"""

from __future__ import annotations

import unicodedata

__all__ = ["inert"]

MAX_MARKS = 4
_BIDI = {
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
}
_HIDDEN = {"\u200b": "ZWSP", "\u2060": "WJ", "\ufeff": "BOM", "\u00ad": "SHY", "\u180e": "MVS", "\u2028": "LS", "\u2029": "PS"}


def inert(text: str, *, lines: bool = True) -> str:
    r"""*text* with everything that could act on a terminal made visible. With *lines*, newlines and tabs stay.

    >>> inert("a\x1b[31mb\u202ec")
    'a␛[31mb⟨RLO⟩c'
    """
    if text.isascii() and text.isprintable():
        return text
    made: list[str] = []
    marks = 0
    for letter in text:
        if unicodedata.combining(letter):
            marks += 1
            if marks <= MAX_MARKS:
                made.append(letter)
            continue
        marks = 0
        made.append(_visible(letter, lines))
    return "".join(made)


def _visible(letter: str, lines: bool) -> str:
    if letter in "\n\t" and lines:
        return letter
    code = ord(letter)
    if code < 32:
        return chr(0x2400 + code)
    if code == 127:
        return "\u2421"
    name = _BIDI.get(letter) or _HIDDEN.get(letter)
    if name:
        return f"⟨{name}⟩"
    if 128 <= code < 160 or 0xD800 <= code <= 0xDFFF or 0xE0000 <= code <= 0xE007F:
        return f"⟨{code:02X}⟩"
    return letter
