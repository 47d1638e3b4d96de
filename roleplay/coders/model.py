"""A model as a coder: one request for all codes of an exchange and for the questions of all scorers, beside the rules and never instead of them.

An answer that does not hold is asked for once more; then the exchange has failed, with the reason. Where a text talks to whoever grades, the
words to the grader are masked before the reply is coded, and what the model says of the unmasked reply is kept for comparison; so is what
the rules say.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from itertools import islice
from threading import Lock

from roleplay.coders.rubric import BEFORE, VERSION, asked, mend, schema
from roleplay.coders.rules import RuleCoder
from roleplay.coders.verdict import Read, read
from roleplay.codes import Code, Coding, listening_level
from roleplay.dialogue import Exchange, Status, Turn
from roleplay.errors import BudgetSpent, Misconfigured, ProviderFailed, QuotaSpent, ReplyUnreadable, RoleplayError
from roleplay.models.reply import ChatModel, Message, Reply, filled
from roleplay.scoring import Skill

__all__ = ["AT_ONCE", "LONGEST", "ModelCoder", "questions_of"]

AT_ONCE = 8  # requests under way, unless told otherwise
LONGEST = 20_000  # letters of a reply that a model is given
MASK = "[…]"

Codes = Callable[[Exchange, Coding], Coding]


def questions_of(skills: Iterable[Skill]) -> dict[str, str]:
    """The yes/no questions of all *skills*, by ``SCORER.QUESTION``."""
    return {f"{skill.id}.{question}": text for skill in skills for question, text in skill.questions.items()}


class ModelCoder:
    """*model* codes exchanges in the language of *rules*, *at_once* of them at a time; *questions* ride in the same requests."""

    def __init__(self, model: ChatModel, rules: RuleCoder, questions: Mapping[str, str] | None = None, *, at_once: int = AT_ONCE) -> None:
        self.model, self.rules, self.questions = model, rules, dict(questions or {})
        self.at_once = at_once
        self.name = model.name
        told = "".join(f"{key}\n{text}\n" for key, text in self.questions.items())
        self.version = f"{VERSION}+{rules.version}" + (f"+q{sha256(told.encode()).hexdigest()[:8]}" if told else "")
        self.fault: RoleplayError | None = None
        """What makes it useless to ask for anything more: a refused key, a spent budget, nobody there."""
        self._asides = lru_cache(maxsize=256)(rules.asides)  # a turn is looked at again as long as it is among those before
        self._schema = schema(tuple(self.questions))
        self.answered = False
        """Whether it has ever answered."""
        self._pool = ThreadPoolExecutor(at_once)
        self._lock = Lock()
        self._under_way: set[Reply] = set()

    def code(self, exchange: Exchange, ruled: Coding | None = None) -> Coding:
        """The codes of *exchange*; a coding with a *failure* if there are none. *ruled* is what the rules say, if that is known. Raises nothing."""
        return self._code(exchange, ruled or self.ruled(exchange))

    def codings(self, exchanges: Iterable[Exchange], by: Codes | None = None) -> Iterator[tuple[Exchange, Coding]]:
        """Each of *exchanges* with its codes, in their order, with so many requests under way as may be, however many threads ask for them.

        Leaving it before its end lets go of all requests. *by* gives the codes of one of them, if not `code`.
        """
        coming = iter(exchanges)
        waiting: deque[tuple[Exchange, Future[Coding]]] = deque()

        def ask(most: int) -> None:
            waiting.extend((each, self._pool.submit(by or self._code, each, self.ruled(each))) for each in islice(coming, most))

        try:
            ask(2 * self.at_once)
            while waiting:
                exchange, coding = waiting.popleft()
                yield exchange, coding.result()
                ask(1)
        finally:
            if waiting:
                for _, coding in waiting:
                    coding.cancel()
                self.close()

    def ruled(self, exchange: Exchange) -> Coding:
        """What the rules say of it."""
        with self._lock:  # the words of a language are read by one thread at a time
            return self.rules.code(exchange)

    def material(self, exchange: Exchange, coding: Coding) -> dict[str, str]:
        """What a better wording of the reply can be made from."""
        return self.rules.material(exchange, coding)

    def sent(self, exchange: Exchange) -> Exchange:
        """*exchange* as the model is given it: as it is."""
        return exchange

    def restored(self, text: str) -> str:
        """What the model says, as it is to be read: as it is."""
        return text

    def close(self) -> None:
        """Let go of every request under way. It can be asked again."""
        with self._lock:
            replies = list(self._under_way)
        for reply in replies:
            reply.close()

    def _code(self, exchange: Exchange, ruled: Coding) -> Coding:
        text = exchange.reply.text
        clean = self._masked(exchange)
        if not any(letter.isalnum() for letter in clean.reply.text):  # nothing is left that could be coded
            return replace(ruled, coder=self.name, version=self.version)
        if len(text) > LONGEST:
            return self._failed(ruled, ReplyUnreadable("it has {letters} characters, more than a model is given", letters=len(text)))
        coding = self._asked(clean, text, ruled)
        if clean is exchange or coding.failure is not None:
            return coding
        naive = self._asked(exchange, text, ruled)
        return coding if naive.failure is not None else replace(coding, others={**coding.others, "unmasked": replace(naive, others={})})

    def _asked(self, exchange: Exchange, text: str, ruled: Coding) -> Coding:
        """What the model says of *exchange*, whose reply was *text* before words of it were masked."""
        key, messages = asked(exchange, self.rules.pack.language, self.questions)
        try:
            best, last = None, self._answer(messages)
            found = self._read(last, key, text)
            if found.problems:
                best = found
                again = [*messages, Message("assistant", last), Message("user", mend(found.problems))]
                found = self._read(self._answer(again), key, text)
        except RoleplayError as error:
            return self._failed(ruled, error)
        if found.faults and best is not None and not best.faults:
            found = best
        if found.faults:
            return self._failed(
                ruled, ReplyUnreadable("{model} gave no usable codes, twice: {fault}", model=self.name, fault=found.faults[0])
            )
        return self._coding(found, ruled)

    def _read(self, answer: str, key: str, text: str) -> Read:
        return read(answer, key, text, self.questions, self.name)

    def _answer(self, messages: Sequence[Message]) -> str:
        """What the model answers. Raises `RoleplayError`."""
        if self.fault is not None:
            raise self.fault
        reply = filled(self.model, messages, self._schema)
        with self._lock:
            self._under_way.add(reply)
        try:
            answer = "".join(reply)
        except RoleplayError as error:
            if isinstance(error, Misconfigured | QuotaSpent | BudgetSpent) or not self.answered:
                self.fault = error
            raise
        finally:
            with self._lock:
                self._under_way.discard(reply)
        ending = reply.ending
        if ending is not None and ending.fault is not None:
            raise ending.fault
        if ending is not None and ending.status is Status.REFUSED:
            raise ProviderFailed("{model} would not code it", model=self.name)
        self.answered = True
        return answer

    def _coding(self, found: Read, ruled: Coding) -> Coding:
        marks = [mark for mark in found.marks if mark.code is not Code.DANGER]
        dangers = [mark for mark in (*ruled.marks, *found.marks) if mark.code is Code.DANGER]  # whoever sees it is believed
        present = frozenset(mark.code for mark in marks)
        return Coding(
            coder=self.name,
            version=self.version,
            marks=tuple(sorted([*marks, *dangers], key=lambda mark: (mark.start, mark.end, mark.code))),
            blame=found.blame,
            i_message=found.i_message,
            listening_level=listening_level(present, found.i_message, found.blame, answered=found.answered),
            weight=found.weight,
            pause_mark=ruled.pause_mark,
            answers=found.answers,
            dropped=len(found.unfounded),
            others={"rules": ruled},
        )

    def _failed(self, ruled: Coding, fault: RoleplayError) -> Coding:
        return Coding(coder=self.name, version=self.version, marks=ruled.of(Code.DANGER), failure=fault)

    def _masked(self, exchange: Exchange) -> Exchange:
        """*exchange* without words to a grader; itself if there are none."""
        heard, reply = exchange.heard, exchange.reply
        clean = replace(
            exchange,
            heard=None if heard is None else self._silenced(heard),
            reply=self._silenced(reply),
            before=tuple(self._silenced(turn) for turn in exchange.before[-BEFORE - 1 :]),
        )
        changed = clean.heard is not heard or clean.reply is not reply or clean.before != exchange.before[-BEFORE - 1 :]
        return clean if changed else exchange

    def _silenced(self, turn: Turn) -> Turn:
        spans = self._asides(turn.text)
        if not spans:
            return turn
        text, end = "", 0
        for start, stop in spans:
            text += turn.text[end:start] + MASK
            end = stop
        return replace(turn, text=text + turn.text[end:])
