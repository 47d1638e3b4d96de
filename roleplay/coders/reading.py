"""One reply read by the rules: from signs to codes, and for each code the clauses that speak for it.

Evidence adds up with weights (`roleplay.coders.weights`); what follows from the definitions of the codebook is decided here: a full
I-message has no blame beside it, a pseudo one always blames, who talks to the scorer gets nothing that helps.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from math import exp
from operator import itemgetter

from roleplay.coders.heard import Heard
from roleplay.coders.signs import collect
from roleplay.coders.weights import FARTHEST, Contribution, Weights
from roleplay.codes import Code, IMessage, Mark
from roleplay.language.cues import Found
from roleplay.language.pack import Pack
from roleplay.language.stage import spoken

__all__ = ["CLEARING", "ENOUGH", "Reading"]

ENOUGH = 1.0
CLEARING = ("unblame", "undirected", "praise", "reported", "own_hindsight", "hindsight")
"""Cues that take blame back where they stand, by definition."""
SETTLING = frozenset({*CLEARING, "open_reproach"})
SHARE = 0.5
SURE = 2 * FARTHEST
"""A sum that no other code outweighs."""

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
QUESTIONS = {"open_question": Code.OPEN_QUESTION, "closed_question": Code.CLOSED_QUESTION}


class Reading:
    """One reply being read: its signs, what they add up to, and the codes that follow."""

    def __init__(self, pack: Pack, weights: Weights, reply: str, heard: Heard) -> None:
        self.reply = reply
        self.text = pack.analyse(spoken(reply))
        self.signs = collect(pack, self.text, heard)
        self.cues, self.echo = self.signs.found, self.signs.echo
        self.clause_of = [token.clause for token in self.text.tokens]
        self.clauses = _clauses(self.clause_of)
        self.balance = weights.weigh(pack, self.signs)
        self.alone = self.balance.scores()
        self.certain: list[Contribution] = []
        if not SETTLING.isdisjoint(self.cues):
            self._settle()
        self.scores = weights.together(self.alone)
        self.blame = self._blame()
        self.i_message = self._i_message()

    def present(self, target: str) -> bool:
        """Whether the signs add up to *target*."""
        return self.scores[target] > 0

    def _settle(self) -> None:
        """Do what follows from a definition, whatever the weights say: clauses that blame nobody, and set forms of reproach, which need no weighing."""
        excused = self._clauses_with("praise", "reported") | {self.clause_of[item.first] for item in self._regrets()}
        cleared = excused | self._clauses_with("unblame") | self._sentences_with("undirected")
        self._clear(cleared, "blame", "open_blame", "pseudo")
        self._clear(excused, "dismissal_or_argument")
        found = [item for item in self.cues.get("open_reproach", ()) if self.clause_of[item.first] not in cleared]
        if found:
            self.certain = [(SURE, item.first, item.last, "cue open_reproach") for item in found]
            self.alone |= {target: max(self.alone[target], SURE) for target in ("blame", "open_blame")}

    def _clear(self, cleared: AbstractSet[int], *targets: str) -> None:
        """Take back what speaks for *targets* in the clauses that are *cleared* ("it is not your fault")."""
        for target in targets if cleared else ():
            taken: dict[int, float] = {}
            for weight, first, _, _ in self.balance.contributions(target):
                if weight > 0 and self.clause_of[first] in cleared:
                    sentence = self.text.tokens[first].sentence
                    taken[sentence] = taken.get(sentence, 0.0) + weight
            self.alone[target] = self.balance.without(target, taken)

    def _clauses_with(self, *cues: str) -> set[int]:
        """The clauses that *cues* speak of: where they stand, or what "he told me that …" reports."""
        return {self.clause_of[item.last if cue == "reported" else item.first] for cue in cues for item in self.cues.get(cue, ())}

    def _sentences_with(self, cue: str) -> set[int]:
        """All clauses of the sentences in which *cue* is found."""
        tokens = self.text.tokens
        found = {tokens[item.first].sentence for item in self.cues.get(cue, ())}
        return {token.clause for token in tokens if token.sentence in found} if found else set()

    def _regrets(self) -> list[Found]:
        """What the speaker should have done. "Should have called" names nobody: a reproach, but not in a clause about oneself, nor beside an own part."""
        own, bare = self.cues.get("own_hindsight", []), self.cues.get("hindsight", [])
        if not bare:
            return own
        if not own and "apology" not in self.cues and self.alone["ownership"] <= 0:
            about = [person for part in self.signs.parts for _, person in part.words]
            bare = [item for item in bare if about[item.first] == "i"]
        return [*own, *bare]

    @property
    def answered(self) -> bool:
        """Whether there is at least a plain answer: more than a filler."""
        fillers = sum(item.last - item.first + 1 for item in self.cues.get("filler", ()))
        return len(self.text.tokens) > fillers

    @property
    def _bare(self) -> bool:
        """Whether there is nothing but a sign of having heard: cold it may be, but it reproaches nobody and argues nothing."""
        signs = [item for cue in ("ack", "filler") for item in self.cues.get(cue, ())]
        return bool(signs) and len({at for item in signs for at in range(item.first, item.last + 1)}) == len(self.text.tokens)

    def _blame(self) -> int:
        if not self.present("blame") or self._bare:
            return 0
        return 2 if self.present("open_blame") else 1

    def _i_message(self) -> IMessage:
        if self.blame and self.present("pseudo") and self.scores["pseudo"] > self.scores["own"]:
            return IMessage.PSEUDO
        if not self.present("own"):
            return IMessage.NONE
        return IMessage.FULL if self.present("concrete") and not self.blame else IMessage.PARTIAL

    def marks(self) -> Iterable[Mark]:
        """All marks of the reply."""
        if self.blame:
            yield from self._clauses(Code.BLAME, "blame")
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
        if self.present("dismissal_or_argument") and not self._bare:
            yield from self._clauses(Code.DISMISSAL, "dismissal_or_argument")
        elif self.blame:
            yield from self._clauses(Code.DISMISSAL, "blame")
        for cue, code in PLAIN.items():
            if cue in self.cues and not (self.blame and cue == "gratitude"):
                yield from self._plain(self.cues[cue], code)

    def _questions(self) -> Iterator[Mark]:
        taken: set[int] = set()
        for target, code in QUESTIONS.items():
            if not self.present(target):
                continue
            sums = dict.fromkeys(range(len(self.text.sentences)), 0.0)
            contributions = self.balance.contributions(target)
            for weight, first, _, _ in contributions:
                sums[self.text.tokens[first].sentence] += weight
            free = [number for number in sums if number not in taken] or list(sums)
            number = max([n for n in free if self.text.sentences[n].mark == "?"] or free, key=lambda n: sums[n])
            taken.add(number)
            sentence = self.text.sentences[number]
            told = self._told(contributions, set(self.clause_of[sentence.first : sentence.last]), target)
            yield self._mark(code, sentence.first, sentence.last - 1, self._strength(target), told, end=sentence.end)

    def _clauses(self, code: Code, target: str) -> Iterator[Mark]:
        """Mark the clauses that speak most for *target*; neighbours in one sentence become one quote."""
        contributions = self.balance.contributions(target)
        if target == "blame":
            contributions += self.certain
        chosen = self._speaking(contributions) if len(self.clauses) > 1 else self.clauses.keys()
        for places in self._stretches(chosen):
            first, last = self.clauses[places[0]][0], self.clauses[places[-1]][1]
            yield self._mark(code, first, last, self._strength(target), self._told(contributions, places, target))

    def _speaking(self, contributions: Iterable[Contribution]) -> AbstractSet[int]:
        """The clauses in which *contributions* come to most, or nearly so."""
        clause_of = self.clause_of
        sums = [0.0] * (clause_of[-1] + 1)
        for weight, begin, end, _ in contributions:
            first = clause_of[begin]
            sums[first] += weight
            if end != begin and clause_of[end] != first:
                sums[clause_of[end]] += weight
        least = SHARE * max(sums)
        return {clause for clause in self.clauses if sums[clause] >= least > 0} or self.clauses.keys()

    def _stretches(self, chosen: AbstractSet[int]) -> list[list[int]]:
        """The clauses that are *chosen*, those together that follow each other in one sentence."""
        stretches: list[list[int]] = []
        end = (-1, -1)  # the sentence and the last word of the clause before
        for clause, (first, last) in self.clauses.items():
            if clause in chosen:
                sentence = self.text.tokens[first].sentence
                if end == (sentence, first - 1):
                    stretches[-1].append(clause)
                else:
                    stretches.append([clause])
                end = (sentence, last)
        return stretches

    def _told(self, contributions: Sequence[Contribution], clauses: Container[int], target: str) -> str:
        """The one of *contributions* to *target* that speaks most for it in *clauses*."""
        clause_of = self.clause_of
        speaking = [each for each in contributions if clause_of[each[1]] in clauses] if len(self.clauses) > 1 else contributions
        return self.balance.name(max(speaking, key=itemgetter(0))[-1], target) if speaking else ""

    def _strength(self, target: str) -> float:
        """The sum as a share of certainty, by the logistic function it was fitted with."""
        return round(1 / (1 + exp(-min(30.0, self.scores[target]))), 2)

    def _plain(self, found: Sequence[Found], code: Code) -> Iterator[Mark]:
        if sum(item.rule.weight for item in found) >= ENOUGH:
            tokens = self.text.tokens
            for item in found:
                first, last = self.clauses[tokens[item.first].clause][0], self.clauses[tokens[item.last].clause][1]
                yield self._mark(code, first, last, min(1.0, item.rule.weight), item.rule.id)

    def _mark(self, code: Code, first: int, last: int, strength: float, rule: str, *, end: int | None = None) -> Mark:
        start, stop = self.text.span(first, last)
        quote = self.reply[start : end or stop].rstrip()
        return Mark(code=code, quote=quote, start=start, end=start + len(quote), strength=strength, rule=rule)


def _clauses(clause_of: Sequence[int]) -> dict[int, tuple[int, int]]:
    """The first and the last word of each clause, in order; clauses are numbered through the text."""
    found: dict[int, tuple[int, int]] = {}
    for at, clause in enumerate(clause_of):
        found[clause] = (found[clause][0] if clause in found else at, at)
    return found
