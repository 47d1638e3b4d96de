"""Whether the trainee tries to take the persona out of the scene: orders to a model, calling the scene off, also in disguise."""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterator

from roleplay.actors.gate.words import words

__all__ = ["attempted", "unmasked"]

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\u202a-\u202e\ufeff\U000e0000-\U000e007f]")
_CODED = re.compile(r"[A-Za-z0-9+/]{16,}={0,2}")
_LATIN = str.maketrans("аеорсухіјԁһкмтвнзАЕОРСУХІКМТВНαοερικυν", "aeopcyxijdhkmtbh3AEOPCYXIKMTBHaoepikuv")
_CYRILLIC = str.maketrans("aeopcyxkmtbhABEKMHOPCTX3", "аеорсухкмтвнАВЕКМНОРСТХз")
_LONGEST = 4000


def attempted(text: str, language: str) -> bool:
    """Whether *text*, said in a talk in *language*, is such an attempt; English is understood in every talk."""
    tried = dict.fromkeys((language, "en"))
    return any(
        found.rule.cue == "break_out"
        for bare in unmasked(text[:_LONGEST])
        for tongue in tried
        for found in words(tongue).find(words(tongue).analyse(bare))
    )


def unmasked(text: str) -> Iterator[str]:
    """*text* without disguise: unseen characters taken out, letters that only look alike put into either script, base64 read."""
    bare = unicodedata.normalize("NFKC", _UNSEEN.sub("", text))
    yield bare
    for table in (_LATIN, _CYRILLIC):
        mixed = "".join(piece.translate(table) if _mixed(piece) else piece for piece in re.split(r"(\s+)", bare))
        if mixed != bare:
            yield mixed
    for coded in _CODED.findall(bare):
        try:
            yield base64.b64decode(coded + "=" * (-len(coded) % 4), validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            continue


def _mixed(word: str) -> bool:
    """Whether *word* has letters of more than one script."""
    return len({unicodedata.name(letter, "?").split()[0] for letter in word if letter.isalpha()}) > 1
