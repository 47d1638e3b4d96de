"""What replies were worth, told when it is known: at once where rules code, a little later where a model does."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from roleplay.cli import feedback as show
from roleplay.cli.cards import quoted
from roleplay.cli.talk import Attempt, Talk
from roleplay.session import Step

__all__ = ["News"]


class News:
    """Feedback on the replies of *talk*, shown on *screen* in their order."""

    def __init__(self, talk: Talk, screen: Console) -> None:
        self._talk, self._screen = talk, screen
        self._awaited: list[tuple[Step, Attempt | None]] = []

    def expect(self, step: Step) -> None:
        """Have *step*'s reply coded, and tell of it at once if that is already done."""
        earlier, self._talk.before = self._talk.before, None
        self._talk.code(step)
        if not self._awaited and self._talk.there(step):
            self._screen.print()
            self._tell(step, earlier)
        else:
            self._awaited.append((step, earlier))

    @property
    def awaited(self) -> bool:
        """Whether there will be something to tell. Replies that were taken back are told of no more."""
        kept = {id(turn) for turn in self._talk.session.turns}
        self._awaited = [(step, earlier) for step, earlier in self._awaited if id(step.exchange.reply) in kept]
        return bool(self._awaited)

    @property
    def come(self) -> bool:
        """Whether there is something to tell now."""
        return self.awaited and self._talk.there(self._awaited[0][0])

    def show(self) -> None:
        """Tell what there is; each with the reply it is about, because the talk has gone on."""
        while self.come:
            step, earlier = self._awaited.pop(0)
            if self._talk.ready.choices.feedback == "turn":
                self._screen.print(Text(f"↑ {quoted(step.exchange.reply.text, 60)}", "dim"))
            self._tell(step, earlier)

    def _tell(self, step: Step, earlier: Attempt | None) -> None:
        talk = self._talk
        scores = talk.score(step)
        if earlier is not None:
            self._screen.print(show.side_by_side(earlier, (step.exchange.reply.text, scores), talk.skills, talk.language))
        if talk.ready.choices.feedback == "turn":
            told = show.after_reply(scores, talk.skills, talk.session.header, talk.language, width=self._screen.width)
            self._screen.print(told)
