"""Words and cues of one speaker become turns.

A new turn begins with another speaker, or after a pause of the same one. Times stay as they are: a turn that begins before the one above
it has ended overlaps it, and the gap between them stays negative.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from roleplay.formats.conversation import Unit, Utterance

__all__ = ["MAX_TEXT", "PAUSE", "join"]

MAX_TEXT = 1_000_000  # characters in one turn; more is no speech
PAUSE = 1.5  # seconds; within a thought speakers rarely pause longer, and the listener may take the turn


def join(utterances: Iterable[Utterance], pause: float = PAUSE) -> Iterator[Utterance]:
    """Yield whole turns. Words of nobody in particular join too; cues only when it is known that one person says both.

    What grows longer than `MAX_TEXT` is given as it is then, so that it can be refused without being held.
    """
    pieces: list[Utterance] = []
    length = 0
    for utterance in utterances:
        if pieces and (length > MAX_TEXT or not _goes_on(pieces[-1], utterance, pause)):
            yield _one(pieces)
            pieces, length = [], 0
        pieces.append(utterance)
        length += len(utterance.text)
    if pieces:
        yield _one(pieces)


def _goes_on(last: Utterance, piece: Utterance, pause: float) -> bool:
    if piece.unit is Unit.TURN or last.unit is not piece.unit or last.speaker != piece.speaker:
        return False
    if piece.speaker is None and piece.unit is Unit.CUE:
        return False
    return last.end is None or piece.start is None or piece.start - last.end < pause


def _one(pieces: list[Utterance]) -> Utterance:
    first = pieces[0]
    if len(pieces) == 1:
        text = first.text if first.unit is Unit.TURN else first.text.strip()
        return Utterance(text=text, speaker=first.speaker, start=first.start, end=first.end)
    ends = [piece.end for piece in pieces if piece.end is not None]
    end = max(ends) if pieces[-1].end is not None else None
    return Utterance(text=_text(pieces), speaker=first.speaker, start=first.start, end=end)


def _text(pieces: list[Utterance]) -> str:
    made: list[str] = []
    for piece in pieces:
        text = piece.text
        if made and text and made[-1] and _spaced(made[-1][-1], text[0]):
            made.append(" ")
        if text:
            made.append(text)
    return "".join(made).strip()


def _spaced(before: str, after: str) -> bool:
    """Whether a space belongs between two letters that come from different pieces."""
    if before.isspace() or after.isspace() or after in ".,;:!?…%)»”’]":
        return False
    return not (_scriptio_continua(before) and _scriptio_continua(after))


def _scriptio_continua(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith(("CJK", "HIRAGANA", "KATAKANA", "THAI"))
