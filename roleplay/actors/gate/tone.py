"""How a sentence sounds, whatever its words: the signs that a reply is coded by, weighed for the tones that a persona has not at every moment.

The weights are fitted (``python -m fitting.tones``) to sentences written for it, to our labelled replies and to the lines that ship with
the personas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from roleplay.actors.gate.breach import Breach, Verdict
from roleplay.actors.gate.moment import Moment
from roleplay.coders.heard import hear
from roleplay.coders.signs import collect
from roleplay.coders.table import read
from roleplay.coders.weights import Weights
from roleplay.language.pack import Pack

__all__ = ["TONES", "toned"]

TONES = ("sweet", "yields", "meets", "helps")
"""Sweet; giving in or opening up; meeting the other's feelings, which is the trainee's part; an assistant, a helpline, the firm, a coach."""

_WHEN: Mapping[str, tuple[Breach, Callable[[Moment], bool]]] = {
    "helps": (Breach.ASSISTANT, lambda moment: not moment.may_yield),
    "meets": (Breach.ROLE_SWAP, lambda moment: not moment.may_yield),
    "sweet": (Breach.SOFTENED, lambda moment: moment.angry),
    "yields": (Breach.YIELDED, lambda moment: not moment.may_yield),
}

_LEAST = 3  # words without which nothing has a tone


def toned(spoken: str, moment: Moment) -> Iterator[Verdict]:
    """The tones of the sentence *spoken* that it has not to have at *moment*."""
    pack = moment.lexicon
    text = pack.analyse(spoken)
    if len(text.tokens) < _LEAST:
        return
    asks = text.sentences[-1].mark == "?"  # whoever asks "are you tired?" has not said so
    scores = _weights(pack).weigh(pack, collect(pack, text, hear(pack, ""))).scores()
    for tone, (breach, forbidden) in _WHEN.items():
        if scores[tone] > 0 and forbidden(moment) and not (asks and tone == "meets"):
            yield Verdict(breach, f"sounds: {tone}", 0, len(spoken))


@lru_cache(maxsize=8)
def _weights(pack: Pack) -> Weights:
    """The table for the language of *pack*, whose words it remembers; read once."""
    return read(Path(__file__).with_name("fitted").joinpath(f"{pack.language}.tsv").read_text(encoding="utf-8"), TONES)
