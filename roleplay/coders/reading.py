"""One reply read by the rules: from signs to codes, and for each code the clauses that speak for it.

Evidence adds up with weights (`roleplay.coders.weights`); what follows from the definitions of the codebook is decided here: a full
I-message has no blame beside it, a pseudo one always blames, who talks to the scorer gets nothing that helps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import exp

from roleplay.coders.signs import collect
from roleplay.coders.weights import Weights
from roleplay.codes import Code, IMessage, Mark
from roleplay.language.cues import Found
from roleplay.language.pack import Pack
from roleplay.language.stage import spoken
from roleplay.language.text import Text

__all__ = ["ENOUGH", "Reading"]

ENOUGH = 1.0
Place = tuple[int, int]  # the numbers of a sentence and of a clause
SHARE = 0.5

FITTED = {
    "reflection": Code.REFLECTION,
    "feeling_ack": Code.FEELING_ACK,
    "advice": Code.ADVICE,
    "own_story": Code.OWN_STORY,
    "ownership": Code.OWNERSHIP,
    "care": Code.CARE,
}
PLAIN = {
    "ack": Code.ACKNOWLEDGEMENT,
    "apology": Code.APOLOGY,
    "gratitude": Code.GRATITUDE,
    "boundary": Code.BOUNDARY,
    "danger": Code.DANGER,
}


class Reading:
    """One reply being read: its signs, what they add up to, and the codes that follow."""

    def __init__(self, pack: Pack, weights: Weights, reply: str, partner: Text) -> None:
        self.reply = reply
        self.text = pack.analyse(spoken(reply))
        self.signs = collect(pack, self.text, partner)
        self.cues, self.echo = self.signs.found, self.signs.echo
        self.injected = bool(self.cues.get("injection"))
        self.balance = weights.weigh(pack, self.signs)
        self.scores = self.balance.scores()
        self._clear("blame", "open_blame", "pseudo")
        self.blame = self._blame()
        self.i_message = self._i_message()

    def present(self, target: str) -> bool:
        """Whether the signs add up to *target*."""
        return self.scores[target] > 0

    def _clear(self, *targets: str) -> None:
        """Take back what speaks for *targets* in clauses that clear of blame ("it is not your fault"): negated blame is none."""
        tokens = self.text.tokens
        cleared = {tokens[item.first][3:5] for item in self.cues.get("unblame", ())}
        if cleared:
            for target in targets:
                taken = (weight for weight, sign in self.balance.contributions(target) if tokens[sign.first][3:5] in cleared)
                self.scores[target] -= sum(weight for weight in taken if weight > 0)

    @property
    def answered(self) -> bool:
        """Whether there is at least a plain answer: more than a filler, and no attempt to talk to the scorer."""
        fillers = sum(item.last - item.first + 1 for item in self.cues.get("filler", ()))
        return not self.injected and len(self.text.tokens) > fillers

    def _blame(self) -> int:
        if not self.present("blame"):
            return 0
        return 2 if self.present("open_blame") else 1

    def _i_message(self) -> IMessage:
        if self.injected:
            return IMessage.NONE
        if self.blame and self.present("pseudo") and self.scores["pseudo"] > self.scores["own"]:
            return IMessage.PSEUDO
        if not self.present("own"):
            return IMessage.NONE
        return IMessage.FULL if self.present("concrete") and not self.blame else IMessage.PARTIAL

    def marks(self) -> Iterable[Mark]:
        """All marks of the reply; one that talks to the scorer gets nothing that helps it."""
        if self.blame:
            yield from self._clauses(Code.BLAME, "blame")
        yield from self._plain(self.cues.get("danger", ()), Code.DANGER)
        if self.injected:
            return
        if self.i_message is IMessage.PSEUDO:
            yield from self._clauses(Code.PSEUDO_I_MESSAGE, "pseudo")
        elif self.i_message is not IMessage.NONE:
            yield from self._clauses(Code.I_MESSAGE, "own")
        for target, code in FITTED.items():
            if self.present(target):
                yield from self._clauses(code, target)
        if self.echo.parroting and self.present("reflection"):
            yield self._mark(Code.PARROTING, 0, len(self.text.tokens) - 1, 1.0, "echo parroting")
        yield from self._questions()
        if self.present("dismissal_or_argument"):
            yield from self._clauses(Code.DISMISSAL, "dismissal_or_argument")
        elif self.blame:
            yield from self._clauses(Code.DISMISSAL, "blame")
        for cue, code in PLAIN.items():
            if code is not Code.DANGER and not (code is Code.GRATITUDE and self.blame):
                yield from self._plain(self.cues.get(cue, ()), code)

    def _questions(self) -> Iterator[Mark]:
        taken: set[int] = set()
        for target, code in (("open_question", Code.OPEN_QUESTION), ("closed_question", Code.CLOSED_QUESTION)):
            if not self.present(target):
                continue
            sums = dict.fromkeys(range(len(self.text.sentences)), 0.0)
            for weight, sign in self.balance.contributions(target):
                sums[self.text.tokens[sign.first].sentence] += weight
            free = [number for number in sums if number not in taken] or list(sums)
            number = max([n for n in free if self.text.sentences[n].mark == "?"] or free, key=lambda n: sums[n])
            taken.add(number)
            sentence = self.text.sentences[number]
            told = self._told(target, {token[3:5] for token in self.text.tokens[sentence.first : sentence.last]})
            yield self._mark(code, sentence.first, sentence.last - 1, self._strength(target), told, end=sentence.end)

    def _clauses(self, code: Code, target: str) -> Iterator[Mark]:
        """Mark the clauses that speak most for *target*; neighbours in one sentence become one quote."""
        tokens = self.text.tokens
        sums: dict[Place, float] = defaultdict(float)
        for weight, sign in self.balance.contributions(target):
            for place in {tokens[sign.first][3:5], tokens[sign.last][3:5]}:
                sums[place] += weight
        most = max(sums.values(), default=0.0)
        chosen = {place for place, total in sums.items() if total >= SHARE * most > 0} or {token[3:5] for token in tokens}
        begin: int | None = None
        for at, token in enumerate(tokens):
            if token[3:5] in chosen and begin is None:
                begin = at
            ends = at + 1 == len(tokens) or tokens[at + 1].sentence != token.sentence or tokens[at + 1][3:5] not in chosen
            if begin is not None and ends:
                places = {tokens[n][3:5] for n in range(begin, at + 1)}
                yield self._mark(code, begin, at, self._strength(target), self._told(target, places))
                begin = None

    def _told(self, target: str, places: set[Place]) -> str:
        """The sign that speaks most for *target* in the clauses *places*."""
        tokens = self.text.tokens
        speaking = [pair for pair in self.balance.contributions(target) if tokens[pair[1].first][3:5] in places]
        return self.balance.name(max(speaking, key=lambda pair: pair[0])[1], target) if speaking else ""

    def _strength(self, target: str) -> float:
        """The sum as a share of certainty, by the logistic function it was fitted with."""
        return round(1 / (1 + exp(-min(30.0, self.scores[target]))), 2)

    def _plain(self, found: Iterable[Found], code: Code) -> Iterator[Mark]:
        items = list(found)
        if sum(item.rule.weight for item in items) >= ENOUGH:
            for item in items:
                first, last = self._whole_clause(item.first, item.last)
                yield self._mark(code, first, last, min(1.0, item.rule.weight), item.rule.id)

    def _whole_clause(self, first: int, last: int) -> tuple[int, int]:
        tokens = self.text.tokens
        while first and tokens[first - 1][3:5] == tokens[first][3:5]:
            first -= 1
        while last + 1 < len(tokens) and tokens[last + 1][3:5] == tokens[last][3:5]:
            last += 1
        return first, last

    def _mark(self, code: Code, first: int, last: int, strength: float, rule: str, *, end: int | None = None) -> Mark:
        start, stop = self.text.span(first, last)
        quote = self.reply[start : end or stop].rstrip()
        return Mark(code=code, quote=quote, start=start, end=start + len(quote), strength=strength, rule=rule)
