"""Replies coded by a model beside a talk: begun when they are said, taken when they are there, waited for at the end and not before.

The rules have coded them already, and their codes alone have moved the mood.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotThere
from typing import TYPE_CHECKING

from roleplay.assessment import Assessed, assess_exchange
from roleplay.codes import Code, Coding
from roleplay.errors import TimedOut
from roleplay.scoring import Skill
from roleplay.session import Step

if TYPE_CHECKING:
    from roleplay.coders.redacted import ByModel  # imported when there is one

__all__ = ["PATIENCE", "Beside", "Better"]

PATIENCE = 60.0  # seconds that the end of a talk waits for what is still under way
AT_ONCE = 4


Better = Callable[[Assessed], Assessed]
"""Finds better wordings for what was scored."""


class Beside:
    """*coder* at work beside a talk that is scored by *skills*; *better* adds better wordings, in the same thread."""

    def __init__(self, coder: ByModel, skills: Sequence[Skill], better: Better | None = None) -> None:
        self.coder = coder
        self._skills, self._better = skills, better
        self._pool = ThreadPoolExecutor(AT_ONCE)
        self._begun: dict[int, tuple[Step, Future[Assessed]]] = {}

    def begin(self, step: Step) -> None:
        """Have the reply of *step* coded, unless that has begun."""
        index = step.exchange.reply.index
        if index not in self._begun:
            self._begun[index] = step, self._pool.submit(self._code, step)

    def there(self, step: Step) -> bool:
        """Whether `take` need not wait."""
        index = step.exchange.reply.index
        return index in self._begun and self._begun[index][1].done()

    def take(self, step: Step, seconds: float) -> Assessed:
        """What came of the reply of *step*; a failure if it is not there within so many *seconds*."""
        self.begin(step)
        try:
            return self._begun[step.exchange.reply.index][1].result(seconds)
        except NotThere:
            late = TimedOut("{model} was not ready in time", model=self.coder.name)
            coding = Coding(coder=self.coder.name, version=self.coder.version, marks=step.coding.of(Code.DANGER), failure=late)
            return self._scored(step, coding)

    def forget(self, index: int) -> None:
        """Let go of the replies from number *index* on: they were taken back."""
        for number in [each for each in self._begun if each >= index]:
            self._begun.pop(number)[1].cancel()

    def close(self) -> None:
        """Let go of everything that is under way."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self.coder.close()

    def _code(self, step: Step) -> Assessed:
        scored = self._scored(step, self.coder.code(step.exchange, step.coding))
        return scored if self._better is None else self._better(scored)

    def _scored(self, step: Step, coding: Coding) -> Assessed:
        material = self.coder.material(step.exchange, coding)
        return step.exchange, coding, assess_exchange(step.exchange, coding, self._skills, material)
