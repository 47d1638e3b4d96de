"""Transcripts to measure with: the labelled replies of the tests put together to talks of twelve turns."""

from __future__ import annotations

from itertools import cycle, islice
from pathlib import Path

from benchmarks.coding import sample
from roleplay.dialogue import Header, Speaker, Turn
from roleplay.record import dump

__all__ = ["TURNS", "write"]

TURNS = 12
PAUSES = (0.4, 1.2, 2.0, 3.1)  # seconds


def write(folder: Path, count: int, languages: tuple[str, ...] = ("en", "ro", "ru")) -> None:
    """Write *count* talks, each unlike the others, in *languages* by turns."""
    folder.mkdir(parents=True, exist_ok=True)
    said = {language: cycle(sample(language)) for language in languages}
    for number, language in enumerate(islice(cycle(languages), count)):
        lines: list[Header | Turn] = [Header(id=f"talk-{number:05}", language=language, persona="grumbling_parent")]
        for place, (reply, heard) in enumerate(islice(said[language], TURNS // 2)):
            start, pause = 20.0 * place, PAUSES[(number + place) % len(PAUSES)]
            lines.append(Turn(index=2 * place, speaker=Speaker.PERSONA, text=heard, start=start, end=start + 4))
            lines.append(Turn(index=2 * place + 1, speaker=Speaker.TRAINEE, text=reply, start=start + 4 + pause, end=start + 12))
        folder.joinpath(f"{number:05}.jsonl").write_bytes(b"".join(dump(each) for each in lines))
