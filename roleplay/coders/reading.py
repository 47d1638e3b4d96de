"""One reply read by the rules: from cues to codes, each derived by the codebook's definition.

Evidence adds up with weights. What cancels is told apart from what is missing: an argument after an acknowledgement, a negated blame,
a rhetorical question, the partner's own words given back.
"""

from __future__ import annotations

from collections.abc import Iterable

from roleplay.coders.echo import Echo, echo
from roleplay.codes import Code, IMessage, Mark
from roleplay.language.cues import Found
from roleplay.language.pack import Pack
from roleplay.language.stage import spoken
from roleplay.language.text import Text

__all__ = ["ENOUGH", "Reading"]

BLAME_ONE, BLAME_TWO = 0.6, 1.5
ENOUGH = 1.0


class Reading:
    """One reply being read: its cues by kind, and the codes that follow from them."""

    def __init__(self, pack: Pack, reply: str, partner: Text) -> None:
        self.reply, self.pack = reply, pack
        self.text = text = pack.analyse(spoken(reply))
        self.cues: dict[str, list[Found]] = {}
        for item in pack.find(text):
            self.cues.setdefault(item.rule.cue, []).append(item)
        self.rhetorical = self.sentences("rhetorical")
        self.advised = self.sentences("advice")
        self.echo: Echo = echo(pack, text, partner)
        self.injected = bool(self.cues.get("injection"))
        self.pseudo = self.cues.get("pseudo", [])
        self.blaming = self._blaming()
        self.blame = self._blame()
        self.feelings, self.needs = self._own("own_feeling"), self._own("own_need")
        self.i_message = self._i_message()
        self.dismissing = self._dismissing()

    def sentences(self, *cues: str) -> set[int]:
        """The numbers of the sentences in which any of *cues* fires."""
        return {self.text.tokens[item.first].sentence for cue in cues for item in self.cues.get(cue, ())}

    @property
    def answered(self) -> bool:
        """Whether there is at least a plain answer: more than a filler, and no attempt to talk to the scorer."""
        fillers = sum(item.last - item.first + 1 for item in self.cues.get("filler", ()))
        return not self.injected and len(self.text.tokens) > fillers

    # blame

    def _blaming(self) -> list[Found]:
        cleared = {self.text.tokens[item.first].clause for item in self.cues.get("unblame", ())}
        found = [*self.cues.get("blame", ()), *self.cues.get("sarcasm", ()), *self.pseudo]
        return [item for item in found if self.text.tokens[item.first].clause not in cleared]

    def _blame(self) -> int:
        by_rule: dict[str, float] = {}
        for item in self.blaming:
            by_rule[item.rule.id] = max(by_rule.get(item.rule.id, 0.0), item.rule.weight)
        total = sum(by_rule.values()) + (0.5 if self.echo.mocking else 0.0)
        return 2 if total >= BLAME_TWO else 1 if total >= BLAME_ONE else 0

    # the I-message

    def _own(self, cue: str) -> list[Found]:
        cancelled = [(item.first, item.last) for item in self.cues.get("not_own", ())]
        return [
            item
            for item in self.cues.get(cue, ())
            if not any(first <= item.last and item.first <= last for first, last in cancelled)
            and self.text.tokens[item.first].sentence not in self.rhetorical
        ]

    def _i_message(self) -> IMessage:
        if self.injected:
            return IMessage.NONE
        if not self.feelings and not self.needs:
            return IMessage.PSEUDO if self.pseudo and self.blame else IMessage.NONE
        if self.blame:
            return IMessage.PARTIAL
        return IMessage.FULL if any(self._concrete(item) for item in self.feelings) else IMessage.PARTIAL

    def _concrete(self, item: Found) -> bool:
        """Whether the feeling's sentence names a situation: by a connective, or by words enough beside the feeling itself."""
        number = self.text.tokens[item.first].sentence
        if number in self.sentences("situation"):
            return True
        sentence = self.text.sentences[number]
        own = {place for cue in self.feelings for place in range(cue.first, cue.last + 1)}
        rest = [t for place, t in enumerate(self.text.tokens[sentence.first : sentence.last], sentence.first) if place not in own]
        return sum(token.form not in self.pack.empty for token in rest) >= 3

    # listening

    def _dismissing(self) -> list[Found]:
        found = list(self.cues.get("dismiss", ()))
        gave = [item.first for cue in ("ack", "feeling_ack", "reflect", "apology", "care") for item in self.cues.get(cue, ())]
        gave += [place for place, _ in self.echo.places]
        softened = {"own_feeling", "own_need", "open", "feeling_ack", "reflect", "apology", "care", "ownership", "boundary", "gratitude"}
        for item in self.cues.get("but", ()):
            after = {cue for cue, items in self.cues.items() for other in items if other.first > item.last}
            if any(place < item.first for place in gave) and not after & softened:
                found.append(item)
        return found

    def questions(self) -> tuple[list[int], list[int]]:
        """The sentences that ask openly, and those that ask for a yes, a choice or a single fact."""
        spoilt = self.rhetorical | self.advised | {self.text.tokens[i.first].sentence for i in self.blaming if self.blame}
        invites = self.sentences("open") - spoilt
        asks = [number for number, sentence in enumerate(self.text.sentences) if sentence.mark == "?" and number not in spoilt]
        return sorted(invites), [number for number in asks if number not in invites]

    def marks(self) -> Iterable[Mark]:
        """All marks of the reply; one that talks to the scorer gets nothing that helps it."""
        if self.injected:
            yield from (mark for mark in (*self._about_self(), *self._simple()) if mark.code in (Code.BLAME, Code.DANGER))
            return
        yield from self._about_self()
        opened, closed = self.questions()
        for numbers, code in ((opened, Code.OPEN_QUESTION), (closed, Code.CLOSED_QUESTION)):
            for number in numbers:
                sentence = self.text.sentences[number]
                yield self._mark(code, sentence.start, sentence.end, 1.0, "question")
        yield from self._simple()
        for item in self.dismissing:
            yield self._whole(Code.DISMISSAL, item)
        if self.blame and not self.dismissing:
            for item in self.blaming[:1]:
                yield self._whole(Code.DISMISSAL, item)
        yield from self._given_back()

    def _about_self(self) -> Iterable[Mark]:
        if self.blame:
            for item in self.blaming:
                yield self._whole(Code.BLAME, item)
            if self.echo.mocking and self.echo.places:
                yield self._mark(Code.BLAME, 0, len(self.text.raw), 0.5, "mocking_echo")
        if self.i_message is IMessage.PSEUDO:
            for item in self.pseudo:
                yield self._whole(Code.PSEUDO_I_MESSAGE, item)
        elif self.i_message is not IMessage.NONE:
            for item in (*self.feelings, *self.needs):
                yield self._whole(Code.I_MESSAGE, item)

    def _simple(self) -> Iterable[Mark]:
        direct = {
            "advice": Code.ADVICE,
            "own_story": Code.OWN_STORY,
            "ownership": Code.OWNERSHIP,
            "care": Code.CARE,
            "ack": Code.ACKNOWLEDGEMENT,
            "apology": Code.APOLOGY,
            "gratitude": Code.GRATITUDE,
            "boundary": Code.BOUNDARY,
            "danger": Code.DANGER,
        }
        for cue, code in direct.items():
            found = self.cues.get(cue, [])
            if cue in ("gratitude", "care") and self.blame:
                found = []
            if sum(item.rule.weight for item in found) >= ENOUGH:
                for item in found:
                    yield self._whole(code, item)

    def _given_back(self) -> Iterable[Mark]:
        met = [item for item in self.cues.get("feeling_ack", ()) if self.text.tokens[item.first].sentence not in self.rhetorical]
        if sum(item.rule.weight for item in met) >= ENOUGH:
            for item in met:
                yield self._whole(Code.FEELING_ACK, item)
        phrases = self.cues.get("reflect", [])
        total = sum(item.rule.weight for item in phrases) + self.echo.strength
        if total >= ENOUGH and not self.echo.mocking:
            for item in phrases:
                yield self._whole(Code.REFLECTION, item)
            for first, last in self.echo.places:
                yield self._mark(Code.REFLECTION, *self.text.span(first, last), min(1.0, self.echo.strength), "echo")
            if self.echo.parroting:
                yield self._mark(Code.PARROTING, *self.text.span(0, len(self.text.tokens) - 1), 1.0, "parroting")
        elif self.echo.mocking:
            yield self._mark(Code.DISMISSAL, *self.text.span(0, len(self.text.tokens) - 1), 1.0, "mocking_echo")

    def _whole(self, code: Code, item: Found) -> Mark:
        """Mark the clauses that *item* lies in: a quote that can be read."""
        tokens = self.text.tokens
        first, last = item.first, item.last
        while first and (tokens[first - 1].clause, tokens[first - 1].sentence) == (tokens[first].clause, tokens[first].sentence):
            first -= 1
        while last + 1 < len(tokens) and (tokens[last + 1].clause, tokens[last + 1].sentence) == (
            tokens[last].clause,
            tokens[last].sentence,
        ):
            last += 1
        start, end = self.text.span(first, last)
        return self._mark(code, start, end, min(1.0, item.rule.weight), item.rule.id)

    def _mark(self, code: Code, start: int, end: int, strength: float, rule: str) -> Mark:
        quote = self.reply[start:end].rstrip()
        return Mark(code=code, quote=quote, start=start, end=start + len(quote), strength=strength, rule=rule)
