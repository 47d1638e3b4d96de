"""The rule coder: behaviour codes from the signs in a reply and their weights, and the weight of the turn that was heard."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from roleplay.coders.explanation import Explanation, explained, weighed
from roleplay.coders.heard import Heard, hear
from roleplay.coders.reading import Reading
from roleplay.coders.signs import Signs, collect_heard
from roleplay.coders.table import Table
from roleplay.coders.table import load as weights_of
from roleplay.coders.weights import HEAVY, Weights
from roleplay.codes import Code, Coding, Mark, Weight, listening_level
from roleplay.dialogue import Exchange
from roleplay.language.pack import Pack, load
from roleplay.language.stage import only_silence, pause_mark, spoken
from roleplay.language.text import Text
from roleplay.rewording import material

__all__ = ["VERSION", "RuleCoder"]

VERSION = "8"
TURNS, NOTED, LONGEST = 500, 5000, 1000  # remembered: what was heard is coded again when a reply is tried again, and in a room by everyone


class RuleCoder:
    """Codes the exchanges of one language. Offline, deterministic, the same text always coded the same."""

    name = "rules"

    def __init__(self, language: str, pack: Pack | None = None, weights: Table | None = None) -> None:
        self.pack = pack or load(language)
        self.weights = weights or (weights_of(language) if pack is None else _fresh(weights_of(language)))
        self._without_asides = set[str]()
        self._hear = lru_cache(maxsize=TURNS)(self._heard)
        self.version = f"{VERSION}+{language}.{self.pack.version}"

    def code(self, exchange: Exchange) -> Coding:
        """Mark the reply of *exchange*, with what was heard in view."""
        heard = exchange.heard.text if exchange.heard is not None else ""
        return self.code_text(exchange.reply.text, heard)

    def material(self, exchange: Exchange, coding: Coding) -> dict[str, str]:
        """What a better wording of the reply can be made from."""
        return material(exchange, coding, self.pack)

    def code_text(self, reply: str, heard: str = "") -> Coding:
        """Mark a bare *reply* to the words *heard*.

        >>> coding = RuleCoder("en").code_text("It hurt you that nobody came. What was it like?", "Nobody came.")
        >>> coding.blame, "open_question" in [mark.code for mark in coding.marks]
        (0, True)
        """
        turn, weight = self._turn(heard)
        whole, reading = self._read(reply, turn)
        if whole is reading:
            self._note(reply)
        marks = _marks(whole, reading)
        present = frozenset([mark.code for mark in marks])
        level = listening_level(present, reading.i_message, reading.blame, answered=reading.answered)
        return Coding(
            coder=self.name,
            version=self.version,
            marks=marks,
            blame=reading.blame,
            i_message=reading.i_message,
            listening_level=level,
            weight=weight,
            pause_mark=pause_mark(reply),
        )

    def asides(self, words: str) -> tuple[tuple[int, int], ...]:
        """Where *words* talk to whoever grades: the first and the last offset of each such sentence."""
        if words in self._without_asides:
            return ()
        text = self.pack.analyse(spoken(words))
        return _sentences(text, [item.first for item in self.pack.find(text, heard=True) if item.rule.cue == "injection"])

    def _read(self, reply: str, turn: Heard) -> tuple[Reading, Reading]:
        """All of *reply* as it is read, and as it counts: words to a grader count neither for it nor against it. The same where there are none."""
        whole = Reading(self.pack, self.weights.replies, reply, turn)
        if not whole.cues.get("injection"):
            return whole, whole
        silenced = reply
        for start, end in _sentences(whole.text, [item.first for item in whole.cues["injection"]]):
            silenced = f"{silenced[:start]}{' ' * (end - start)}{silenced[end:]}"  # each letter in its place
        return whole, Reading(self.pack, self.weights.replies, silenced, turn)

    def _note(self, words: str) -> None:
        """Remember that there are no asides in *words*: who asks for them has just had them coded."""
        if len(self._without_asides) >= NOTED:
            self._without_asides = set()
        if len(words) <= LONGEST:
            self._without_asides.add(words)

    def explain(self, reply: str, heard: str = "") -> Explanation:
        """Why `code_text` marks *reply* as it does: sign by sign, with what was nearly marked."""
        turn, weight = self._turn(heard)
        whole, reading = self._read(reply, turn)
        signs = collect_heard(self.pack, turn)
        heaviness = weighed(self.weights.turns.weigh(self.pack, signs), signs, turn.text, heard)
        return explained(reading, _marks(whole, reading), weight, heaviness, whole)

    def _turn(self, raw: str) -> tuple[Heard, Weight]:
        """What was heard and how much it weighs, remembered unless it is very long."""
        return self._hear(raw) if len(raw) <= LONGEST else self._heard(raw)

    def _heard(self, raw: str) -> tuple[Heard, Weight]:
        turn = hear(self.pack, raw)
        signs = collect_heard(self.pack, turn)
        if "injection" not in signs.found:
            self._note(raw)
        return turn, weigh(self.weights.turns, turn, signs, self.pack)


def _fresh(table: Table) -> Table:
    """*table* for another pack: the same words may mean something else."""
    return Table(*(replace(each, words={}, called={}) for each in table))


def _marks(whole: Reading, reading: Reading) -> tuple[Mark, ...]:
    """The marks of *reading*, which leaves out words to a grader, in the words of the *whole* reply; danger wherever it is."""
    found = list(reading.marks())
    if whole is not reading:
        found = [replace(mark, quote=whole.reply[mark.start : mark.end]) for mark in found]
        found += [mark for mark in whole.marks() if mark.code is Code.DANGER and mark not in found]
    return tuple(sorted(found, key=lambda mark: (mark.start, mark.end, mark.code)))


def _sentences(text: Text, tokens: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """The first and the last offset of each sentence of *text* that one of *tokens* is in."""
    places = sorted({text.tokens[token].sentence for token in tokens})
    return tuple((text.sentences[place].start, text.sentences[place].end) for place in places)


def weigh(weights: Weights, heard: Heard, signs: Signs, pack: Pack) -> Weight:
    """The weight of the partner's turn, with its *signs*. A stage direction alone ("(falls silent)") is a silence to bear, so heavy."""
    tokens = heard.text.tokens
    if not tokens:
        return Weight.HEAVY if only_silence(heard.raw) else Weight.LIGHT
    greeted = sum(item.last - item.first + 1 for item in signs.found.get("greeting", ()))
    if greeted and len(tokens) - greeted <= 2:
        return Weight.GREETING
    if weights.weigh(pack, signs).scores()[HEAVY] > 0:
        return Weight.HEAVY
    rhetorical = {tokens[item.first].sentence for item in signs.found.get("rhetorical", ())}
    asks = any(s.mark == "?" and number not in rhetorical for number, s in enumerate(heard.text.sentences))
    return Weight.QUESTION if asks else Weight.LIGHT
